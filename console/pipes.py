"""Commands whose output is read by another program, which may stop reading (`| head`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")


def until_closed(main: Callable[P, int]) -> Callable[P, int]:
    """`main`, which ends quietly with status 0 when the reader of its output closes the pipe."""

    @wraps(main)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            try:
                return main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # At exit Python would try again to write the rest of the buffer, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    return run
