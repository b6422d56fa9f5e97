"""How long a model still takes, out of what it took so far on this machine.

Each kind of work has a rate of its own: the frames of a scan, each stage's answers, loading. Only
the last few of a kind count, so that a busier machine or a harder video is soon believed. Answers
that a model gives together arrive together: the first of them took the time, the others none,
and that is what is expected of the next clip.
"""

from __future__ import annotations

from collections.abc import Mapping

from jobs import Rate, Rates
from pipeline.analysis.progress import Event, FrameSampled, Place, StageAnswered
from pipeline.stages import MODEL_STAGES

FRAMES = "frames"
ANSWERING = "answering"
"""s of answers that a frame of the scan brought later on."""
MEDIA, PICTURES = "media", "pictures"
"""A video that has not begun, and a picture, which takes a fraction of it."""
LOADING = "loading"
_REMEMBERED: Mapping[str, int] = {FRAMES: 15, ANSWERING: 300, MEDIA: 3, PICTURES: 20, LOADING: 1}
_OVERDUE = 0.1
"""Of the s that a step has taken beyond its time, the share that it is still given."""
_ORDER = tuple(stage.name for stage in MODEL_STAGES)

EXPECTED = Rates(
    {
        FRAMES: Rate(1, 0.4),
        ANSWERING: Rate(1, 0.4),
        MEDIA: Rate(1, 30),
        PICTURES: Rate(1, 5),
        LOADING: Rate(1, 0.5),
        **{stage: Rate(1, 4.0 if stage == "label" else 0.05) for stage in _ORDER},
    }
)
"""Before anything was measured: the default backend, which reads labels, on two cores."""
UNKNOWN = Rates()
"""A model with weights that was never used: it may take a second a clip, or ten minutes."""


def added(rates: Rates, work: str, seconds: float, count: float = 1.0) -> Rates:
    """With more work of a kind, of which as many pieces are remembered as suit it."""
    if work in _REMEMBERED:
        return rates.plus(work, seconds, count, _REMEMBERED[work])
    return rates.plus(work, seconds, count)


def answering(rates: Rates, stages: tuple[str, ...] = _ORDER) -> float | None:
    """s that the answers of these stages to one clip take; None where none was ever given.

    A stage never met takes as long as the others.
    """
    means = [rates.rates[stage].mean for stage in _ORDER if stage in rates.rates]
    if not means:
        return None
    usual = sum(means) / len(means)
    return sum(rates.rates[s].mean if s in rates.rates else usual for s in stages)


class Stopwatch:
    """Measures one model at one medium after another. `rates` is all that is known of it."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.begin()

    def begin(self, kind: str = MEDIA) -> None:
        """A medium begins, or begins again."""
        self._kind = kind
        self._usual = self.rates
        self._answered: set[str] = set()
        self._frames = 0
        self._answering = self._here = 0.0

    def step(self, event: Event, seconds: float) -> bool:
        """Count an event that is a step, `seconds` after the one before; False for any other."""
        match event:
            case FrameSampled():
                self._frames += 1
                self.rates = added(self.rates, FRAMES, seconds)
            case StageAnswered(output=output):
                self._answering += seconds
                self.rates = added(self.rates, output.stage, seconds)
                self._answered.add(output.stage)
                if len(self._answered) == len(_ORDER):
                    self._answered.clear()
            case _:
                return False
        self._here += seconds
        return True

    def loaded(self, seconds: float) -> None:
        """The model was loaded."""
        self.rates = added(self.rates, LOADING, seconds)

    def finish(self) -> None:
        """The medium is finished."""
        if self._frames:
            self.rates = added(self.rates, ANSWERING, self._answering, self._frames)
        if self._here:
            self.rates = added(self.rates, self._kind, self._here)
        self.begin()

    def left(self, place: Place, waited: float = 0.0) -> float | None:
        """s until the medium is finished, `waited` s after the last step. None if unknown."""
        if place.number == 1 or place.coming:
            return self._scanning(place, waited)
        clips = (place.total - place.done) // len(_ORDER)
        open_stages = tuple(s for s in _ORDER if s not in self._answered) if self._answered else ()
        if not open_stages and clips:
            clips, open_stages = clips - 1, _ORDER
        each, now = answering(self.rates), answering(self.rates, open_stages)
        if each is None or now is None:
            return None
        next_answer = answering(self.rates, open_stages[:1]) or 0.0
        return clips * each + now - next_answer + _remaining(next_answer, waited)

    def medium(self, clips: int | None = None, kind: str = MEDIA) -> float | None:
        """s that a medium takes that has not begun, of which perhaps the clips are known."""
        each = answering(self.rates)
        if clips is not None and each is not None:
            return clips * each
        return self.rates.mean(kind)

    def _scanning(self, place: Place, waited: float) -> float | None:
        """How many answers follow is unknown: estimated from what a frame brought before."""
        each, usual = self.rates.mean(FRAMES), self._usual.mean(FRAMES)
        brought = self.rates.mean(ANSWERING)
        if each is None or brought is None:
            return None
        slower = each / usual if usual else 1.0
        answers = (self._frames + place.coming) * brought * slower - self._answering
        if place.number > 1:
            return place.coming * each + _remaining(answers, waited)
        scan = (place.coming - 1) * each + _remaining(each, waited) if place.coming else 0.0
        return scan + max(answers, 0.0)


def _remaining(expected: float, waited: float) -> float:
    """s of a step that should take `expected`, `waited` s after it began."""
    return max(expected - waited, waited * _OVERDUE)
