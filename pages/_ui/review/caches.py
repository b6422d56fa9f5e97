"""What Review computes from the stored clips and verdicts, kept while neither changes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, Event, attached
from pages._ui.shell.resources import OpenCatalogue, Resources, settle
from pages._ui.words.memo import Memo
from pipeline import Evidence, Recut, after_cuts
from pipeline.analysis import SetAside, StoredEvidence
from pipeline.labels import Marks
from pipeline.redecide import Redecider


def attachments(bundle: Resources, opened: OpenCatalogue) -> Mapping[str, Attached]:
    """The standing verdict of each clip with the record that it is about, by clip."""
    standing = bundle.ledger.standing()
    known = _attachments(str(bundle.ledger.path), opened.catalogue.sha256, bundle, opened)
    known |= _attached(standing.values(), bundle, opened, known)
    of_clips = ((clip, known.get(event.hash)) for clip, event in standing.items())
    return {clip: attachment for clip, attachment in of_clips if attachment}


@st.cache_resource(show_spinner="Looking for the works in the catalogue …", max_entries=4)
def _attachments(
    ledger: str, sha256: str, _bundle: Resources, _opened: OpenCatalogue
) -> dict[str, Attached | None]:
    """By the hash of the event; grows with the ledger."""
    return _attached(_bundle.ledger.standing().values(), _bundle, _opened)


def _attached(
    events: Iterable[Event],
    bundle: Resources,
    opened: OpenCatalogue,
    known: Container[str] = (),
) -> dict[str, Attached | None]:
    """Those that are not known, by the hash of the event; None for one that is about no work."""
    new = [event for event in events if event.hash not in known]
    if not new:
        return {}
    by_number = attached(new, opened.catalogue, Versions(bundle.workspace.catalogues))
    return {event.hash: by_number.get(event.number) for event in new}


def memo(opened: OpenCatalogue) -> Memo:
    """What the redraws of this visit made of clips and verdicts, in one version of a catalogue."""
    memos: dict[str, Memo] = st.session_state.setdefault("review_memo", {})
    sha256 = opened.catalogue.sha256
    if sha256 not in memos:
        memos.clear()
        memos[sha256] = Memo()
    return memos[sha256]


def redecider(bundle: Resources, opened: OpenCatalogue) -> Redecider:
    """Decides every stored clip of this catalogue, in any version, under any settings."""
    store = bundle.store
    place = str(store.database), opened.catalogue.sha256, store.state()
    return _redecider(*place, bundle.ledger.recuts(), bundle, opened)


@st.cache_resource(show_spinner=False, max_entries=4)
def _redecider(
    database: str,
    sha256: str,
    state: int,
    recuts: tuple[Recut, ...],
    _bundle: Resources,
    _opened: OpenCatalogue,
) -> Redecider:
    family = Versions(_bundle.workspace.catalogues).family(sha256)
    clips = after_cuts(_everything(database, family, state, _bundle).evidence, recuts)
    stored = Redecider(clips, _opened.skybands)
    settle()
    return stored


def marked(
    bundle: Resources, opened: OpenCatalogue, stored: Redecider, marks: Mapping[str, Marks]
) -> Redecider:
    """`stored` with marks on labels, by clip."""
    store = bundle.store
    place = str(store.database), opened.catalogue.sha256, store.state()
    recuts = bundle.ledger.recuts()
    return _marked(*place, recuts, tuple(sorted(marks.items())), stored)


@st.cache_resource(show_spinner=False, max_entries=8)
def _marked(
    database: str,
    sha256: str,
    state: int,
    recuts: tuple[Recut, ...],
    marks: tuple[tuple[str, Marks], ...],
    _stored: Redecider,
) -> Redecider:
    return _stored.marked(dict(marks))


def set_aside(bundle: Resources, opened: OpenCatalogue) -> tuple[SetAside, ...]:
    """The stored clips of this catalogue, in any version, that cannot be read."""
    store = bundle.store
    family = Versions(bundle.workspace.catalogues).family(opened.catalogue.sha256)
    return _everything(str(store.database), family, store.state(), bundle).set_aside


@st.cache_resource(show_spinner=False, max_entries=4)
def _everything(
    database: str, family: tuple[str, ...], state: int, _bundle: Resources
) -> StoredEvidence:
    return _bundle.store.everything(*family, before=_rows(database, family))


@st.cache_resource(show_spinner=False, max_entries=4)
def _rows(database: str, family: tuple[str, ...]) -> dict[int, Evidence]:
    """What was read of the store, by the number of its row: only new clips are read anew."""
    return {}
