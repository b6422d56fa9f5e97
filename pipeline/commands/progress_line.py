"""How far the analysis of a medium is, on one line."""

from __future__ import annotations

import time
from typing import TextIO

from console import StatusLine, time_left
from pipeline.analysis.progress import (
    STAGES,
    AnswerGrew,
    ClipFinished,
    Event,
    Place,
    StageAnswered,
)
from pipeline.analysis.rates import Stopwatch


class Line:
    """The watcher of one medium. In a file, its last line says how long the medium took."""

    def __init__(self, stream: TextIO, watch: Stopwatch) -> None:
        self._line, self._watch = StatusLine(stream), watch
        self._last = time.monotonic()
        self._words = 0
        self._watch.begin()

    def __call__(self, event: Event) -> None:
        if isinstance(event, ClipFinished):  # its last answer was shown already
            return
        now, place = time.monotonic(), event.place
        if self._watch.step(event, now - self._last):
            self._last, self._words = now, 0
        if isinstance(event, AnswerGrew):
            self._words += len(event.words.split())
        if isinstance(event, StageAnswered) and place.done == place.total:
            self._line.end(f"{place.medium}: done in {self._line.seconds:.1f} s")
        else:
            self._line.show(self._text(place, now), often=isinstance(event, AnswerGrew))

    def close(self) -> None:
        """Take the line away: the medium is finished, well or not."""
        self._watch.finish()
        self._line.end()

    def _text(self, place: Place, now: float) -> str:
        words = f" ({self._words} words)" if self._words else ""
        left = self._watch.left(place, now - self._last)
        until = "" if left is None else f", {time_left(left)}"
        return f"{place.medium}: stage {place.number} of {len(STAGES)}, {place.stage}{words}{until}"
