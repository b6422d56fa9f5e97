"""What sightings say of the works in a video: when each is seen, and which is most prominent.

Apart from `pipeline.media`, so that a decision loads no decoder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.types import Sighting, Video

BRIDGE = 3.0
"""A work unseen for less than this many s (a passer-by, a blur) is still in the same stretch."""

Interval = tuple[float, float]


def intervals(
    sightings: Sequence[Sighting], times: Sequence[float], video: Video
) -> list[Interval]:
    """The stretches [start, end] s in which one work is seen.

    `times` (s) are those of all frames that were searched; a stretch ends half-way to the next
    one without a sighting.
    """
    if video.kind == "image":
        return [(0.0, 0.0)]
    moments = sorted({sighting.time for sighting in sightings})
    breaks = [i for i, (a, b) in enumerate(pairwise(moments), 1) if b - a > BRIDGE]
    runs = [moments[i:j] for i, j in pairwise([0, *breaks, len(moments)])]
    return [widened(run[0], run[-1], times, video.duration) for run in runs]


def most_prominent(sightings: Mapping[str, Sequence[Sighting]]) -> str | None:
    """The work with the highest total prominence. `sightings` are by work; None without any."""
    total = {work: sum(map(prominence, of_work)) for work, of_work in sightings.items()}
    return max(total, key=lambda work: (total[work], work)) if total else None


def prominence(sighting: Sighting) -> float:
    """Visible area times nearness to the middle of the frame, from 0 to 1."""
    xs = [min(max(x, 0.0), 1.0) for x, _ in sighting.quad]
    ys = [min(max(y, 0.0), 1.0) for _, y in sighting.quad]
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    off = abs((max(xs) + min(xs)) / 2 - 0.5) + abs((max(ys) + min(ys)) / 2 - 0.5)
    return area * (1.0 - off)


def widened(first: float, last: float, times: Sequence[float], duration: float) -> Interval:
    """The stretch from the frame at `first` s to that at `last` s, half-way to the next ones.

    `times` (s) are those of all frames that were searched, `duration` (s) that of the film.
    """
    before = max((t for t in times if t < first), default=None)
    after = min((t for t in times if t > last), default=None)
    start = 0.0 if before is None else (before + first) / 2
    end = duration if after is None else (last + after) / 2
    return round(start, 3), round(end, 3)
