"""Folders of weights and adapters: named, kept, and looked into without loading anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Choice, FormatMismatch, Listing
from backends.neural.memory import estimate
from backends.neural.memory.available import Room, room
from backends.neural.memory.estimate import Fit
from backends.neural.weights import adapters, checkpoint
from backends.neural.weights.adapters import Adapter
from backends.neural.weights.checkpoint import Checkpoint

_LOOK = 15.0
"""s for which a look at the machine's memory is good."""


@dataclass(frozen=True, slots=True)
class NamedAdapter:
    """An adapter, why it cannot be used, and what else there is to know.

    Where its frames differ from those that are set, that is a fault until a person insists.
    """

    known: Adapter | None = None
    fault: str = ""
    differs: bool = False
    notes: tuple[str, ...] = ()


def missing(listing: Listing, choice: Choice) -> tuple[str, ...]:
    """All that keeps a backend from looking, in sentences or commands; empty when it is ready."""
    if listing.packages or not listing.model_types:
        return listing.missing
    found = inspect(listing)
    if not isinstance(found, Checkpoint):
        return (found,)
    try:
        backends.form(listing.name, choice.options)
    except BackendError as error:
        return (str(error),)
    fault = adapter(listing, choice, found).fault
    return (fault,) if fault else ()


def inspect(listing: Listing) -> Checkpoint | str:
    """What is in the folder of a backend's weights, or why that cannot be used."""
    if listing.folder is None:
        return "; ".join(listing.missing)
    return _inspected(str(listing.folder), listing.model_types, _stamp(listing.folder))


def holds_files(listing: Listing) -> bool:
    """Whether somebody put anything into the folder of a backend's weights."""
    try:
        return listing.folder is not None and any(listing.folder.iterdir())
    except OSError:
        return False


def adapter(listing: Listing, choice: Choice, found: Checkpoint) -> NamedAdapter:
    """The adapter that was named, held against the model and the frames as they are set."""
    options = choice.options
    if options.adapter is None:
        return NamedAdapter()
    try:
        known = adapters.read(options.adapter)
    except BackendError as error:
        return NamedAdapter(fault=str(error))
    try:
        form = backends.form(listing.name, options)
        return NamedAdapter(known, notes=adapters.check(known, found, form)[1] if form else ())
    except FormatMismatch as error:
        assert form is not None, "only a form can differ"
        if not options.despite_format:
            return NamedAdapter(known, fault=str(error), differs=True)
        return NamedAdapter(known, "", True, adapters.check(known, found, form, True)[1])
    except BackendError as error:
        return NamedAdapter(known, fault=str(error))


def fit(listing: Listing, choice: Choice, found: Checkpoint) -> Fit | str:
    """Whether the model as it is set fits into memory, or why that cannot be told."""
    try:
        form = backends.form(listing.name, choice.options)
        if form is None:
            return "This model has no fixed form of frames, so its memory cannot be foreseen."
        return estimate.fit(found, form, choice.quantise, choice.options, _room())
    except BackendError as error:
        return str(error)


def too_large(listing: Listing, choice: Choice) -> bool:
    """Whether a backend that is ready otherwise would not fit into memory."""
    found = inspect(listing) if listing.model_types else ""
    told = fit(listing, choice, found) if isinstance(found, Checkpoint) else ""
    return isinstance(told, Fit) and not told.fits


@st.cache_data(show_spinner=False, ttl=_LOOK)
def _room() -> Room:
    return room()


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the folder does."""
    try:
        known = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in known)


@st.cache_resource(show_spinner=False, max_entries=16)
def _inspected(folder: str, model_types: tuple[str, ...], stamp: object) -> Checkpoint | str:
    try:
        return checkpoint.read(Path(folder), model_types)
    except BackendError as error:
        return str(error)
