"""Ledger: every verdict ever given, the proof that none was changed, and exports."""

from __future__ import annotations

from catalogue.versions import Versions
from pages._ui.ledger import exports, history
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
    history.end_of_chain(ledger)
    if not events and not read.set_aside:
        navigation.nothing_yet(
            "No verdict yet",
            "The first proposal that you accept or reject is written here.",
            "Review proposals",
            navigation.REVIEW,
        )
        return
    now = everything_attached(bundle, _opened(bundle))
    history.proof_of(ledger)
    exports.draw(ledger, now)
    if events:
        history.draw(ledger, Versions(bundle.workspace.catalogues), events, now)


def _opened(bundle: Resources) -> OpenCatalogue | None:
    """The catalogue in use; verdicts are shown even if it cannot be read."""
    try:
        return session.opened(bundle)
    except session.EXPECTED:
        return None


session.guarded(draw)
