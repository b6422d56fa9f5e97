"""Whether a model and its frames fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from backends.base import BY_DEFAULT, Options
from backends.formats import VisualFormat
from backends.neural.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes, and the visual `tokens` that they are for."""

    weights: int
    cache: int
    activations: int
    overhead: int
    tokens: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.activations + self.overhead


@dataclass(frozen=True, slots=True)
class Room:
    """Memory in bytes of the place where a model would run."""

    place: Literal["card", "main memory"]
    name: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether it fits, in a `sentence`, and what would make it fit, cheapest first."""

    needs: Estimate
    room: Room
    cures: tuple[str, ...]
    fits: bool
    sentence: str


def visual_tokens(found: Checkpoint, form: VisualFormat) -> int:
    """Tokens that the frames of a clip become at most."""
    raise NotImplementedError


def estimate(
    found: Checkpoint,
    form: VisualFormat,
    quantise: bool = False,
    width: int | None = None,
    answer: int = 512,
    together: int = 6,
) -> Estimate:
    """What loading and answering take."""
    raise NotImplementedError


def room() -> Room:
    """The card if there is one, else main memory."""
    raise NotImplementedError


def fit(
    found: Checkpoint,
    form: VisualFormat,
    quantise: bool = False,
    options: Options = BY_DEFAULT,
    place: Room | None = None,
) -> Fit:
    """Compare the estimate with the room."""
    raise NotImplementedError


def require(
    found: Checkpoint, form: VisualFormat, quantise: bool = False, options: Options = BY_DEFAULT
) -> Fit:
    """Raises OutOfMemory where it cannot fit."""
    raise NotImplementedError


@contextmanager
def caught(change: str) -> Iterator[None]:
    """Turn every library's way of running out of memory into OutOfMemory."""
    raise NotImplementedError
    yield
