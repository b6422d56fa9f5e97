"""Kinds of jobs, which register themselves: this package knows none of them.

A kind lives in a file `job.py` of its package, or of a folder in that, and registers itself
when the file is imported:

    class Count(Kind[Numbers]):
        name, payload = "count", Numbers
        …

    register(Count())

A row of the queue holds a kind's plain name. What is imported is chosen by the files of the
program alone, never by a row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from jobs.errors import JobError
from jobs.program import job_modules
from jobs.run import Run
from jobs.values import Job
from storage import Workspace, strict

P = TypeVar("P")
Q = TypeVar("Q", contravariant=True)


class Runner(Protocol[Q]):
    """Runs the jobs of one kind, one after another, and keeps between them what is costly."""

    def run(self, payload: Q, run: Run) -> None:
        """Do what `run.waiting` holds and finish each item; the others were done before a crash.

        Raises Cancelled where `run` does. Any other error fails the job, and what was finished
        stays. Work that may take the process down goes into `run.attempt`.
        """

    def prepare(self) -> None:
        """Load what most jobs need. Called in a worker for which no job waits, of a kind that is
        `usual`."""

    def close(self) -> None:
        """Give memory back: a job of another kind is next."""


class Kind(ABC, Generic[P]):
    """What a job of this kind is, how it is written down, and how a person reads it."""

    name: ClassVar[str]
    """Stands in the queue for ever."""
    payload: type[P]
    """What a person asks for: a frozen dataclass, and of no other kind."""
    schema: ClassVar[int] = 1
    """Number of the format that `encode` writes: raise it when the format changes."""
    stages: ClassVar[int] = 0
    """How many numbered stages an item goes through; 0 where they have no numbers."""
    usual: ClassVar[bool] = False
    """Whether a worker gets ready for it before the first job comes. True of one kind at most."""

    @abstractmethod
    def encode(self, payload: P, workspace: Workspace) -> str:
        """The payload as text."""

    @abstractmethod
    def decode(self, text: str, schema: int, workspace: Workspace) -> P:
        """What `encode` wrote under a schema up to this one. Raises one of `strict.MISFITS` on
        anything else."""

    @abstractmethod
    def items(self, payload: P) -> Sequence[str]:
        """Names of the things that are done one by one; at least one."""

    @abstractmethod
    def runner(self, workspace: Workspace) -> Runner[P]:
        """What runs the jobs of this kind. Called in the worker, once for several jobs."""

    @abstractmethod
    def title(self, job: Job) -> str:
        """What is being done to what, as a person reads it. `job.payload` may be None."""

    def detail(self, job: Job) -> str:
        """By what means, where that is worth a word."""
        return ""


_KINDS: dict[str, Kind[Any]] = {}


def register(kind: Kind[Any]) -> None:
    """Let jobs of a kind be handed in and run. Raises ValueError where its name is taken."""
    other = _KINDS.get(kind.name)
    if other is not None and type(other) is not type(kind):
        raise ValueError(f"Two kinds of jobs are called {kind.name!r}")
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind[Any]:
    """The kind of that name. Raises JobError where this version has none."""
    _discover()
    if name not in _KINDS:
        raise JobError(
            f"This version of Cartellino knows no jobs of the kind {name!r}. Update Cartellino, "
            "or start the work again."
        )
    return _KINDS[name]


def usual_kind() -> Kind[Any] | None:
    """The kind for which a worker gets ready."""
    _discover()
    return next((kind for kind in _KINDS.values() if kind.usual), None)


def kind_of(payload: object) -> Kind[Any]:
    """The kind that has payloads of this type."""
    return next(kind for kind in _KINDS.values() if kind.payload is type(payload))


def decoded(name: str, schema: int, text: str, workspace: Workspace) -> Any:
    """The payload of a row. Raises JobError where this version cannot read it."""
    kind = kind_named(name)
    if schema > kind.schema:
        raise JobError(
            f"A newer version of Cartellino wrote this job ({name}: schema {schema}, and this "
            f"version reads {kind.schema} or less). Update Cartellino, or start the work again."
        )
    try:
        return kind.decode(text, schema, workspace)
    except strict.MISFITS as error:
        raise JobError(
            f"What this job was to do cannot be read ({type(error).__name__}). Start it again."
        ) from error


@cache
def _discover() -> None:
    for module in job_modules():
        import_module(module)
