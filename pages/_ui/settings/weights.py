"""Folders of weights and adapters, inspected without loading anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Choice, FormatMismatch, Listing
from backends.neural.memory import AvailableMemory, MemoryFit, available_memory, estimate
from backends.neural.weights import Adapter, Checkpoint, adapters, checkpoint

_FRESH = 15.0
"""s for which a measurement of the machine's memory is used again."""


@dataclass(frozen=True, slots=True)
class NamedAdapter:
    """An adapter that a person named, why it cannot be used, and notes about it.

    `differs`: it was trained on other frames than those that are set, which is a fault until a
    person overrides it.
    """

    adapter: Adapter | None = None
    fault: str = ""
    differs: bool = False
    notes: tuple[str, ...] = ()


def missing(listing: Listing, choice: Choice) -> tuple[str, ...]:
    """All that a backend lacks, in sentences or commands; empty when it is ready."""
    if listing.packages or not listing.model_types:
        return listing.missing
    weights = inspect(listing)
    if not isinstance(weights, Checkpoint):
        return (weights,)
    try:
        backends.form(listing.name, choice.options)
    except BackendError as error:
        return (str(error),)
    fault = named_adapter(listing, choice, weights).fault
    return (fault,) if fault else ()


def inspect(listing: Listing) -> Checkpoint | str:
    """The content of the folder of a backend's weights, or why it cannot be used."""
    if listing.folder is None:
        return "; ".join(listing.missing)
    return _inspected(str(listing.folder), listing.model_types, _stamp(listing.folder))


def holds_files(listing: Listing) -> bool:
    """Whether somebody put anything into the folder of a backend's weights."""
    try:
        return listing.folder is not None and any(listing.folder.iterdir())
    except OSError:
        return False


def named_adapter(listing: Listing, choice: Choice, weights: Checkpoint) -> NamedAdapter:
    """The adapter that was named, checked against the model and the frames as they are set."""
    options = choice.options
    if options.adapter is None:
        return NamedAdapter()
    try:
        adapter = adapters.read(options.adapter)
    except BackendError as error:
        return NamedAdapter(fault=str(error))
    try:
        form = backends.form(listing.name, options)
        return NamedAdapter(
            adapter, notes=adapters.check(adapter, weights, form)[1] if form else ()
        )
    except FormatMismatch as error:
        assert form is not None, "only a form can differ"
        if not options.despite_format:
            return NamedAdapter(adapter, fault=str(error), differs=True)
        return NamedAdapter(adapter, "", True, adapters.check(adapter, weights, form, True)[1])
    except BackendError as error:
        return NamedAdapter(adapter, fault=str(error))


def fit(listing: Listing, choice: Choice, weights: Checkpoint) -> MemoryFit | str:
    """Whether the model as it is set fits into memory, or why that is unknown."""
    try:
        form = backends.form(listing.name, choice.options)
        if form is None:
            return "This model has no fixed format of frames, so its memory cannot be estimated."
        return estimate.fit(weights, form, choice.quantise, choice.options, _available())
    except BackendError as error:
        return str(error)


def too_large(listing: Listing, choice: Choice) -> bool:
    """Whether a backend that is ready otherwise would not fit into memory."""
    weights = inspect(listing) if listing.model_types else ""
    result = fit(listing, choice, weights) if isinstance(weights, Checkpoint) else ""
    return isinstance(result, MemoryFit) and not result.fits


@st.cache_data(show_spinner=False, ttl=_FRESH)
def _available() -> AvailableMemory:
    return available_memory()


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the folder does."""
    try:
        files = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)


@st.cache_resource(show_spinner=False, max_entries=16)
def _inspected(folder: str, model_types: tuple[str, ...], stamp: object) -> Checkpoint | str:
    try:
        return checkpoint.read(Path(folder), model_types)
    except BackendError as error:
        return str(error)
