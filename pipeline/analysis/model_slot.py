"""The one model in memory: loaded when it is asked for, and really gone when another is."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import backends
from backends import BackendError, BackendUnavailable, Choice, ModelBackend, OutOfMemory
from catalogue import Catalogue
from pipeline.analysis.recipe import references
from pipeline.analysis.taught import Taught, taught_pictures
from storage import Workspace

Indexing = Callable[[int, int], None]
Changed = Callable[[str], None]
"""Called with a sentence that says what was made smaller."""
FEWEST = 2
"""Frames for which a model is loaded at least."""


class ModelSlot:
    """Holds one backend from job to job. Its users keep no reference of their own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._choice: Choice | None = None
        self._backend: ModelBackend | None = None
        self._grounded: tuple[str, Taught] | None = None
        self.shrunk = False
        """Whether the backend was made smaller than it was chosen."""

    def holds(self, choice: Choice) -> bool:
        """Whether this very model is in memory."""
        return self._choice == choice

    def renew(self) -> None:
        """A new job begins: it has each model as it was chosen, not as it was made smaller."""
        if self.shrunk:
            self.drop()

    def load(self, choice: Choice, changed: Changed) -> None:
        """Load a backend once the one before it is gone. Raises BackendError.

        Where memory does not suffice and `choice` allows it, it is loaded for fewer frames, and
        `changed` is called.
        """
        self.drop()
        wanted = choice
        while True:
            try:
                self._backend = loaded(wanted, self._workspace)
                break
            except OutOfMemory as error:
                fewer = _fewer(wanted)
                if fewer is None:
                    raise
                message = f"{error} Tried again with {fewer.options.frames} frames."
            release()
            wanted, self.shrunk = fewer, True
            changed(message)
        self._choice = choice

    def ready(self, catalogue: Catalogue, indexing: Indexing | None = None) -> ModelBackend:
        """The backend that was loaded, knowing the catalogue and the pictures taught by now."""
        assert self._backend is not None, "loaded first"
        pictures = taught_pictures(self._workspace, catalogue)
        grounded = catalogue.sha256, pictures
        if self._grounded != grounded:
            self._grounded = None
            self._backend.ground(references(catalogue, pictures), indexing)
            self._grounded = grounded
        return self._backend

    def drop(self) -> None:
        """Give the memory back."""
        if self._backend is not None:
            self._backend.close()
        self._choice, self._backend, self._grounded, self.shrunk = None, None, None, False
        release()


def prepared(
    choice: Choice,
    catalogue: Catalogue,
    workspace: Workspace,
    changed: Changed,
    indexing: Indexing | None = None,
) -> ModelBackend:
    """A backend that is loaded and knows the catalogue. Raises BackendError.

    `changed` is called with each thing that a person should know of it.
    """
    slot = ModelSlot(workspace)
    slot.load(choice, changed)
    backend = slot.ready(catalogue, indexing)
    for message in backend.messages:
        changed(message)
    return backend


def loaded(choice: Choice, workspace: Workspace) -> ModelBackend:
    """The backend of a choice. Raises BackendError where it cannot be loaded."""
    # A library's own bars would be written over our line, and fill the worker's log.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    backend = backends.create(choice.backend)
    try:
        backend.load(folder(choice, backend, workspace), choice.quantise, choice.options)
    except BaseException:
        backend.close()
        del backend
        release()
        raise
    return backend


def check(choice: Choice, workspace: Workspace) -> None:
    """Raise BackendError where it is plain at once that a choice cannot be loaded."""
    backend = backends.create(choice.backend)
    try:
        backend.check(folder(choice, backend, workspace), choice.quantise, choice.options)
    except OutOfMemory:
        if not choice.options.smaller:  # else it is loaded for fewer frames
            raise
    finally:
        backend.close()


def _fewer(choice: Choice) -> Choice | None:
    """The same for half the frames; None where that is not allowed, or there are no fewer."""
    kind = backends.create(choice.backend)
    form = kind.form(choice.options) if choice.options.smaller else None
    if form is None or form.frames <= FEWEST:
        return None
    fewer = replace(choice.options, frames=max(FEWEST, form.frames // 2))
    try:
        kind.form(fewer)
    except BackendUnavailable:
        return None
    return replace(choice, options=fewer)


def folder(choice: Choice, kind: ModelBackend, workspace: Workspace) -> Path:
    """Where a model's weights are; a model without any is given the folder of cached features.

    Raises BackendUnavailable where no folder is named and none is in its place.
    """
    if choice.model is not None:
        return choice.model
    if not kind.weights:
        return workspace.features
    place = workspace.models / kind.name
    if not (place / "config.json").is_file():
        raise BackendUnavailable(
            f"{kind.label} has no weights here: put {kind.weights} into {place}, "
            "or name the folder that holds them."
        )
    return place


def described(choice: Choice) -> ModelBackend | None:
    """The backend of a choice as it is before it is loaded; None where there is no such."""
    try:
        return backends.create(choice.backend)
    except BackendError:
        return None


def release() -> None:
    """Collect what nothing refers to, on the card too where a model was on one."""
    gc.collect()
    if torch := sys.modules.get("torch"):
        torch.cuda.empty_cache()
