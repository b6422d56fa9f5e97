"""LoRA adapters, and what they were trained on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.formats import VisualFormat
from backends.neural.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Base:
    """The model that an adapter was trained on."""

    model_type: str
    hidden_size: int
    layers: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter's folder. Without `cartellino.json` its format and base are unknown (None)."""

    folder: Path
    format: VisualFormat | None
    base: Base | None
    fingerprint: str


def write_format(folder: Path, form: VisualFormat, base: Checkpoint) -> Path:
    """Note beside an adapter on what frames and on which model it was trained."""
    raise NotImplementedError


def read(folder: Path) -> Adapter:
    """Raises BackendUnavailable."""
    raise NotImplementedError


def check(
    adapter: Adapter, found: Checkpoint, form: VisualFormat, despite_format: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`faults` and `messages` of a backend that uses the adapter.

    Raises BackendUnavailable for another base, FormatMismatch for another format.
    """
    raise NotImplementedError


def apply(model: Any, adapter: Adapter) -> Any:
    """The model with the adapter, frozen. Raises BackendUnavailable."""
    raise NotImplementedError
