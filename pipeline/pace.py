"""How long an analysis still takes, out of what it took so far on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.progress import Progress

_REMEMBERED = 500.0
"""Frames that the past may weigh, so that a faster machine or model is soon believed."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Work done and the s that it took: frames prepared, and answers that the stages gave."""

    frames: float = 0.0
    frame_seconds: float = 0.0
    answers: float = 0.0
    answer_seconds: float = 0.0

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.frames + other.frames,
            self.frame_seconds + other.frame_seconds,
            self.answers + other.answers,
            self.answer_seconds + other.answer_seconds,
        )

    def faded(self) -> Effort:
        """The same rates with less weight, once more is remembered than is useful."""
        share = min(1.0, _REMEMBERED / self.frames) if self.frames else 1.0
        return Effort(
            self.frames * share,
            self.frame_seconds * share,
            self.answers * share,
            self.answer_seconds * share,
        )


EXPECTED = Effort(frames=10, frame_seconds=3, answers=6, answer_seconds=7)
"""Before anything was measured: the embedded backend on two cores, about 10 s of video."""


@dataclass
class Pace:
    """Measures one medium after another. `past` is the effort of those that are finished."""

    past: Effort = EXPECTED
    here: Effort = field(default_factory=Effort)

    def step(self, progress: Progress, seconds: float) -> None:
        """Count one step, which took `seconds` since the one before."""
        if progress.number == 1:
            self.here += Effort(frames=1, frame_seconds=seconds)
        else:
            self.here += Effort(answers=1, answer_seconds=seconds)

    def left(self, progress: Progress) -> float:
        """s until the medium is finished.

        How many answers follow is unknown while frames are prepared, so that they are
        foreseen from the s of answers that a frame has brought so far.
        """
        known = self.past + self.here
        steps = progress.total - progress.done
        if progress.number > 1:
            return steps * known.answer_seconds / max(known.answers, 1)
        foreseen = progress.total * self.past.answer_seconds / self.past.frames
        return steps * known.frame_seconds / known.frames + foreseen

    def finish(self) -> None:
        """Fold the finished medium into the past."""
        self.past, self.here = (self.past + self.here).faded(), Effort()
