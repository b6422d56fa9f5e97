"""The reference pictures that verdicts taught, by the work that they show today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import streamlit as st

from catalogue import Catalogue
from catalogue.versions import Versions
from ledger import Reference, attached, references
from pages._ui.shell.resources import Resources

Taught = Mapping[str, tuple[Reference, ...]]
"""The pictures of each work, by its identifier today, oldest first."""


def taught(bundle: Resources, catalogue: Catalogue) -> Taught:
    """The pictures of the works of a catalogue, also those whose verdict stands no more."""
    ledger = bundle.ledger
    return _taught(str(ledger.path), catalogue.sha256, ledger.last(), bundle, catalogue)


@st.cache_resource(show_spinner=False, max_entries=4)
def _taught(path: str, sha256: str, last: int, _bundle: Resources, _catalogue: Catalogue) -> Taught:
    pictures = references(_bundle.ledger)
    versions = Versions(_bundle.workspace.catalogues)
    now = attached([picture.event for picture in pictures], _catalogue, versions)
    by_work: dict[str, list[Reference]] = defaultdict(list)
    for picture in pictures:
        at = now.get(picture.event.number)
        if at and at.work:
            by_work[at.work].append(picture)
    return {work: tuple(listed) for work, listed in by_work.items()}


def in_use(taught: Taught, work: str) -> tuple[Reference, ...]:
    """The pictures of a work that the next analysis uses."""
    return tuple(picture for picture in taught.get(work, ()) if picture.used)
