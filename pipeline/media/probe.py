"""What a file holds, judged by its content: a video or a picture, its length and its size."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import av

from console import clock
from pipeline.errors import MediaError
from pipeline.media import images
from pipeline.media.stream import FrameTooLarge, Stream
from pipeline.types import Video

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".mkv", ".webm", ".avi", ".mts", ".m2ts"}
    | {".ts", ".mpg", ".mpeg", ".m2v", ".vob", ".wmv", ".asf", ".flv", ".ogv", ".dv", ".mxf"}
    | {".gif", ".m2t", ".m2p", ".mod", ".tod", ".f4v", ".mpv", ".m1v", ".ogm", ".divx"}
)
IMAGE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".mpo",
        ".j2k",
        ".png",
        ".webp",
        ".tif",
        ".tiff",
        ".bmp",
        ".avif",
        ".jp2",
    }
    | {".heic", ".heif"}  # listed, so that a person learns why they are not read
)
MEDIA_SUFFIXES = VIDEO_SUFFIXES | IMAGE_SUFFIXES
_NAMED = 4
"""Places that a note names."""
_SHORT = 1.0  # s that a video may be shorter than it declares without a note


def find_media(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The media at `paths` and in all folders below them, each file once.

    A file named itself counts whatever its ending. In folders the ending decides, hidden files
    and folders are skipped, and the order is by path. Raises MediaError.
    """
    media: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            media.update(dict.fromkeys(sorted(_inside(path))))
        elif path.exists():
            media[path] = None
        else:
            raise MediaError(_missing(path))
    if not media:
        where = ", ".join(str(path) for path in paths) or "what was chosen"
        raise MediaError(
            f"No video or picture in {where}. Videos end in .mp4, .mov, .mkv or .webm, "
            "pictures in .jpg, .png, .tif or .webp, for example."
        )
    return tuple(media)


def probe(path: Path) -> Video:
    """The medium in a file. The whole file is read, for its hash. Raises MediaError.

    `note` is what a person should know, for instance that the recording breaks off.
    """
    _refuse_unreadable(path)
    sha256 = _hash(path)
    if (size := images.identify(path)) is not None:
        return Video(path, sha256, 0.0, "image", *size)
    with _video(path) as stream:
        duration, note = _duration(stream)
        return Video(path, sha256, duration, "video", stream.width, stream.height, note)


def look_into(path: Path) -> None:
    """Raise MediaError if a file is neither a video nor a picture. A video is only opened."""
    _refuse_unreadable(path)
    if images.identify(path) is None:
        with _video(path):
            pass


@contextmanager
def _video(path: Path) -> Iterator[Stream]:
    try:
        with Stream(path) as stream:
            yield stream
    except FrameTooLarge as error:
        raise MediaError(
            f"{path.name} is too large: {error}. Export it with 8192 x 4352 pixels or fewer."
        ) from error
    except LookupError as error:
        raise MediaError(_no_video(path)) from error
    except av.FFmpegError as error:
        if path.suffix.lower() in IMAGE_SUFFIXES:
            raise MediaError(
                f"{path.name} is no picture that can be read: it is damaged, or another kind of "
                "file under the name of a picture. Copy it again, or export it as JPEG."
            ) from error
        raise MediaError(
            f"{path.name} cannot be read as a video or a picture: it is damaged, its recording "
            "was cut off before the camera finished it, or it is another kind of file. Copy it "
            "from the camera again, or export it again as MP4."
        ) from error


def _inside(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise MediaError(
            f"The folder {error.filename} may not be read. Give yourself rights to it, or "
            "choose another."
        ) from error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in MEDIA_SUFFIXES:
                yield path


def _refuse_unreadable(path: Path) -> None:
    if path.is_dir():
        raise MediaError(f"{path} is a folder. Name a video or picture in it.")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError as error:
        raise MediaError(_missing(path)) from error
    except OSError as error:
        raise MediaError(
            f"{path} may not be read ({error.strerror}). Give yourself the right to read it, "
            "or copy it to a folder of your own."
        ) from error
    if empty:
        raise MediaError(f"{path.name} is empty: copying it failed. Copy it from the camera again.")


def _missing(path: Path) -> str:
    return f"There is no file {path}. Check the name, or whether its disk is connected."


def _no_video(path: Path) -> str:
    return (
        f"{path.name} holds no picture that can be shown: it is a recording of sound, or a kind "
        "of video that cannot be decoded here. Export it as MP4 (H.264)."
    )


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MediaError(
            f"{path} cannot be read to its end ({error.strerror}). Its disk may be failing or "
            "disconnected; copy it again."
        ) from error


def _duration(stream: Stream) -> tuple[float, str]:
    """(s from the first frame to the end of the last, note), measured on the packets.

    The length in the header is checked: browsers do not record one, and it is wrong if the
    recording broke off.
    """
    if stream.joins:
        end, _, _ = _ends(stream, None)
        return end, _joined(stream.joins)
    declared = stream.declared
    if declared:
        end, latest, whole = _ends(stream, max(declared - 2, 0))
        if whole and abs(latest - declared) < _SHORT:
            return end, ""
    end, latest, whole = _ends(stream, None)
    if latest + _SHORT < declared:
        return end, (
            f"The recording breaks off after {end:.0f} s of {declared:.0f} s; what is there "
            "was used. Copy it from the camera again to have the rest."
        )
    return end, "" if whole else "Part of the recording is damaged; the rest was used."


def _joined(joins: Sequence[float]) -> str:
    places = [clock(second) for second in joins[:_NAMED]]
    more = len(joins) - _NAMED
    named = ", ".join([*places, *([f"{more} more"] if more > 0 else [])])
    return (
        f"Several recordings were joined in this file: its own clock starts again at {named}. "
        "They count as one, in the order of the file."
    )


def _ends(stream: Stream, since: float | None) -> tuple[float, float, bool]:
    """(end of the last frame in s, latest s in any packet, whether all packets could be read)."""
    last, latest, whole = _Last(), 0.0, True
    try:
        for packet in stream.packets(since):
            whole = whole and not packet.is_corrupt
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is None or packet.is_discard:
                continue
            time = float(stamp * packet.time_base - stream.origin * stream.time_base)
            latest = max(latest, time + float((packet.duration or 0) * packet.time_base))
            if packet.stream.index == stream.video.index:
                last.take(time, float((packet.duration or stream.usual) * packet.time_base))
    except av.FFmpegError:
        whole = False
    return last.end, latest, whole


class _Last:
    """The last frame in order of time, from packets in the order of decoding."""

    def __init__(self) -> None:
        self._times = [-math.inf, 0.0]
        self._length = 0.0

    def take(self, time: float, length: float) -> None:
        if time >= self._times[1]:
            self._length = length
        self._times = sorted([*self._times, time])[-2:]

    @property
    def end(self) -> float:
        """In s. The last frame counts as no longer than the frame before it: MP4 counts lengths
        from decoding to decoding, so it can carry the length of a much earlier pause."""
        before, last = self._times
        return last + (min(self._length, last - before) if last > before else self._length)
