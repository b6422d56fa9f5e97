"""What a running job writes down about itself, and where it learns that it was called off."""

from __future__ import annotations

import time

from pipeline.errors import Cancelled, StorageError
from pipeline.joblog import JobLog, Step
from pipeline.pace import Pace
from pipeline.progress import STAGES, Progress
from pipeline.types import Evidence, Frame, StageOutput

_INTERVAL = 0.2
"""s between two writings: as often as a page can show, and no burden on the disk."""
_INDEXING = 3
"""Number of the stage in which a backend learns the catalogue."""


class Reporter:
    """The watcher of one job's analysis, medium after medium."""

    def __init__(self, log: JobLog, job: str, backend: str, media: int, finished: int) -> None:
        self._log, self._job, self._name = log, job, backend
        self._media, self._finished, self._before = media, finished, finished
        self._pace = Pace(log.effort(backend))
        self._job_began = self._medium_began = self._last = time.monotonic()
        self._written = 0.0
        self._fraction = 0.0
        self._step = Step("", 0, 0, 0, finished / media, None)
        self._silent = True
        self._frames: list[Frame] = []
        self._outputs: list[StageOutput] = []

    def __call__(self, progress: Progress) -> None:
        """Take note of a step. Raises Cancelled if the job was called off."""
        now = time.monotonic()
        self._silent = False
        self._pace.step(progress, now - self._last)
        self._last = now
        self._frames += [progress.frame] if progress.frame else []
        self._outputs += [progress.output] if progress.output else []
        self._show(progress, now, self._pace.left(progress))
        self.check()

    def indexing(self, done: int, total: int) -> None:
        """Take note of a reference picture that the backend has learnt. Raises Cancelled."""
        self._step = Step(
            STAGES[_INDEXING - 1], _INDEXING, done, total, self._finished / self._media, None
        )
        self._flush_now_and_then(time.monotonic())
        # Learning the catalogue is no part of the first medium.
        self._job_began = self._medium_began = self._last = time.monotonic()
        self.check()

    def check(self) -> None:
        """Raises Cancelled if the job was called off."""
        if self._log.cancelled(self._job):
            raise Cancelled("The analysis was called off.")

    def recall(self, found: tuple[Evidence, ...]) -> None:
        """Show a medium's evidence that was there already, of which nobody was told anything."""
        if self._silent:
            self._frames = [frame for evidence in found for frame in evidence.frames]
            self._outputs = [output for evidence in found for output in evidence.outputs]

    def next_medium(self) -> None:
        """A medium is finished, well or not."""
        self.flush()
        self._frames, self._outputs, self._silent = [], [], True
        self._pace.finish()
        self._finished += 1
        self._medium_began = self._last = time.monotonic()
        self._log.keep_effort(self._name, self._pace.past)

    def flush(self) -> None:
        """Write what has come in. Frames wait in memory until then, at most `_INTERVAL` s."""
        try:
            self._log.progress(self._job, self._step, self._frames, self._outputs)
        except StorageError:
            return  # a bar that stands still is no reason to lose the analysis
        self._frames, self._outputs = [], []

    def _show(self, progress: Progress, now: float, left: float) -> None:
        here = now - self._medium_began
        each = (now - self._job_began + left) / (self._finished - self._before + 1)
        waiting = max(self._media - self._finished - 1, 0)
        fraction = (self._finished + here / max(here + left, 1e-9)) / self._media
        self._fraction = max(self._fraction, min(fraction, 1.0))
        self._step = Step(
            progress.stage,
            progress.number,
            progress.done,
            progress.total,
            self._fraction,
            left + waiting * each,
        )
        self._flush_now_and_then(now)

    def _flush_now_and_then(self, now: float) -> None:
        if now - self._written >= _INTERVAL:
            self._written = now
            self.flush()
