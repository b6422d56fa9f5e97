"""Folders of weights and adapters: named, kept, and looked into without loading anything."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Choice, FormatMismatch, Listing
from backends.neural import adapters, checkpoint
from backends.neural.adapters import Adapter
from backends.neural.checkpoint import Checkpoint


def missing(listing: Listing, choice: Choice) -> tuple[str, ...]:
    """All that keeps a backend from looking, in sentences or commands; empty when it is ready."""
    if listing.packages or not listing.model_types:
        return listing.missing
    found = inspect(listing)
    if not isinstance(found, Checkpoint):
        return (found,)
    _, fault = adapter(listing, choice, found)
    return (fault,) if fault else ()


def inspect(listing: Listing) -> Checkpoint | str:
    """What is in the folder of a backend's weights, or why that cannot be used."""
    folder = listing.folder
    if folder is None or not folder.exists():
        return next(iter(listing.missing), f"There is no folder {folder}.")
    return _inspected(str(folder), listing.model_types, _stamp(folder))


def adapter(listing: Listing, choice: Choice, found: Checkpoint) -> tuple[Adapter | None, str]:
    """The adapter that was named, and why it cannot be used (empty where it can)."""
    options = choice.options
    if options.adapter is None:
        return None, ""
    known: Adapter | None = None
    try:
        form = backends.form(listing.name, options)
        known = adapters.read(options.adapter)
        if form:
            adapters.check(known, found, form, options.despite_format)
    except BackendError as error:
        return known, str(error)
    return known, ""


def mismatched(listing: Listing, choice: Choice, found: Checkpoint, known: Adapter) -> str:
    """How the adapter's frames differ from those that it would get; empty where they do not."""
    try:
        form = backends.form(listing.name, choice.options)
        if form:
            adapters.check(known, found, form, despite_format=False)
    except FormatMismatch as error:
        return str(error)
    except BackendError:
        return ""
    return ""


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
