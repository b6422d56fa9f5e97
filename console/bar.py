"""The progress of a command: in place on a terminal, else a line every ten seconds.

A pipe or a log file keeps every line for ever, so it gets few of them.
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
_DELAY = 1.0
"""s after which the bar appears: most things are done by then."""
_OFTEN = 0.1
"""s between two redrawings of what changes many times a second."""
_FORMAT = "{desc} {bar:20} {percentage:3.0f} %{postfix}"
_ERASE = "\r\x1b[K"


def progress_bar() -> AbstractContextManager[Report]:
    """A progress bar on standard error, which is gone when the work is over."""
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
        """`often`: the text changes many times a second, and a terminal need not show all of it."""
        terminal, now = self._stream.isatty(), time.monotonic()
        if now - self._written < (_OFTEN * often if terminal else EVERY):
            return
        self._written = now
        if terminal:
            self._stream.write(_ERASE + text[: shutil.get_terminal_size().columns - 1])
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def end(self, text: str = "") -> None:
        """Take the line off a terminal; anywhere else, write a last one if there is a text."""
        if self._stream.isatty():
            self._stream.write(_ERASE)
        elif text:
            self._stream.write(text + "\n")
        self._stream.flush()


@contextmanager
def _drawn(stream: TextIO) -> Iterator[Report]:
    began = time.monotonic()
    with tqdm(total=1.0, bar_format=_FORMAT, delay=_DELAY, leave=False, file=stream) as bar:

        def report(share: float, what: str) -> None:
            bar.set_description_str(what, refresh=False)
            bar.set_postfix_str(_left(share, time.monotonic() - began), refresh=False)
            bar.update(max(0.0, share - bar.n))

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
    """The time left after `seconds`; "" while nothing is done, so that it cannot be estimated."""
    return time_left(seconds * (1 - share) / share) if share > 0 else ""
