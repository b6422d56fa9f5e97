"""What a running job writes down about itself, and where it learns that it was called off."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import suppress

from backends.base import Choice
from console.errors import Cancelled
from jobs.board import JobBoard, Step
from jobs.forecast import Forecast
from jobs.rate_store import Timings
from jobs.rates import EXPECTED, LOADING, UNKNOWN, Pace
from jobs.transcript import Heard
from pipeline.analysis.progress import (
    STAGES,
    AnswerGrew,
    ClipStarted,
    Event,
    FrameSampled,
    Place,
    StageAnswered,
)
from pipeline.types import Evidence, Frame, StageOutput
from storage.errors import StorageError

_INTERVAL = 0.2
"""s between two writings: as often as a page can show, and no burden on the disk."""
_INDEXING = 3
"""Number of the stage in which a backend learns the catalogue."""


class Reporter:
    """The watcher of one job's analysis, turn after turn.

    A turn is one member, by its position among `choices`, at one medium, by its position too.
    """

    _frames: list[Frame]
    _said: list[Heard | StageOutput]
    """Clips, each followed by the answers about it."""
    _speaking: dict[str, list[str]]
    """The words so far of the answers that are being generated, by stage."""

    def __init__(
        self,
        board: JobBoard,
        job: str,
        choices: Sequence[Choice],
        light: Collection[Choice],
        media: Collection[int],
        before: float = 0.0,
    ) -> None:
        """`light` are the choices without weights; `media` are those that are to be analysed.

        `before` is the share of the job that was finished by an earlier worker.
        """
        self._board, self._job, self._choices = board, job, choices
        self._timings = Timings(board.path)
        self._paces = [
            Pace(self._timings.effort(choice, EXPECTED if choice in light else UNKNOWN))
            for choice in choices
        ]
        self._forecast = Forecast(self._paces, media)
        self._member = 0
        self._began = self._last = self._loading_began = time.monotonic()
        self._written = self._checked = 0.0
        self._before = self._fraction = before
        self._step = Step("", 0, 0, 0, before, None)
        self._clear()

    def __call__(self, event: Event) -> None:
        """Take note of an event. Raises Cancelled if the job was cancelled."""
        now = time.monotonic()
        self._silent = False
        pace = self._paces[self._member]
        if pace.step(event, now - self._last):
            self._last = now
        self._collect(event)
        left = self._forecast.left(pace.left(event.place, now - self._last))
        # An answer is shown at once, else it would seem to grow on until the next one comes.
        self._show(event.place, now, left, at_once=isinstance(event, StageAnswered))
        if not isinstance(event, AnswerGrew) or now - self._checked >= _INTERVAL:
            self._checked = now
            self.check()

    def loading(self, member: int) -> None:
        """A member begins to load. Raises Cancelled."""
        self._member = member
        self._forecast.loads(member)
        self._last = self._loading_began = time.monotonic()
        takes = self._paces[member].effort.mean(LOADING)
        left = self._forecast.left(takes)
        name = self._choices[member].backend
        self._step = Step(f"loading {name}", 0, 0, 0, self._fraction, left)
        self.flush()
        self.check()

    def loaded(self) -> None:
        """It is loaded; a model that was in memory already teaches nothing."""
        pace = self._paces[self._member]
        pace.effort = pace.effort.plus(LOADING, time.monotonic() - self._loading_began)
        self._keep()

    def is_out(self, member: int) -> None:
        """A member cannot be loaded."""
        self._forecast.is_out(member)

    def passes_over(self, medium: int) -> None:
        """Nobody can look at a medium."""
        self._forecast.passes_over(medium)

    def indexing(self, done: int, total: int) -> None:
        """Take note of a reference picture that the backend has learnt. Raises Cancelled."""
        stage = STAGES[_INDEXING - 1]
        self._step = Step(stage, _INDEXING, done, total, self._fraction, None)
        self._flush_now_and_then(time.monotonic())
        self._last = time.monotonic()
        self.check()

    def check(self) -> None:
        """Raises Cancelled if the job was called off."""
        if self._board.cancelled(self._job):
            raise Cancelled("The analysis was called off.")

    def begins(self, member: int, medium: int) -> None:
        """A turn begins."""
        self._member, self._last = member, time.monotonic()
        self._forecast.begins(member, medium)
        self._forecast.loads(member)
        self._clear()
        self._paces[member].begin()

    def begins_anew(self) -> None:
        """What the present turn said so far is void: its medium is tried again."""
        self._clear()
        self._board.clear(self._job)
        self._paces[self._member].begin()
        self._last = time.monotonic()

    def ends(self, medium: int, found: Sequence[Evidence]) -> None:
        """A turn is over, well or not."""
        if self._silent:  # it was in the store, and nobody was told anything
            self._frames = [frame for evidence in found for frame in evidence.frames]
            for one in found:
                self._said += [Heard.of(one.backend, one.clip, one.frames), *one.outputs]
        if found:
            self._forecast.has_clips(medium, len(found))
        self._speaking.clear()
        self.flush()
        self._clear()
        self._paces[self._member].finish()
        self._keep()

    def flush(self) -> None:
        """Write what has come in. Frames wait in memory until then, at most `_INTERVAL` s."""
        speaking = tuple((stage, "".join(words)) for stage, words in self._speaking.items())
        try:
            self._board.show(self._job, self._step, self._frames, self._said, speaking)
        except StorageError:
            return  # a bar that stands still is no reason to lose the analysis
        self._frames, self._said = [], []

    def _collect(self, event: Event) -> None:
        match event:
            case FrameSampled(frame=frame):
                self._frames.append(frame)
            case ClipStarted(clip=clip, frames=frames):
                backend = self._choices[self._member].backend
                self._said.append(Heard.of(backend, clip, frames))
            case StageAnswered(output=output):
                self._said.append(output)
                self._speaking.pop(output.stage, None)
            case AnswerGrew(stage=stage, words=words):
                self._speaking.setdefault(stage, []).append(words)

    def _show(self, place: Place, now: float, left: float | None, at_once: bool) -> None:
        if left is None:
            fraction = self._forecast.share(place.done / max(place.total, 1))
        else:
            fraction = (now - self._began) / max(now - self._began + left, 1e-9)
        whole = self._before + (1.0 - self._before) * min(fraction, 1.0)
        self._fraction = max(self._fraction, whole)
        self._step = Step(place.stage, place.number, place.done, place.total, self._fraction, left)
        self._flush_now_and_then(now, at_once)

    def _flush_now_and_then(self, now: float, at_once: bool = False) -> None:
        if at_once or now - self._written >= _INTERVAL:
            self._written = now
            self.flush()

    def _clear(self) -> None:
        self._silent = True
        self._frames, self._said, self._speaking = [], [], {}

    def _keep(self) -> None:
        with suppress(StorageError):
            self._timings.keep(self._choices[self._member], self._paces[self._member].effort)
