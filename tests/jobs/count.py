"""A second kind of job, as small as one can be: it counts, and an item's name says how."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from jobs import Job, Kind, Rates, Run, Step
from storage.workspace import Workspace

STEPS = 400
"""Steps of a slow item, 0.05 s each: far longer than any test waits."""


class WrongNumber(Exception):
    """What is to be counted is no number."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is to be counted."""

    names: tuple[str, ...]


class Count(Kind[Numbers]):
    name: ClassVar[str] = "count"
    payload = Numbers
    schema: ClassVar[int] = 2

    def encode(self, payload: Numbers, workspace: Workspace) -> str:
        return json.dumps({"names": payload.names})

    def decode(self, text: str, schema: int, workspace: Workspace) -> Numbers:
        stored = json.loads(text)
        return Numbers(tuple([stored["name"]] if schema == 1 else stored["names"]))

    def items(self, payload: Numbers) -> Sequence[str]:
        return payload.names

    def runner(self, workspace: Workspace) -> Counter:
        return Counter(workspace)

    def title(self, job: Job) -> str:
        return f"Counting {len(job.items)} numbers"


class Counter:
    """Notes what it begins and what it leaves, so that a test sees what was done twice."""

    def __init__(self, workspace: Workspace) -> None:
        self._notes = workspace.root / "notes.txt"

    def run(self, payload: Numbers, run: Run) -> None:
        for item in run.waiting:
            run.clear()
            with run.attempt(item.name, item.position) as allowed:
                error = self._count(item.name, run) if allowed else "given up, it broke down twice."
            if error:
                run.message(f"{item.name}: {error}")
            run.finish(item.position, "failed" if error else "done", error)

    def prepare(self) -> None: ...

    def close(self) -> None:
        self._note("counter closed")

    def _count(self, name: str, run: Run) -> str:
        self._note(name)
        try:
            self._steps(name, run)
        except WrongNumber as error:
            return str(error)
        return ""

    def _steps(self, name: str, run: Run) -> None:
        if name.startswith("bad"):
            raise WrongNumber("No number. Write one.")
        if name.startswith("killer"):
            os.kill(os.getpid(), signal.SIGKILL)
        steps, pause = (STEPS, 0.05) if name.startswith("slow") else (3, 0)
        rates = run.rates.read("count") or Rates()
        before = 1 - len(run.waiting) / len(run.items)
        for step in range(1, steps + 1):
            time.sleep(pause)
            rates = rates.plus("step", pause)
            left = (rates.mean("step") or 0.0) * (steps - step)
            run.grow("number", f"{step} ")
            share = before + step / steps / len(run.items)
            run.report(Step("counting", 0, step, steps, share, left))
            run.check()
        run.answer(f"counted {name}", "number")
        run.flush()
        run.rates.write({"count": rates})

    def _note(self, words: str) -> None:
        with self._notes.open("a") as notes:
            notes.write(words + "\n")
