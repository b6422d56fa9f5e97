"""What Review computes from the stored clips and verdicts, kept while neither changes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, attached
from pages._ui.shell.resources import OpenCatalogue, Resources
from pipeline.analysis import SetAside, StoredEvidence
from pipeline.labels import Marks
from pipeline.redecide import Redecider
from storage import SetAside as Damaged


def attachments(bundle: Resources, opened: OpenCatalogue) -> Mapping[str, Attached]:
    """The standing verdict of each clip with the record that it is about, by clip."""
    last = bundle.ledger.last()
    return _attachments(str(bundle.ledger.path), opened.catalogue.sha256, last, bundle, opened)


@st.cache_resource(show_spinner="Looking for the works in the catalogue …", max_entries=4)
def _attachments(
    ledger: str, sha256: str, last: int, _bundle: Resources, _opened: OpenCatalogue
) -> Mapping[str, Attached]:
    standing = _bundle.ledger.standing()
    versions = Versions(_bundle.workspace.catalogues)
    by_number = attached(standing.values(), _opened.catalogue, versions)
    return {clip: by_number[e.number] for clip, e in standing.items() if e.number in by_number}


def redecider(bundle: Resources, opened: OpenCatalogue) -> Redecider:
    """Decides every stored clip of this catalogue, in any version, under any settings."""
    store = bundle.store
    return _redecider(str(store.database), opened.catalogue.sha256, store.state(), bundle, opened)


@st.cache_resource(show_spinner=False, max_entries=4)
def _redecider(
    database: str, sha256: str, state: int, _bundle: Resources, _opened: OpenCatalogue
) -> Redecider:
    family = Versions(_bundle.workspace.catalogues).family(sha256)
    return Redecider(_everything(database, family, state, _bundle).evidence, _opened.skybands)


def marked(
    bundle: Resources, opened: OpenCatalogue, stored: Redecider, marks: Mapping[str, Marks]
) -> Redecider:
    """`stored` with marks on labels, by clip."""
    store = bundle.store
    place = str(store.database), opened.catalogue.sha256, store.state()
    return _marked(*place, tuple(sorted(marks.items())), stored)


@st.cache_resource(show_spinner=False, max_entries=8)
def _marked(
    database: str,
    sha256: str,
    state: int,
    marks: tuple[tuple[str, Marks], ...],
    _stored: Redecider,
) -> Redecider:
    return _stored.marked(dict(marks))


def kept_marks(bundle: Resources) -> Mapping[str, Marks]:
    """The marks on labels that stand with verdicts, by clip."""
    return _kept_marks(str(bundle.ledger.path), bundle.ledger.last(), bundle)


@st.cache_resource(show_spinner=False, max_entries=4)
def _kept_marks(ledger: str, last: int, _bundle: Resources) -> Mapping[str, Marks]:
    return _bundle.ledger.marks()


def unreadable_lines(bundle: Resources) -> tuple[Damaged, ...]:
    """The lines of the ledger that cannot be read: they count for no clip."""
    return _unreadable_lines(str(bundle.ledger.path), bundle.ledger.last(), bundle)


@st.cache_resource(show_spinner=False, max_entries=4)
def _unreadable_lines(ledger: str, last: int, _bundle: Resources) -> tuple[Damaged, ...]:
    return _bundle.ledger.unreadable()


def set_aside(bundle: Resources, opened: OpenCatalogue) -> tuple[SetAside, ...]:
    """The stored clips of this catalogue, in any version, that cannot be read."""
    store = bundle.store
    family = Versions(bundle.workspace.catalogues).family(opened.catalogue.sha256)
    return _everything(str(store.database), family, store.state(), bundle).set_aside


@st.cache_resource(show_spinner=False, max_entries=4)
def _everything(
    database: str, family: tuple[str, ...], state: int, _bundle: Resources
) -> StoredEvidence:
    return _bundle.store.everything(*family)
