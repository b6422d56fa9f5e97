"""Frames of a medium: at one time, evenly spaced, or a dense set of sharp ones.

Times are presentation times, exact on video with a variable rate, B-frames or rotation.
A picture is a medium with a single frame at time 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from pipeline.errors import MediaError
from pipeline.media import images
from pipeline.media.playback import playable
from pipeline.media.probe import MEDIA_SUFFIXES, find_media, probe
from pipeline.media.stream import Screen, Stream
from pipeline.types import Frame, Video

__all__ = [
    "EVERY",
    "MEDIA_SUFFIXES",
    "dense_count",
    "find_media",
    "frame_at",
    "playable",
    "probe",
    "sample_dense",
    "sample_even",
]

EVERY = 1.25
"""s between the frames of the dense set: a label passed at walking pace is on one of them."""
NEIGHBOURHOOD = 0.25
"""s before and after a target time in which the sharpest frame is chosen."""
FEWEST = 4
"""Frames in a dense set at least, if the clip holds as many."""
_SHARPNESS_SIDE = 640  # px of the longer side at which sharpness is compared
_PICTURE_BASE = Fraction(1, 1000)


def frame_at(video: Video, time: float, folder: Path, longest: int | None = None) -> Frame:
    """The frame on screen at `time` s, saved in `folder`, at most `longest` px if given.

    Raises MediaError, StorageError.
    """
    return _on_screen(video, [time], folder, longest)[0]


def sample_even(
    video: Video, start: float, end: float, count: int, folder: Path, longest: int | None = 448
) -> tuple[Frame, ...]:
    """The frames in the middle of `count` equal parts of [start, end] s, in order of time.

    Fewer if the clip holds fewer. Raises MediaError, StorageError.
    """
    return _on_screen(video, _targets(start, end, count), folder, longest)


def dense_count(
    video: Video, every: float = EVERY, start: float = 0.0, end: float | None = None
) -> int:
    """How many frames `sample_dense` yields at most; fewer if a frame stays on screen."""
    return len(_dense_targets(video, every, start, end))


def sample_dense(
    video: Video,
    folder: Path,
    every: float = EVERY,
    start: float = 0.0,
    end: float | None = None,
) -> Iterator[Frame]:
    """About one frame for `every` s of [start, end] s: the sharpest nearby, in full size.

    The video is decoded once, with one candidate in memory; stop iterating to cancel. Raises
    MediaError, StorageError.
    """
    if video.kind == "image":
        yield images.save_frame(images.read(video.path), folder, 0, _PICTURE_BASE)
        return
    targets = _dense_targets(video, every, start, end)
    spacing = targets[1] - targets[0] if len(targets) > 1 else 2 * NEIGHBOURHOOD
    reach = min(NEIGHBOURHOOD, spacing / 2)
    with _stream(video) as stream:
        for pts, chosen in _sharpest(stream, targets, reach):
            yield images.save_frame(stream.image(chosen), folder, pts, stream.time_base)


def _on_screen(
    video: Video, times: list[float], folder: Path, longest: int | None
) -> tuple[Frame, ...]:
    if video.kind == "image":
        return (images.save_frame(images.read(video.path, longest), folder, 0, _PICTURE_BASE),)
    by_pts: dict[int, Frame] = {}
    with _stream(video) as stream:
        screen = Screen(stream)
        for time in times:
            pts, frame = screen.at(time)
            if pts not in by_pts:
                image = images.fit(stream.image(frame), longest)
                by_pts[pts] = images.save_frame(image, folder, pts, stream.time_base)
    return tuple(by_pts.values())


@contextmanager
def _stream(video: Video) -> Iterator[Stream]:
    try:
        with Stream(video.path) as stream:
            yield stream
    except (av.FFmpegError, LookupError) as error:
        raise MediaError(
            f"{video.path} cannot be read any more: it was moved, changed or damaged since it "
            "was added. Add it again."
        ) from error


def _targets(start: float, end: float, count: int) -> list[float]:
    """The middles of `count` equal parts of [start, end]."""
    part = max(end - start, 0.0) / count
    return [start + (number + 0.5) * part for number in range(count)]


def _dense_targets(video: Video, every: float, start: float, end: float | None) -> list[float]:
    if video.kind == "image":
        return [0.0]
    end = video.duration if end is None else min(end, video.duration)
    length = max(end - start, 0.0)
    return _targets(start, end, max(FEWEST, ceil(length / every)) if length else 1)


def _sharpest(stream: Stream, targets: list[float], reach: float) -> Iterator[tuple[int, Any]]:
    """For each target the sharpest frame within `reach` s, or else the frame on screen.

    Neighbourhoods do not overlap, so one candidate is held at a time.
    """
    edges = [(stream.tick(t - reach), stream.tick(t + reach)) for t in targets]
    frames = stream.frames(since=max(edges[0][0], 0))
    before, current = None, next(frames, None)
    yielded = None
    for first, last in edges:
        best, score = None, -1.0
        while current is not None and current[0] < first:
            before, current = current, next(frames, None)
        while current is not None and current[0] < last:
            if (sharp := _sharpness(current[1])) > score:
                best, score = current, sharp
            before, current = current, next(frames, None)
        chosen = best or before or current
        if chosen is not None and chosen[0] != yielded:
            yielded = chosen[0]
            yield chosen


def _sharpness(frame: Any) -> float:
    """Variance of the Laplacian in grey, reduced so far that noise does not count."""
    if frame.is_corrupt:  # torn blocks have sharp edges
        return 0.0
    scale = min(1.0, _SHARPNESS_SIDE / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    grey = frame.reformat(width, height, "gray", interpolation="AREA").to_ndarray()
    return float(np.var(cv2.Laplacian(grey, cv2.CV_32F)))
