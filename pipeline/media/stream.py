"""Decoding video by presentation time, exactly.

"The frame at time t" is the frame on screen at t: the last with a time stamp up to t. Times count
from the first frame of the video stream, as a player's clock does.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from imaging import LARGEST_FRAME
from pipeline.media.clock import RESTARTING, Clock, following, joins

Image = NDArray[np.uint8]
"""(height, width, 3) in BGR, upright, square pixels."""

DEMUXERS = "mov,matroska,avi,mpegts,mpeg,asf,flv,ogg,gif,dv,mxf,mp3,wav,flac,aac"
"""Formats that are recognised by their content. Playlists and scripts are left out: they make
the reader open other files and addresses. Sound is in, so that an error can call it sound."""

_OPTIONS = {"format_whitelist": DEMUXERS, "protocol_whitelist": "file"}
_TOLERANCE = Fraction(1, 1_000_000)  # a time that was rounded as a float still finds its frame
_RUN_UPS = (Fraction(0), Fraction(1), Fraction(5), Fraction(30))
_AHEAD = 2  # s that are decoded rather than skipped by a seek
_BT709, _UNSPECIFIED = 1, 2


class FrameTooLarge(LookupError):
    """The frames of a video need more memory than a machine has to have."""


class Stream:
    """The video stream of a file, open for decoding. A context manager.

    Raises av.FFmpegError, or LookupError if the file holds no video. A damaged packet costs its
    own frames only; decoding ends where the file breaks off.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._container: Any = None
        self._clock: Clock | None = None
        self.joins: tuple[float, ...] = ()
        """s at which the clock of the file starts again, or jumps ahead."""
        self._open()
        if self.container.format.name in RESTARTING:
            self.joins = joins(self._path, _OPTIONS, self.video.index)
            self._open()
        first = next(self._decode(), None)
        if first is None:
            self.close()
            raise LookupError("no frame can be decoded")
        self.time_base = Fraction(self.video.time_base)
        self.origin = _stamp(first) or 0
        rate = self.video.average_rate or Fraction(25)
        self.seeks = self.container.format.name != "mpeg" and not self.joins
        """False for program streams, as the reader guesses their first time stamps after a seek,
        and where the file has several frames for one time stamp."""
        self.usual = max(1, round(1 / (rate * self.time_base)))
        """Ticks that a frame stays on screen, if the file does not say."""
        self.size = _square(first, self.video.sample_aspect_ratio)
        """Width and height in px with square pixels, before it is turned."""
        self.matrix = _matrix(first)
        self.width, self.height = self.size[::-1] if _orientation(self.matrix)[0] else self.size

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._container is not None:
            self._container.close()

    @property
    def container(self) -> Any:
        return self._container

    def tick(self, time: float) -> int:
        """The last time stamp up to `time` s, counted from the first frame."""
        return floor((Fraction(time) + _TOLERANCE) / self.time_base)

    def frames(self, since: int = 0) -> Iterator[tuple[int, Any]]:
        """(time stamp, frame) in order of time, from the frame on screen at the tick `since`."""
        latest = None
        for stamp, frame in self._stamped(self._decode_from(since)):
            if latest is not None and stamp > since:
                yield latest
            latest = (stamp, frame)
        if latest is not None:
            yield latest

    def image(self, frame: Any) -> Image:
        """The frame as a person sees it: square pixels, upright."""
        source = _BT709 if frame.colorspace == _UNSPECIFIED and frame.height >= 720 else None
        pixels: Any = frame.to_ndarray(format="bgr24", src_colorspace=source)
        size = _square(frame, self.video.sample_aspect_ratio)
        if size != (frame.width, frame.height):
            pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        transpose, mirror, flip = _orientation(self.matrix)
        pixels = pixels.transpose(1, 0, 2) if transpose else pixels
        pixels = pixels[:, ::-1] if mirror else pixels
        pixels = pixels[::-1] if flip else pixels
        return np.ascontiguousarray(pixels)

    @property
    def declared(self) -> float:
        """Length in s of the video, or else of the file, as the header gives it; 0 without one."""
        if self.video.duration:
            return float(self.video.duration * self.time_base)
        return float(Fraction(self._container.duration or 0, av.time_base))

    def packets(self, since: float | None = None) -> Iterator[Any]:
        """Undecoded packets of all streams, from about `since` s on if given.

        Raises av.FFmpegError where the file breaks off.
        """
        if since is None or self.joins:
            self._open()
        else:
            self._seek(self.tick(since))
        packets = following(self._container.demux(), self.video.index, self._clock)
        return (packet for packet in packets if packet.size)

    def _open(self) -> None:
        self.close()
        self._container = av.open(str(self._path), options=_OPTIONS, metadata_errors="replace")
        self._clock = Clock() if self.joins else None
        try:
            self.video = _largest(self._container)
        except LookupError:
            self.close()
            raise
        pixels = self.video.width * self.video.height
        if pixels > LARGEST_FRAME:
            self.close()
            raise FrameTooLarge(
                f"its frames have {pixels / 1e6:,.0f} megapixels ({self.video.width} x "
                f"{self.video.height}), and {LARGEST_FRAME // 10**6} can be read"
            )
        self.video.thread_type = "AUTO"

    def _seek(self, tick: int) -> None:
        self._container.seek(tick + self.origin, stream=self.video, backward=True)

    def _decode_from(self, tick: int) -> Iterator[Any]:
        """Frames from `tick` or a little earlier on, decoded from a clean entry point."""
        for run_up in _RUN_UPS if self.seeks else ():
            start = tick - floor(run_up / self.time_base)
            if start <= 0:
                break
            frames = self._entered(start)
            first = next(frames, None)
            if first is not None and (_stamp(first) or 0) - self.origin <= tick:
                yield first
                yield from frames
                return
        self._open()
        yield from self._decode()

    def _entered(self, tick: int) -> Iterator[Any]:
        """Frames after a seek, from the first key frame on: those before it may lack references."""
        try:
            self._seek(tick)
        except av.FFmpegError:
            return
        clean = False
        for frame in self._decode():
            clean = clean or frame.key_frame
            if clean:
                yield frame

    def _decode(self) -> Iterator[Any]:
        demuxed = self._container.demux(self.video)
        packets = following(demuxed, self.video.index, self._clock)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                packet = None  # the file breaks off; what the decoder still holds is good
            if packet is None:
                yield from _decoded(self.video, None)
                return
            if packet.size:
                yield from _decoded(self.video, packet)

    def _stamped(self, frames: Iterator[Any]) -> Iterator[tuple[int, Any]]:
        """Frames with growing time stamps; those without follow the last at the usual rate."""
        last = -1
        for frame in frames:
            stamp = _stamp(frame)
            tick = max(last, 0) + self.usual if stamp is None else stamp - self.origin
            if tick > last:
                last = tick
                yield tick, frame


class Screen:
    """The frame on screen, for a sequence of times. Seeks only where decoding on costs more."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._frames: Iterator[tuple[int, Any]] = iter(())
        self._current: tuple[int, Any] | None = None
        self._next: tuple[int, Any] | None = None

    def at(self, time: float) -> tuple[int, Any]:
        """(time stamp, frame) on screen at `time` s; beyond the ends, the first or last frame."""
        tick = max(self._stream.tick(time), 0)
        if self._current is None or not self._near(tick - self._current[0]):
            self._frames = self._stream.frames(since=tick)
            self._current, self._next = next(self._frames, None), next(self._frames, None)
        while self._next is not None and self._next[0] <= tick:
            self._current, self._next = self._next, next(self._frames, None)
        if self._current is None:
            raise LookupError("no frame can be decoded")
        return self._current

    def _near(self, ahead: int) -> bool:
        """Whether decoding on costs less than a seek."""
        return ahead >= 0 and (not self._stream.seeks or ahead <= _AHEAD / self._stream.time_base)


def _decoded(video: Any, packet: Any) -> list[Any]:
    try:
        return list(video.decode(packet))
    except av.FFmpegError:  # EOFError after the last flush is one of them
        return []


def _largest(container: Any) -> Any:
    """The largest video stream, not counting the cover picture of a sound recording."""
    covers = av.stream.Disposition.attached_pic
    streams = [s for s in container.streams.video if not s.disposition & covers]
    streams = [s for s in streams if s.codec_context is not None]
    if not streams:
        raise LookupError("no video stream")
    return max(streams, key=lambda s: s.width * s.height)


def _stamp(frame: Any) -> int | None:
    stamp = frame.pts if frame.pts is not None else frame.dts
    return None if stamp is None else int(stamp)


def _square(frame: Any, ratio: Fraction | None) -> tuple[int, int]:
    """Width and height with square pixels; old camcorders record narrow pixels."""
    return (round(frame.width * ratio) if ratio else frame.width), frame.height


def _matrix(frame: Any) -> tuple[int, ...] | None:
    # Reading side data keeps a frame alive until the cycle collector runs: use a tiny copy.
    data = frame.reformat(16, 16, "gray").side_data.get("DISPLAYMATRIX")
    return None if data is None else tuple(np.frombuffer(bytes(data), np.int32).tolist())


def _orientation(matrix: tuple[int, ...] | None) -> tuple[bool, bool, bool]:
    """Whether to transpose, then mirror left to right, then flip top to bottom.

    The matrix maps (x, y) to (a x + c y, b x + d y); cameras write right angles only.
    """
    if matrix is None:
        return False, False, False
    a, b, _, c, d = matrix[:5]
    transpose = abs(a) < abs(b)
    return (True, c < 0, b < 0) if transpose else (False, a < 0, d < 0)
