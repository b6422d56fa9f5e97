"""Cutting a long video into clips: a clip per stretch in which a work, or one view, is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.media.shots import LONGEST, Look, pieces
from pipeline.types import Clip, Sighting, Video

SHORT = 10.0
"""A video of at most this many s is one clip: it was filmed of one thing."""
BRIDGE = 3.0
"""A work unseen for less than this many s (a passer-by, a blur) is still the same stretch."""
LEAST_GAP = 3.0
"""A stretch without a known work is worth a clip of its own from this many s on."""

Interval = tuple[float, float]


def clips(
    video: Video,
    times: Sequence[float],
    sightings: Iterable[Sighting],
    looks: Sequence[Look] = (),
) -> tuple[Clip, ...]:
    """The clips of a video in order of time, of which frames at `times` (s) were looked at.

    Stretches of different works may overlap; stretches without any fill the gaps. Where nothing
    says which works are seen, `looks` of the frames tell where the camera goes on to another.
    """
    seen = _by_work(sightings)
    if video.kind == "image" or video.duration <= SHORT:
        return (Clip(video, 0.0, video.duration, most_prominent(seen)),)
    if looks:
        return tuple(Clip(video, *piece) for piece in pieces(times, looks, video.duration))
    stretches = [
        (stretch, work) for work, s in seen.items() for stretch in intervals(s, times, video)
    ]
    gaps = _gaps([stretch for stretch, _ in stretches], video.duration)
    found = [Clip(video, *stretch, work) for stretch, work in stretches]
    found += [Clip(video, *gap) for gap in gaps]
    return tuple(sorted(found, key=lambda clip: (clip.start, clip.end, clip.focus or "")))


def intervals(seen: Sequence[Sighting], times: Sequence[float], video: Video) -> list[Interval]:
    """The stretches [start, end] s of one work's sightings, ends half-way to the next frame."""
    if video.kind == "image":
        return [(0.0, 0.0)]
    moments = sorted({sighting.time for sighting in seen})
    breaks = [i for i, (a, b) in enumerate(pairwise(moments), 1) if b - a > BRIDGE]
    runs = [moments[i:j] for i, j in pairwise([0, *breaks, len(moments)])]
    return [_widened(run[0], run[-1], times, video.duration) for run in runs]


def most_prominent(seen: dict[str, list[Sighting]]) -> str | None:
    """The work that fills most of the middle of the picture for longest; None without one."""
    weight = {work: sum(map(prominence, sightings)) for work, sightings in seen.items()}
    return max(weight, key=lambda work: (weight[work], work)) if weight else None


def prominence(sighting: Sighting) -> float:
    """Visible area times nearness to the middle of the frame, from 0 to 1."""
    xs = [min(max(x, 0.0), 1.0) for x, _ in sighting.quad]
    ys = [min(max(y, 0.0), 1.0) for _, y in sighting.quad]
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    off = abs((max(xs) + min(xs)) / 2 - 0.5) + abs((max(ys) + min(ys)) / 2 - 0.5)
    return area * (1.0 - off)


def _by_work(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    seen: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        seen.setdefault(sighting.work, []).append(sighting)
    return seen


def _widened(first: float, last: float, times: Sequence[float], duration: float) -> Interval:
    before = max((t for t in times if t < first), default=None)
    after = min((t for t in times if t > last), default=None)
    start = 0.0 if before is None else (before + first) / 2
    end = duration if after is None else (last + after) / 2
    return round(start, 3), round(end, 3)


def _gaps(stretches: list[Interval], duration: float) -> list[Interval]:
    found, reached = [], 0.0
    for start, end in [*sorted(stretches), (duration, duration)]:
        if start - reached >= LEAST_GAP:
            found += _cut(reached, start)
        reached = max(reached, end)
    return found if found or stretches else _cut(0.0, duration)


def _cut(start: float, end: float) -> list[Interval]:
    pieces = max(1, -int(-(end - start) // LONGEST))
    edges = [start + (end - start) * i / pieces for i in range(pieces + 1)]
    return [(round(a, 3), round(b, 3)) for a, b in pairwise(edges)]
