"""Exports on the ledger page: of a ledger that does not verify only as an act of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from ledger import Attached, Format, Ledger, LedgerError, export
from pages._ui.html import elements
from pages._ui.ledger.caches import verified

_FORMATS: tuple[tuple[Format, str], ...] = (("csv", "text/csv"), ("json", "application/json"))
_NAME = "cartellino-ledger"
_UNVERIFIED = f"{_NAME}-NOT-VERIFIED"


def draw(ledger: Ledger, now: Mapping[int, Attached]) -> None:
    """The export buttons, or what is wrong and the switch that exports all the same."""
    verification = verified(ledger)
    if verification.ok:
        _buttons(ledger, now, despite=False)
        return
    words = " ".join(problem.message for problem in verification.problems[:1])
    st.html(elements.fault(
        f"The ledger does not verify, so that nothing is exported as it is. {words}"
    ))  # fmt: skip
    if st.toggle("Export it despite the problems", key="export_despite"):
        st.html(elements.caution(
            f"The file is named {_UNVERIFIED}: nobody should take it for the ledger."
        ))  # fmt: skip
        _buttons(ledger, now, despite=True)


def _buttons(ledger: Ledger, now: Mapping[int, Attached], despite: bool) -> None:
    with st.container(horizontal=True, gap="small"):
        for form, mime_type in _FORMATS:
            st.download_button(
                f"Export {form.upper()}{', not verified' if despite else ''}",
                partial(content, ledger, form, now, despite),
                f"{_UNVERIFIED if despite else _NAME}.{form}",
                mime_type,
                key=f"export_{form}{'_despite' if despite else ''}",
                on_click="ignore",
            )


def content(
    ledger: Ledger, form: Format, now: Mapping[int, Attached], despite: bool = False
) -> bytes:
    """The whole ledger as a file, proved and written once it is asked for.

    Raises LedgerError where it has changed since the page was drawn: then nothing is delivered.
    """
    if not despite and not (verification := ledger.verify()).ok:
        problem = verification.first.message if verification.first else ""
        raise LedgerError(f"The ledger does not verify. {problem} Load the page again.")
    return "".join(export(ledger, form, now)).encode()
