"""Cutting a long video into clips, each about one work or one view."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from pipeline.media.shots import LONGEST, Descriptor, shot_intervals
from pipeline.sightings import BRIDGE, Interval, intervals, most_prominent, widened
from pipeline.types import Clip, Sighting, Video

SHORT = 10.0
"""A video of at most this many s is a single clip: it is taken to be about one thing."""
SHORTEST_GAP = 3.0
"""A stretch without a work of the catalogue becomes a clip from this many s on."""
FEWEST = 10
"""Sampled frames of a clip without a work, so that the cost follows the frames that there are."""


def clips(
    video: Video,
    times: Sequence[float],
    sightings: Iterable[Sighting],
    descriptors: Sequence[Descriptor] = (),
    labelled: Callable[[Interval], Sequence[Interval]] = lambda gap: (),
) -> tuple[Clip, ...]:
    """The clips of a video in order of time.

    `times` (s) are those of its sampled frames. Clips about different works may overlap; clips
    without a work fill the gaps: one for each stretch within a gap in which a label is read, which
    `labelled` finds, and equal parts of what is left. Where the `descriptors` of the frames are
    given, the video is cut into shots instead.
    """
    by_work = _by_work(sightings)
    if video.kind == "image" or video.duration <= SHORT:
        return (Clip(video, 0.0, video.duration, most_prominent(by_work)),)
    if descriptors:
        shots = shot_intervals(times, descriptors, video.duration)
        return tuple(Clip(video, *shot) for shot in shots)
    stretches = [
        (stretch, work)
        for work, of_work in by_work.items()
        for stretch in intervals(of_work, times, video)
    ]
    cut = [Clip(video, *stretch, work) for stretch, work in stretches]
    for gap in _gaps([stretch for stretch, _ in stretches], video.duration):
        read = [_within(gap, widened(*seen, times, video.duration)) for seen in labelled(gap)]
        cut += [Clip(video, *stretch) for stretch in read]
        cut += [Clip(video, *part) for rest in _rest(gap, read) for part in _cut(*rest, times)]
    return tuple(sorted(cut, key=lambda clip: clip.place))


class Settling:
    """Finds the clips about a work that no later frame of a scan can change, one frame at a time.

    They are those that `clips` makes of the whole video. `beside` (s) is how far the frames reach
    that are looked at for a clip, before its start and after its end.
    """

    def __init__(self, video: Video, beside: float) -> None:
        self._video, self._beside = video, beside
        self._times: list[float] = []
        self._open: dict[str, list[Sighting]] = {}
        """Sightings of each work that is not settled."""

    def after(self, time: float, located: Iterable[Sighting]) -> tuple[Clip, ...]:
        """The clips that are settled with the frame at `time` s, in which these works are seen."""
        if self._video.kind == "image" or self._video.duration <= SHORT:
            return ()
        self._times.append(time)
        for sighting in located:
            self._open.setdefault(sighting.work, []).append(sighting)
        settled = (clip for work in list(self._open) for clip in self._settled(work, time))
        return tuple(sorted(settled, key=lambda clip: clip.place))

    def _settled(self, work: str, time: float) -> list[Clip]:
        of_work = self._open[work]
        if time - of_work[-1].time <= BRIDGE:
            return []
        stretches = intervals(of_work, self._times, self._video)
        if time <= stretches[-1][1] + self._beside:
            return []
        del self._open[work]
        return [Clip(self._video, *stretch, work) for stretch in stretches]


def _by_work(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    by_work: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_work.setdefault(sighting.work, []).append(sighting)
    return by_work


def _gaps(stretches: list[Interval], duration: float) -> list[Interval]:
    """What no stretch covers; the whole video where there is no stretch."""
    return _rest((0.0, duration), stretches) if stretches else [(0.0, duration)]


def _rest(whole: Interval, stretches: Sequence[Interval]) -> list[Interval]:
    """What no stretch covers of an interval, as far as it is long enough for a clip.

    All of it where there is no stretch.
    """
    (reached, end), rest = whole, []
    for start, stop in [*sorted(stretches), (end, end)]:
        if start - reached >= SHORTEST_GAP:
            rest.append((reached, start))
        reached = max(reached, stop)
    return rest if rest or stretches else [whole]


def _within(whole: Interval, stretch: Interval) -> Interval:
    return max(whole[0], stretch[0]), min(whole[1], stretch[1])


def _cut(start: float, end: float, times: Sequence[float]) -> list[Interval]:
    """Equal parts of [start, end] of at most LONGEST s each.

    Fewer where frames stay on screen for long: a part has FEWEST frames if there are as many.
    """
    seen = bisect_left(times, end) - bisect_left(times, start)
    count = max(1, min(-int(-(end - start) // LONGEST), -(-seen // FEWEST)))
    edges = [start + (end - start) * i / count for i in range(count + 1)]
    return [(round(a, 3), round(b, 3)) for a, b in pairwise(edges)]
