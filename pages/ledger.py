"""Ledger: every verdict ever given, the proof that none was changed, and exports."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.ledger import exports, history, record
from pages._ui.ledger.caches import everything_attached
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets import unreadable


def draw() -> None:
    bundle = navigation.begin(
        "Ledger",
        "Every verdict, with who gave it and when. Nothing is ever overwritten: an undo is a "
        "line of its own.",
    )
    ledger = bundle.ledger
    read = ledger.read()
    events = read.values
    unreadable.draw(read.set_aside, "line of the ledger", "lines of the ledger")
    history.missing_end(ledger)
    if not events and not read.set_aside:
        navigation.nothing_yet(
            "No verdict yet",
            "The first proposal that you accept or reject is written here.",
            "Review proposals",
            navigation.REVIEW,
        )
        return
    now = everything_attached(bundle, _opened(bundle))
    if events:
        record.draw(bundle, events, now)
    with st.container(key="proof"):
        st.html(elements.caption("Proof and exports"))
        exports.draw(ledger, now)
        history.proof_of(ledger)
        history.head_of(ledger)


def _opened(bundle: Resources) -> OpenCatalogue | None:
    """The catalogue in use; verdicts are shown even if it cannot be read."""
    try:
        return session.opened(bundle)
    except session.EXPECTED:
        return None


session.guarded(draw)
