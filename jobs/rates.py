"""How long a model still takes, out of what it took so far on this machine.

Each kind of work has a rate of its own: the frames of a scan, each stage's answers, loading. Only
the last few of a kind count, so that a busier machine or a harder film is soon believed. Answers
that a model gives together arrive together: the first of them took the time, the others none,
and that is what is foreseen of the next clip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.analysis.progress import Event, FrameSampled, Place, StageAnswered
from pipeline.stages import MODEL_STAGES

FRAMES = "frames"
ANSWERING = "answering"
"""s of answers that a frame of the scan brought later on."""
MEDIA = "media"
LOADING = "loading"
_KEPT: Mapping[str, int] = {FRAMES: 15, ANSWERING: 300, MEDIA: 3, LOADING: 1}
"""How many of a kind are remembered."""
_KEPT_ANSWERS = 3
_OVERDUE = 0.1
"""Of the s that a step has taken beyond its time, the share that it is still given."""
_ORDER = tuple(stage.name for stage in MODEL_STAGES)


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` pieces of work took `seconds` in all."""

    count: float = 0.0
    seconds: float = 0.0

    @property
    def mean(self) -> float:
        return self.seconds / self.count


@dataclass(frozen=True, slots=True)
class Effort:
    """The rates that are known of a model, by kind of work."""

    rates: dict[str, Rate] = field(default_factory=dict)

    def mean(self, kind: str) -> float | None:
        """s that one piece of a kind takes; None where there was none yet."""
        return self.rates[kind].mean if kind in self.rates else None

    def plus(self, kind: str, seconds: float, count: float = 1.0) -> Effort:
        """With more work of a kind, for which the oldest is forgotten."""
        known = self.rates.get(kind, Rate())
        room = max(_KEPT.get(kind, _KEPT_ANSWERS) - count, 0.0)
        share = min(1.0, room / known.count) if known.count else 0.0
        new = Rate(known.count * share + count, known.seconds * share + seconds)
        return Effort({**self.rates, kind: new})

    @property
    def clip(self) -> float | None:
        """s that all answers about a clip take. A stage never met takes as long as the others."""
        return self.answers(_ORDER)

    def answers(self, stages: tuple[str, ...]) -> float | None:
        """s that these stages take; None where no stage was ever answered."""
        known = [self.rates[stage].mean for stage in _ORDER if stage in self.rates]
        if not known:
            return None
        usual = sum(known) / len(known)
        return sum(self.rates[s].mean if s in self.rates else usual for s in stages)


EXPECTED = Effort(
    {
        FRAMES: Rate(1, 0.4),
        ANSWERING: Rate(1, 0.4),
        MEDIA: Rate(1, 30),
        LOADING: Rate(1, 0.5),
        **{stage: Rate(1, 4.0 if stage == "label" else 0.05) for stage in _ORDER},
    }
)
"""Before anything was measured: the default backend, which reads labels, on two cores."""
UNKNOWN = Effort()
"""A model with weights that was never used: it may take a second a clip, or ten minutes."""


def time_left(seconds: float) -> str:
    """`14 s left`, `7 min left`, `7 h 26 min left`: rounded as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min left"
    return f"{minutes // 60} h {minutes % 60} min left"


class Pace:
    """Measures one model at one medium after another. `effort` is all that is known of it."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.begin()

    def begin(self) -> None:
        """A medium begins, or begins anew."""
        self._usual = self.effort
        self._answered: set[str] = set()
        self._frames = 0
        self._answering = self._here = 0.0

    def step(self, event: Event, seconds: float) -> bool:
        """Count an event that is a step, `seconds` after the one before; False for any other."""
        match event:
            case FrameSampled():
                self._frames += 1
                self.effort = self.effort.plus(FRAMES, seconds)
            case StageAnswered(output=output):
                self._answering += seconds
                self.effort = self.effort.plus(output.stage, seconds)
                self._answered.add(output.stage)
                if len(self._answered) == len(_ORDER):
                    self._answered.clear()
            case _:
                return False
        self._here += seconds
        return True

    def finish(self) -> None:
        """The medium is finished."""
        if self._frames:
            self.effort = self.effort.plus(ANSWERING, self._answering, self._frames)
        if self._here:
            self.effort = self.effort.plus(MEDIA, self._here)
        self.begin()

    def left(self, place: Place, waited: float = 0.0) -> float | None:
        """s until the medium is finished, `waited` s after the last step. None if unknown."""
        if place.number == 1:
            return self._scanning(place, waited)
        clips = (place.total - place.done) // len(_ORDER)
        asked = tuple(s for s in _ORDER if s not in self._answered) if self._answered else ()
        if not asked and clips:
            clips, asked = clips - 1, _ORDER
        each, now = self.effort.clip, self.effort.answers(asked)
        if each is None or now is None:
            return None
        next_one = self.effort.answers(asked[:1]) or 0.0
        return clips * each + now - next_one + _remaining(next_one, waited)

    def medium(self, clips: int | None = None) -> float | None:
        """s that a medium takes that has not begun, of which perhaps the clips are known."""
        each = self.effort.clip
        if clips is not None and each is not None:
            return clips * each
        return self.effort.mean(MEDIA)

    def _scanning(self, place: Place, waited: float) -> float | None:
        """How many answers follow is unknown yet: foreseen from what a frame brought before."""
        each, usual = self.effort.mean(FRAMES), self._usual.mean(FRAMES)
        brought = self.effort.mean(ANSWERING)
        if each is None or brought is None:
            return None
        frames = place.total - len(_ORDER)
        slower = each / usual if usual else 1.0
        missing = max(frames - place.done, 0)
        scan = (missing - 1) * each + _remaining(each, waited) if missing else 0.0
        return scan + frames * brought * slower


def _remaining(expected: float, waited: float) -> float:
    """s of a step that should take `expected`, `waited` s after it began."""
    return max(expected - waited, waited * _OVERDUE)
