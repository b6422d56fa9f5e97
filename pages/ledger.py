"""Ledger: everything that was ever judged, the proof that nothing was changed, and exports."""

from __future__ import annotations

from catalogue.versions.history import Versions
from pages._ui import ledger_parts, page, state
from pages._ui.resources import OpenCatalogue, Resources, everything_attached


def draw() -> None:
    bundle = page.begin(
        "Ledger",
        "Every verdict, with who gave it and when. Nothing is ever overwritten: an undo is a "
        "line of its own.",
    )
    ledger = bundle.ledger
    events = ledger.events()
    if not events:
        page.nothing_yet(
            "No verdict yet",
            "The first proposal that you accept or reject is written here.",
            "Review proposals",
            page.REVIEW,
        )
        return
    now = everything_attached(bundle, _opened(bundle))
    ledger_parts.proof_and_exports(ledger, now)
    ledger_parts.history(ledger, Versions(bundle.workspace.catalogues), events, now)


def _opened(bundle: Resources) -> OpenCatalogue | None:
    """The catalogue in use; what was judged is shown whether or not it can be read."""
    try:
        return state.opened(bundle)
    except state.EXPECTED:
        return None


state.guarded(draw)
