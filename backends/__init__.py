"""Models that answer questions about frames. Adding one is adding one file to this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import isabstract
from pathlib import Path

from backends.base import (
    BY_DEFAULT,
    INSTALL_MODELS,
    MOST_FRAMES,
    Answer,
    BackendError,
    BackendUnavailable,
    Choice,
    FormatMismatch,
    GenerationError,
    LabelTie,
    Location,
    Media,
    MediaFrame,
    Modality,
    ModelBackend,
    Options,
    OutOfMemory,
    Params,
    Prompt,
    Quad,
    Question,
    Reference,
    middles,
)
from backends.scripted import ScriptedBackend
from backends.visual_format import Fit, Visual, VisualFormat

__all__ = [
    "BY_DEFAULT",
    "INSTALL_MODELS",
    "MOST_FRAMES",
    "Answer",
    "BackendError",
    "BackendUnavailable",
    "Choice",
    "Fit",
    "FormatMismatch",
    "GenerationError",
    "LabelTie",
    "Listing",
    "Location",
    "Media",
    "MediaFrame",
    "Modality",
    "ModelBackend",
    "Options",
    "OutOfMemory",
    "Params",
    "Prompt",
    "Quad",
    "Question",
    "Reference",
    "ScriptedBackend",
    "Visual",
    "VisualFormat",
    "available",
    "create",
    "form",
    "middles",
    "taking",
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A backend that was found. `missing` are the commands or paths that it still needs.

    `folder` is where its weights are, or belong; `weights` says what that folder has to hold;
    `packages` is the part of `missing` that is installed, not put somewhere. `format` is the form
    in which frames reach the model unless options say otherwise; `model_types` are those of the
    `config.json` that it takes, and `example` is a model on the hub that fits.
    """

    name: str
    label: str
    missing: tuple[str, ...]
    folder: Path | None = None
    weights: str = ""
    packages: tuple[str, ...] = ()
    format: VisualFormat | None = None
    model_types: tuple[str, ...] = ()
    example: str = ""

    @property
    def ready(self) -> bool:
        return not self.missing


def available(
    models: Path | None = None,
    named: Mapping[str, Path] | None = None,
    for_tests: bool = False,
) -> tuple[Listing, ...]:
    """Every backend in this folder, the ready ones first.

    `models` is the folder in which weights are looked for, each in a folder of its backend's
    name; `named` are folders that a person chose instead, by backend. Those that are only for
    tests are left out unless `for_tests`.
    """
    own = named or {}
    kinds = [kind for kind in _found().values() if for_tests or not kind.for_tests]
    listed = [_listing(kind, models, own.get(kind.name)) for kind in kinds]
    return tuple(sorted(listed, key=lambda entry: (not entry.ready, entry.name)))


def _listing(kind: type[ModelBackend], models: Path | None, named: Path | None) -> Listing:
    packages = kind.missing()
    folder = (named or (models / kind.name if models else None)) if kind.weights else None
    missing = packages
    if kind.weights and not (folder and (folder / "config.json").is_file()):
        missing += (f"put {kind.weights} into {folder or 'a folder and name it with --model'}",)
    return Listing(
        kind.name,
        kind.label,
        missing,
        folder,
        kind.weights,
        packages,
        kind.default_format,
        kind.model_types,
        kind.example,
    )


def form(name: str, options: Options) -> VisualFormat | None:
    """The form in which frames reach a backend's model under `options`, without loading it.

    Raises BackendUnavailable for options that the model cannot take.
    """
    return _found()[name].form(options)


def create(name: str) -> ModelBackend:
    """A backend by name, not yet loaded. Raises BackendUnavailable with what would supply it."""
    kind = _found().get(name)
    if kind is None:
        names = ", ".join(sorted(listing.name for listing in available()))
        raise BackendUnavailable(f"There is no backend {name!r}. There is: {names}.")
    if missing := kind.missing():
        raise BackendUnavailable(f"{kind.label} needs: {'; '.join(missing)}")
    return kind()


def taking(model_type: str) -> tuple[str, ...]:
    """Names of the backends that take a checkpoint of this type."""
    return tuple(sorted(kind.name for kind in _found().values() if model_type in kind.model_types))


@cache
def _found() -> dict[str, type[ModelBackend]]:
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    return {kind.name: kind for kind in _below(ModelBackend) if _ours(kind)}  # type: ignore[type-abstract]


def _below(kind: type[ModelBackend]) -> Iterator[type[ModelBackend]]:
    """The backends among the classes derived from `kind`, near and far."""
    for derived in kind.__subclasses__():
        if not isabstract(derived):
            yield derived
        yield from _below(derived)


def _ours(kind: type[ModelBackend]) -> bool:
    return kind.__module__.split(".")[0] == __name__
