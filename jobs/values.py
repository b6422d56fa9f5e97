"""A job as everybody sees it: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from storage import SetAside

State = Literal["queued", "running", "done", "failed", "cancelled"]
"""Of a job, and of each of its items."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things that a job is about, each of which fails alone: `error` says why."""

    position: int
    name: str
    state: State
    error: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is.

    `stage` is for people (of a queued job, what it waits for), `number` its place among the stages
    of its kind, 0 before the first. `done` of `total` counts the item under way, `fraction` is of
    the whole job, and `seconds_left` an estimate for it: None while it is unknown, or the job does
    not run.
    """

    stage: str = ""
    number: int = 0
    done: int = 0
    total: int = 0
    fraction: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """What a job has reported, the newest last.

    `messages` say what went wrong, item by item. `frames` are pictures and `answers` results of
    the item under way, or of the last one: an answer is in its kind's own format. `found` names
    what came of the items that are done, by the keys that the kind stores it under. `growing` holds
    name and words so far of each answer that is not complete yet.
    """

    messages: tuple[str, ...] = ()
    frames: tuple[Path, ...] = ()
    answers: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    growing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. `kind` is the name of its kind, which says what `payload` is.

    `payload` is None where this version cannot read it; `set_aside` are parts of the job that
    cannot be read.
    """

    id: str
    kind: str
    state: State
    created: float
    payload: Any
    items: tuple[Item, ...]
    step: Step
    log: Log
    set_aside: tuple[SetAside, ...] = ()

    @property
    def waits_for(self) -> str:
        """What keeps a queued job from its turn, such as a full disk; else empty."""
        return self.step.stage if self.state == "queued" else ""

    @property
    def finished(self) -> bool:
        return self.state not in ("queued", "running")
