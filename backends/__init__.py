"""Models that answer questions about frames. Adding one is adding one file to this folder."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backends.base import (
    BY_DEFAULT,
    Answer,
    BackendError,
    BackendUnavailable,
    Choice,
    FormatMismatch,
    GenerationError,
    Location,
    Media,
    MediaFrame,
    ModelBackend,
    Options,
    OutOfMemory,
    Params,
    Prompt,
    Reference,
)
from backends.formats import VisualFormat

__all__ = [
    "BY_DEFAULT",
    "Answer",
    "BackendError",
    "BackendUnavailable",
    "Choice",
    "FormatMismatch",
    "GenerationError",
    "Listing",
    "Location",
    "Media",
    "MediaFrame",
    "ModelBackend",
    "Options",
    "OutOfMemory",
    "Params",
    "Prompt",
    "Reference",
    "VisualFormat",
    "available",
    "create",
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A backend that was found. `missing` are the commands or paths that it still needs.

    `folder` is where its weights are, or belong; `weights` says what that folder has to hold.
    """

    name: str
    label: str
    missing: tuple[str, ...]
    folder: Path | None = None
    weights: str = ""

    @property
    def ready(self) -> bool:
        return not self.missing


def available(models: Path | None = None) -> tuple[Listing, ...]:
    """Every backend in this folder, the ready ones first.

    `models` is the folder in which weights are looked for, each in a folder of its backend's name.
    """
    listed = [_listing(kind, models) for kind in _found().values()]
    return tuple(sorted(listed, key=lambda entry: (not entry.ready, entry.name)))


def _listing(kind: type[ModelBackend], models: Path | None) -> Listing:
    missing = kind.missing()
    folder = models / kind.name if models and kind.weights else None
    if kind.weights and not (folder and (folder / "config.json").is_file()):
        missing += (f"put {kind.weights} into {folder or 'a folder and name it with --model'}",)
    return Listing(kind.name, kind.label, missing, folder, kind.weights)


def create(name: str) -> ModelBackend:
    """A backend by name, not yet loaded. Raises BackendUnavailable with what would supply it."""
    kind = _found().get(name)
    if kind is None:
        known = ", ".join(sorted(_found()))
        raise BackendUnavailable(f"There is no backend {name!r}. There is: {known}.")
    if missing := kind.missing():
        raise BackendUnavailable(f"{kind.label} needs: {'; '.join(missing)}")
    return kind()


@cache
def _found() -> dict[str, type[ModelBackend]]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {kind.name: kind for kind in ModelBackend.__subclasses__() if _ours(kind)}


def _ours(kind: type[ModelBackend]) -> bool:
    return kind.__module__.split(".")[0] == __name__
