"""Models that answer questions about frames. One file in this folder adds a model."""

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
    NAMING,
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
    TaughtPicture,
    middles,
)
from backends.scripted import ScriptedBackend
from backends.visual_format import Fit, Visual, VisualFormat

__all__ = [
    "BY_DEFAULT",
    "INSTALL_MODELS",
    "MOST_FRAMES",
    "NAMING",
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
    "TaughtPicture",
    "Visual",
    "VisualFormat",
    "available",
    "create",
    "form",
    "middles",
    "notes",
    "taking",
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A backend as a list shows it. `missing` are the commands and paths that it still needs.

    `folder` is where its weights are, or belong; `weights` says what that folder has to hold;
    `packages` are those of `missing` that install packages. `format` is the form in which frames
    reach the model unless options say otherwise; `model_types` are those of the `config.json` that
    it takes, and `example` is a model on the hub that fits.
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
    folders = named or {}
    listings = [
        _listing(backend, models, folders.get(backend.name))
        for backend in _classes().values()
        if for_tests or not backend.for_tests
    ]
    return tuple(sorted(listings, key=lambda entry: (not entry.ready, entry.name)))


def _listing(backend: type[ModelBackend], models: Path | None, named: Path | None) -> Listing:
    packages = backend.missing()
    folder = (named or (models / backend.name if models else None)) if backend.weights else None
    missing = packages
    if backend.weights and not (folder and (folder / "config.json").is_file()):
        missing += (f"put {backend.weights} into {folder or 'a folder and name it with --model'}",)
    return Listing(
        backend.name,
        backend.label,
        missing,
        folder,
        backend.weights,
        packages,
        backend.default_format,
        backend.model_types,
        backend.example,
    )


def form(name: str, options: Options) -> VisualFormat | None:
    """The form in which frames reach a backend's model under `options`, without loading it.

    Raises BackendUnavailable for options that the model cannot take.
    """
    return _classes()[name].form(options)


def notes(name: str) -> tuple[str, ...]:
    """What a backend can and cannot do on this machine, in sentences; a command stands on a line
    of its own below them. None where its packages are missing, or it is not there itself."""
    backend = _classes().get(name)
    return () if backend is None or backend.missing() else backend.notes()


def create(name: str) -> ModelBackend:
    """A backend by name, not yet loaded. Raises BackendUnavailable with what would supply it."""
    backend = _classes().get(name)
    if backend is None:
        names = ", ".join(sorted(listing.name for listing in available()))
        raise BackendUnavailable(f"There is no backend {name!r}. There is: {names}.")
    if missing := backend.missing():
        raise BackendUnavailable(f"{backend.label} needs: {'; '.join(missing)}")
    return backend()


def taking(model_type: str) -> tuple[str, ...]:
    """Names of the backends that take a checkpoint of this type."""
    return tuple(
        sorted(backend.name for backend in _classes().values() if model_type in backend.model_types)
    )


@cache
def _classes() -> dict[str, type[ModelBackend]]:
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
    derived = _derived(ModelBackend)  # type: ignore[type-abstract]
    return {backend.name: backend for backend in derived if _in_this_package(backend)}


def _derived(base: type[ModelBackend]) -> Iterator[type[ModelBackend]]:
    """The backends derived from `base`, directly or not."""
    for backend in base.__subclasses__():
        if not isabstract(backend):
            yield backend
        yield from _derived(backend)


def _in_this_package(backend: type[ModelBackend]) -> bool:
    return backend.__module__.split(".")[0] == __name__
