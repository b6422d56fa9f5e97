"""What an analysis reports to its job: steps, frames, answers, and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import suppress

from backends import Choice
from jobs import Run, Step
from pipeline.analysis.estimate import Estimate
from pipeline.analysis.model_rates import rates_of, remember
from pipeline.analysis.progress import (
    OPENING,
    STAGES,
    AnswerGrew,
    ClipFinished,
    ClipStarted,
    Event,
    FrameSampled,
    Place,
    StageAnswered,
    StageStarted,
)
from pipeline.analysis.rates import EXPECTED, LOADING, MEDIA, UNKNOWN, Stopwatch
from pipeline.analysis.transcript import ClipAnswers, encode
from pipeline.types import Evidence, StageOutput
from storage import StorageError

_INDEXING = STAGES[2]
"""Before the first medium it is no numbered stage: 1 of 7 is still to come."""


class Reporter:
    """The watcher of one job's analysis, turn after turn.

    A turn is one member, by its position among `choices`, at one medium, by its position too.
    """

    def __init__(
        self,
        run: Run,
        choices: Sequence[Choice],
        light: Collection[Choice],
        media: Collection[int],
        before: float = 0.0,
        pictures: Collection[int] = (),
    ) -> None:
        """`light` are the choices without weights; `media` are those that are to be analysed.

        `before` is the share of the job that was finished by an earlier worker; `pictures` are
        the media that are no videos.
        """
        self._run, self._choices = run, choices
        self._watches = [
            Stopwatch(rates_of(run.rates, choice, EXPECTED if choice in light else UNKNOWN))
            for choice in choices
        ]
        self._estimate = Estimate(self._watches, media, pictures)
        self._member, self._kind = 0, MEDIA
        self._began = self._last = self._loading_began = time.monotonic()
        self._before = self._fraction = before
        self._silent = True

    def __call__(self, event: Event) -> None:
        """Take note of an event. Raises Cancelled if the job was cancelled."""
        now = time.monotonic()
        self._silent = False
        watch = self._watches[self._member]
        if watch.step(event, now - self._last):
            self._last = now
        self._collect(event)
        left = self._estimate.left(watch.left(event.place, now - self._last))
        # An answer is shown at once, else it would seem to grow on until the next one comes; and
        # so is a stage that begins, for it may be long until something happens in it.
        at_once = isinstance(event, StageAnswered | StageStarted)
        self._show(event.place, now, left, at_once)
        if isinstance(event, AnswerGrew):
            self._run.check_now_and_then()
        else:
            self._run.check()

    def loading(self, member: int) -> None:
        """A member begins to load. Raises Cancelled."""
        self._member = member
        self._estimate.loads(member)
        self._last = self._loading_began = time.monotonic()
        left = self._estimate.left(self._watches[member].rates.mean(LOADING))
        stage = f"loading {self._choices[member].backend}"
        self._run.report(Step(stage, 0, 0, 0, self._fraction, left), at_once=True)
        self._run.check()

    def loaded(self) -> None:
        """It is loaded; a model that was in memory already teaches nothing."""
        self._watches[self._member].loaded(time.monotonic() - self._loading_began)
        self._remember()

    def is_out(self, member: int) -> None:
        """A member cannot be loaded."""
        self._estimate.is_out(member)

    def passes_over(self, medium: int) -> None:
        """No member can take a turn at a medium."""
        self._estimate.passes_over(medium)

    def opening(self) -> None:
        """The media are opened one by one, to see which of them can be read."""
        self._run.report(Step(OPENING, 0, 0, 0, self._fraction), at_once=True)

    def indexing(self, done: int, total: int) -> None:
        """Take note of a reference picture that the backend has learnt. Raises Cancelled."""
        self._run.report(Step(_INDEXING, 0, done, total, self._fraction))
        self._last = time.monotonic()
        self._run.check()

    def begins(self, member: int, medium: int) -> None:
        """A turn begins."""
        self._member, self._last = member, time.monotonic()
        self._estimate.begins(member, medium)
        self._estimate.loads(member)
        self._silent, self._kind = True, self._estimate.kind(medium)
        self._watches[member].begin(self._kind)

    def begins_again(self) -> None:
        """What the present turn reported so far is void: its medium is tried again."""
        self._run.clear()
        self._silent = True
        self._watches[self._member].begin(self._kind)
        self._last = time.monotonic()

    def ends(self, medium: int, evidence: Sequence[Evidence]) -> None:
        """A turn is over, well or not."""
        if self._silent:  # it was in the store, and nothing was reported
            for clip in evidence:
                self._show_stored(clip)
        if evidence:
            self._estimate.has_clips(medium, len(evidence))
        self._run.clear_growing()
        self._run.flush()
        self._watches[self._member].finish()
        self._remember()

    def _show_stored(self, evidence: Evidence) -> None:
        for frame in evidence.frames:
            self._run.frame(frame.path)
        self._answer(ClipAnswers.of(evidence.backend, evidence.clip, evidence.frames))
        for output in evidence.outputs:
            self._answer(output)

    def _collect(self, event: Event) -> None:
        match event:
            case FrameSampled(frame=frame):
                self._run.frame(frame.path)
            case ClipStarted(clip=clip, frames=frames):
                backend = self._choices[self._member].backend
                self._answer(ClipAnswers.of(backend, clip, frames))
            case StageAnswered(output=output):
                self._answer(output, output.stage)
            case AnswerGrew(stage=stage, words=words):
                self._run.grow(stage, words)
            case ClipFinished(clip=clip) if (
                len(self._choices) == 1
            ):  # else the others have to agree
                self._run.found([clip.key])

    def _answer(self, entry: ClipAnswers | StageOutput, grown: str = "") -> None:
        self._run.answer(encode(entry, self._run.workspace), grown)

    def _show(self, place: Place, now: float, left: float | None, at_once: bool) -> None:
        if left is None:
            fraction = self._estimate.share(place.done / max(place.total, 1))
        else:
            fraction = (now - self._began) / max(now - self._began + left, 1e-9)
        whole = self._before + (1.0 - self._before) * min(fraction, 1.0)
        self._fraction = max(self._fraction, whole)
        step = Step(place.stage, place.number, place.done, place.total, self._fraction, left)
        self._run.report(step, at_once)

    def _remember(self) -> None:
        with suppress(StorageError):
            choice, watch = self._choices[self._member], self._watches[self._member]
            remember(self._run.rates, choice, watch.rates)
