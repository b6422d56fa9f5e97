"""What the ledger page computes, kept while neither ledger nor catalogue changes."""

from __future__ import annotations

import os
from collections.abc import Mapping

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, Ledger, Verification, attached, attached_to_newest, note_of
from pages._ui.shell.resources import OpenCatalogue, Resources


def everything_attached(bundle: Resources, opened: OpenCatalogue | None) -> Mapping[int, Attached]:
    """Every event about a work, by number, with that work in the open catalogue.

    Where none is open: in the newest version of the event's own catalogue.
    """
    last = bundle.ledger.last()
    folder = bundle.workspace.catalogues
    changed = folder.stat().st_mtime_ns if folder.exists() else 0
    sha256 = opened.catalogue.sha256 if opened else ""
    return _everything_attached(str(bundle.ledger.path), sha256, last, changed, bundle, opened)


@st.cache_resource(show_spinner="Looking for the works in the catalogue …", max_entries=4)
def _everything_attached(
    ledger: str, sha256: str, last: int, changed: int,
    _bundle: Resources, _opened: OpenCatalogue | None,
) -> Mapping[int, Attached]:  # fmt: skip
    events, versions = _bundle.ledger.events(), Versions(_bundle.workspace.catalogues)
    if _opened is None:
        return attached_to_newest(events, versions)
    return attached(events, _opened.catalogue, versions)


def verified(ledger: Ledger) -> Verification:
    """The proof of the ledger, made again whenever its files have changed."""
    path = ledger.path
    files = (path, path.with_name(f"{path.name}-wal"), note_of(path))
    return _verified(str(path), tuple(map(_changed, files)), ledger)


def _changed(path: os.PathLike[str]) -> tuple[int, int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return 0, 0, 0
    return stat.st_ino, stat.st_size, max(stat.st_mtime_ns, stat.st_ctime_ns)


@st.cache_resource(show_spinner="Proving the ledger …", max_entries=4)
def _verified(path: str, changed: tuple[object, ...], _ledger: Ledger) -> Verification:
    return _ledger.verify()
