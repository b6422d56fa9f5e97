"""How far a command is: in place on a terminal, else in a line every ten seconds.

A pipe or a log file keeps every line for ever, so there it is told only what a person who looks
in now and then wants to know.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TextIO

from tqdm import tqdm

from console.progress import Report
from console.words import time_left

EVERY = 10.0
"""s between two lines where they are not rewritten in place."""
_PATIENCE = 1.0
"""s after which the bar appears: most things are done by then."""
_OFTEN = 0.1
"""s between two rewritings for what changes many times a second."""
_FORM = "{desc} {bar:20} {percentage:3.0f} %{postfix}"
_AGAIN = "\r\x1b[K"


def progress_bar() -> AbstractContextManager[Report]:
    """What shows a person at standard error how far a command is; gone when it is over."""
    return _drawn(sys.stderr) if sys.stderr.isatty() else _written(sys.stderr)


class StatusLine:
    """One line about work under way, in place of the one before it where that is possible."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = self._written = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return time.monotonic() - self._began

    def show(self, text: str, often: bool = False) -> None:
        """`often` where so much is shown that a terminal need not have all of it."""
        terminal, now = self._stream.isatty(), time.monotonic()
        if now - self._written < (_OFTEN * often if terminal else EVERY):
            return
        self._written = now
        if terminal:
            self._stream.write(_AGAIN + text[: shutil.get_terminal_size().columns - 1])
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def end(self, text: str = "") -> None:
        """Take the line off a terminal; anywhere else, write a last one if there is a text."""
        if self._stream.isatty():
            self._stream.write(_AGAIN)
        elif text:
            self._stream.write(text + "\n")
        self._stream.flush()


@contextmanager
def _drawn(stream: TextIO) -> Iterator[Report]:
    began = time.monotonic()
    with tqdm(total=1.0, bar_format=_FORM, delay=_PATIENCE, leave=False, file=stream) as drawn:

        def report(share: float, what: str) -> None:
            drawn.set_description_str(what, refresh=False)
            drawn.set_postfix_str(_left(share, time.monotonic() - began), refresh=False)
            drawn.update(max(0.0, share - drawn.n))

        yield report


@contextmanager
def _written(stream: TextIO) -> Iterator[Report]:
    line = StatusLine(stream)

    def report(share: float, what: str) -> None:
        left = _left(share, line.seconds)
        line.show(f"{what}: {100 * share:.0f} %" + (f", {left}" if left else ""))

    yield report
    line.end(f"done in {line.seconds:.0f} s" if line.seconds >= EVERY else "")


def _left(share: float, seconds: float) -> str:
    """The time left after `seconds`; "" while nothing is done that it could be told from."""
    return time_left(seconds * (1 - share) / share) if share > 0 else ""
