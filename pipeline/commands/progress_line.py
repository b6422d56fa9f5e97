"""How far an analysis is, on one line of a terminal that is rewritten in place."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

from jobs.rates import Pace, time_left
from pipeline.analysis.progress import AnswerGrew, Event, Place, StageAnswered

_AGAIN = "\r\x1b[K"
_INTERVAL = 0.1
"""s between two rewritings for words that come in one by one."""
_BAR = 20
_LONG = 5.0
"""s from which it is worth a line in a file."""


class Line:
    """The watcher of one medium. In a file, only that it is finished is written."""

    def __init__(self, stream: TextIO, pace: Pace) -> None:
        self._stream, self._pace = stream, pace
        self._began = self._last = self._written = time.monotonic()
        self._words = 0
        self._pace.begin()

    def __call__(self, event: Event) -> None:
        now, place = time.monotonic(), event.place
        if self._pace.step(event, now - self._last):
            self._last, self._words = now, 0
        if isinstance(event, AnswerGrew):
            self._words += len(event.words.split())
            if now - self._written < _INTERVAL:
                return
        self._written = now
        if self._stream.isatty():
            write(self._stream, self._line(place, now))
        elif isinstance(event, StageAnswered) and place.done == place.total:
            self._stream.write(f"{place.medium}: done in {now - self._began:.1f} s\n")

    def close(self) -> None:
        """Take the line away: the medium is finished, well or not."""
        self._pace.finish()
        write(self._stream, "")

    def _line(self, place: Place, now: float) -> str:
        said = f" ({self._words} words)" if self._words else ""
        left = self._pace.left(place, now - self._last)
        until = "" if left is None else f", {time_left(left)}"
        return f"{place.medium}: stage {place.number} of 7, {place.stage}{said}{until}"


class Learning:
    """Watches reference pictures being learnt: a bar with the time left, on a terminal.

    In a file, only how many they were and how long it took is written, if that was long.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = self._written = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        taken = now - self._began
        if done == total:
            write(self._stream, "")
            if not self._stream.isatty() and taken > _LONG:
                self._stream.write(f"{total:,} reference pictures: learnt in {taken:.0f} s\n")
        elif now - self._written >= _INTERVAL:
            self._written = now
            full = _BAR * done // total
            bar = "▮" * full + "▯" * (_BAR - full)
            left = f"{taken / done * (total - done):.0f} s left"
            write(self._stream, f"reference pictures {bar} {done:,} of {total:,}, {left}")


def write(stream: TextIO, line: str) -> None:
    """Put a line in the place of the one before, on a terminal."""
    if stream.isatty():
        stream.write(_AGAIN + line[: shutil.get_terminal_size().columns - 1])
        stream.flush()
