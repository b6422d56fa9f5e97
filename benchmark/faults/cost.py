"""What a call costs in CPU time and memory, in a process with a limit of both."""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

SIZES = (20_000, 200_000, 1_000_000)
"""Bytes of the texts."""
LIMIT = 20
"""CPU seconds of a call at most."""
_MEMORY = 4 << 30
"""Bytes of address space beyond those of the parent."""
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds at each size, as far as it came, the peak memory in MB and how it ended."""

    seconds: tuple[float, ...]
    peak: float
    ending: str = ""

    @property
    def worst(self) -> float:
        """The seconds at the largest size; the limit where it did not come so far."""
        return self.seconds[-1] if len(self.seconds) == len(SIZES) else float(LIMIT)

    @property
    def growth(self) -> float:
        """How many times longer the largest size took than the middle one."""
        if len(self.seconds) < len(SIZES):
            return float("inf")
        return self.seconds[-1] / max(self.seconds[-2], 1e-4)


def cost(call: Callable[[str], object], text: Callable[[int], str], limit: int = LIMIT) -> Cost:
    """What `call` costs on texts of each size, in a child that inherits all that is loaded.

    The child is stopped after `limit` seconds of CPU time on one text.
    """
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_child, args=(call, text, limit, theirs.fileno()))
    child.start()
    theirs.close()
    lines: list[list[object]] = []
    with contextlib.suppress(EOFError), os.fdopen(os.dup(ours.fileno())) as answers:
        lines = [json.loads(line) for line in answers]
    child.join()
    ours.close()
    seconds = tuple(float(str(line[0])) for line in lines)
    peak = max((float(str(line[1])) for line in lines), default=0.0)
    refusals = [str(line[2]) for line in lines if line[2]]
    ended = "" if child.exitcode == 0 else f"stopped after {limit} s or 4 GiB"
    return Cost(seconds, peak, ended or (refusals[-1] if refusals else ""))


def _child(
    call: Callable[[str], object], text: Callable[[int], str], limit: int, answers: int
) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + _MEMORY,) * 2)
    before = _peak()
    for size in SIZES:
        spent = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (spent + limit + 1, resource.RLIM_INFINITY))
        words = text(size)
        start = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            refusal = _refusal(call, words)
        line = [time.process_time() - start, _peak() - before, refusal]
        os.write(answers, (json.dumps(line) + "\n").encode())
    os._exit(0)


def _refusal(call: Callable[[str], object], words: str) -> str:
    """The name of the error that a call ends in; empty if it answers."""
    try:
        call(words)
    except MemoryError:
        os._exit(1)
    except Exception as error:
        return type(error).__name__
    return ""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
