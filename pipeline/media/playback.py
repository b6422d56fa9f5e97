"""A file that browsers play, on the same clock as the frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from pipeline.errors import MediaError
from pipeline.media.images import writing
from pipeline.media.stream import Stream
from pipeline.types import Video

_CODECS = {
    "h264": "h264", "av1": "av1", "libdav1d": "av1", "libaom-av1": "av1",
    "vp8": "vp8", "libvpx": "vp8", "vp9": "vp9", "libvpx-vp9": "vp9",
}  # fmt: skip
"""Codec by the name of its decoder."""
_MP4 = {"h264", "av1", "vp9"}
_WEBM = {"vp8", "vp9", "av1"}
_SOUND = {"aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "libvorbis", "flac"}
_LONGEST = 1280
_LATE = 0.1  # s that the video may start after the clock of its file

Watcher = Callable[[float, float], None]


def playable(video: Video, folder: Path, progress: Watcher | None = None) -> Path:
    """The video itself if browsers play it, or else a copy in `folder` that they play.

    A copy in another container takes seconds. Other codecs are encoded again, small and without
    sound. `progress(done, total)`, in s of video, may raise to stop it. Raises MediaError,
    StorageError.
    """
    if video.kind == "image":
        return video.path
    copy = folder / f"{video.sha256}.mp4"
    if copy.is_file():
        return copy
    try:
        with Stream(video.path) as stream:
            if not _decodes_in_browser(stream):
                _make(copy, stream, video.duration, progress, _encode)
            elif _plays(video.path, stream):
                return video.path
            else:
                _make(copy, stream, video.duration, progress, _repack)
    except (av.FFmpegError, LookupError) as error:
        raise MediaError(
            f"No preview can be made of {video.path}: it was moved, changed or damaged since it "
            "was added. Add it again."
        ) from error
    return copy


def _decodes_in_browser(stream: Stream) -> bool:
    context = stream.video.codec_context
    return context.name in _CODECS and context.pix_fmt in ("yuv420p", "yuvj420p")


def _plays(path: Path, stream: Stream) -> bool:
    """Whether browsers open the container and its clock starts with the video."""
    sound = {s.codec_context.name for s in stream.container.streams.audio if s.codec_context}
    late = float(stream.origin * stream.time_base) > _LATE
    if late or not sound <= _SOUND:
        return False
    codec = _CODECS[stream.video.codec_context.name]
    with path.open("rb") as file:
        start = file.read(4096)
    if start[4:8] == b"ftyp":
        return start[8:12] != b"qt  " and codec in _MP4
    return b"webm" in start[:64] and codec in _WEBM


Recipe = Callable[[Any, Stream, float, Watcher], None]


def _make(
    copy: Path, stream: Stream, duration: float, progress: Watcher | None, recipe: Recipe
) -> None:
    with (
        writing(copy) as unfinished,
        av.open(str(unfinished), "w", format="mp4", options={"movflags": "faststart"}) as out,
    ):
        recipe(out, stream, duration, progress or (lambda done, total: None))


def _repack(out: Any, stream: Stream, duration: float, progress: Watcher) -> None:
    """Copy the packets of the video into `out`, from time 0 on and without sound."""
    packets = stream.packets()
    target = out.add_stream_from_template(stream.video)
    for packet in _dated(p for p in packets if p.stream.index == stream.video.index):
        packet.pts = None if packet.pts is None else packet.pts - stream.origin
        packet.dts -= stream.origin
        packet.stream = target
        out.mux(packet)
        progress(min(float((packet.pts or 0) * stream.time_base), duration), duration)


def _dated(packets: Iterable[Any]) -> Iterator[Any]:
    """Packets with decoding times. Matroska lacks the first of them; MP4 needs them all."""
    waiting: list[Any] = []
    for packet in packets:
        waiting.append(packet)
        if packet.dts is None:
            continue
        for place, early in enumerate(reversed(waiting)):
            early.dts = packet.dts - place
        yield from waiting
        waiting = []


def _encode(out: Any, stream: Stream, duration: float, progress: Watcher) -> None:
    target: Any = None
    for tick, frame in stream.frames():
        if target is None:
            target = _encoder(out, stream, frame)
        small = frame.reformat(target.width, target.height, "yuv420p")
        small.pts, small.time_base, small.pict_type = tick, stream.time_base, 0
        out.mux(target.encode(small))
        progress(min(float(tick * stream.time_base), duration), duration)
    out.mux(target.encode(None))


def _encoder(out: Any, stream: Stream, frame: Any) -> Any:
    scale = min(1.0, _LONGEST / max(stream.width, stream.height))
    rate = stream.video.average_rate or Fraction(25)
    target = out.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "23"})
    target.width, target.height = (_even(side * scale) for side in stream.size)
    target.pix_fmt = "yuv420p"
    target.codec_context.time_base = stream.time_base
    for tag in ("colorspace", "color_range", "color_primaries", "color_trc"):
        setattr(target.codec_context, tag, getattr(frame, tag))
    if stream.matrix is not None:
        target.set_display_matrix(stream.matrix)
    return target


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
