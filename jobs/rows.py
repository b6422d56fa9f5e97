"""The rows of the tables as they are read, each checked column by column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jobs.values import Item, State
from storage import Rows

_AGAIN = "Start the analysis again; its evidence and all verdicts are safe."
_NOTHING = "Nothing else is lost, and the job's evidence is safe."


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job without what belongs to it."""

    id: str
    created: float
    state: State
    kind: str
    schema: int
    payload: str
    stage: str
    number: int
    done: int
    total: int
    fraction: float
    seconds_left: float | None
    updated: float


@dataclass(frozen=True, slots=True)
class Order:
    """What the worker needs of a queued job."""

    id: str
    kind: str
    schema: int
    payload: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a job's log."""

    body: str


@dataclass(frozen=True, slots=True)
class GrowingRow:
    """An answer so far."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate as JSON."""

    body: str


def job_rows(file: Path) -> Rows[JobRow]:
    return Rows(file, "job", JobRow, "job", _AGAIN)


def orders(file: Path) -> Rows[Order]:
    return Rows(file, "job", Order, "job", _AGAIN)


def item_rows(file: Path) -> Rows[Item]:
    return Rows(file, "item", Item, "video of a job", _AGAIN)


def entry_rows(file: Path) -> Rows[EntryRow]:
    return Rows(file, "entry", EntryRow, "line of a job's log", _NOTHING)


def growing_rows(file: Path) -> Rows[GrowingRow]:
    return Rows(file, "growing", GrowingRow, "answer of a job", _NOTHING)


def rate_rows(file: Path) -> Rows[RateRow]:
    return Rows(file, "rate", RateRow, "rate", "It is measured again.")
