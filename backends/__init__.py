"""Models that answer questions about frames. Adding one is adding one file to this folder."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from backends.base import (
    BackendError,
    BackendUnavailable,
    GenerationError,
    Location,
    Media,
    MediaFrame,
    ModelBackend,
    Params,
    Prompt,
    Reference,
)

__all__ = [
    "BackendError",
    "BackendUnavailable",
    "GenerationError",
    "Listing",
    "Location",
    "Media",
    "MediaFrame",
    "ModelBackend",
    "Params",
    "Prompt",
    "Reference",
    "available",
    "create",
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A backend that was found. `missing` are the commands or paths that it still needs."""

    name: str
    label: str
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


def available() -> tuple[Listing, ...]:
    """Every backend in this folder, the ready ones first."""
    listed = [Listing(kind.name, kind.label, kind.missing()) for kind in _found().values()]
    return tuple(sorted(listed, key=lambda entry: (not entry.ready, entry.name)))


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
