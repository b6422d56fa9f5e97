"""The parts of the ledger page: proof, export, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from catalogue.versions.history import Versions
from ledger import Event, Ledger
from ledger.attachment import Attached, about
from ledger.export import Format
from ledger.export import export as exported
from pages._ui.html import elements, members, scores
from pages._ui.words import decisions
from pages._ui.words import ledger as ledger_words
from pages._ui.words.ledger import History


def proof_and_exports(ledger: Ledger, now: Mapping[int, Attached]) -> None:
    """Prove the chain, if wanted against a head that was noted down; take the ledger along."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pressed = st.button("Verify the ledger", key="verify", type="primary")
        head = st.text_input(
            "Against a head noted earlier (optional)",
            key="head",
            placeholder="sha256/1:…",
            width=420,
        )
        forms: tuple[tuple[Format, str], ...] = (("csv", "text/csv"), ("json", "application/json"))
        for form, kind in forms:
            st.download_button(
                f"Export {form.upper()}",
                partial(_export, ledger, form, now),
                f"cartellino-ledger.{form}",
                kind,
                key=f"export_{form}",
                on_click="ignore",
            )
    if pressed:
        st.session_state["verification"] = ledger.verify(head.strip() or None)
    if found := st.session_state.get("verification"):
        st.html(ledger_words.proof(found))


def _export(ledger: Ledger, form: Format, now: Mapping[int, Attached]) -> bytes:
    """The whole ledger as a file, made when it is asked for."""
    return "".join(exported(ledger, form, now)).encode()


def history(
    ledger: Ledger, versions: Versions, events: Sequence[Event], now: Mapping[int, Attached]
) -> None:
    """Every event, newest first, with filters; a chosen one is shown with what it rested on.

    `now` says by number where the work of each event is today.
    """
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kinds = st.pills(
            "Verdict",
            list(ledger_words.KINDS),
            selection_mode="multi",
            format_func=ledger_words.KINDS.__getitem__,
            key="ledger_kinds",
        )
        who = st.selectbox(
            "Reviewer",
            ["everybody", *sorted({e.reviewer for e in events})],
            key="ledger_reviewer",
            width=220,
        )
        text = st.text_input("Title, artist, film or comment", key="ledger_text", width=280)
        standing_only = st.toggle("Only verdicts that stand", key="ledger_standing")
    standing = frozenset(event.number for event in ledger.standing().values())
    wanted = History(tuple(kinds), "" if who == "everybody" else who, text, standing_only)
    shown = wanted.of(events, standing)
    st.html(elements.quiet(f"{len(shown):,} of {len(events):,} lines"))
    rows = [
        ledger_words.line(event, event.number in standing, now.get(event.number)) for event in shown
    ]
    if not rows:
        return
    chosen = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        key="history",
        on_select="rerun",
        selection_mode="single-cell",
        height=min(46 + 35 * len(rows), 560),
    )
    for number, _ in chosen.selection.cells:
        if number < len(shown):
            event = shown[number]
            _details(ledger, versions, event, now.get(event.number))


def _details(ledger: Ledger, versions: Versions, event: Event, now: Attached | None = None) -> None:
    frozen = ledger.frozen(event)
    st.html(elements.caption(f"Line {event.number}"))
    st.html(elements.pairs(ledger_words.details(event, now)))
    record = versions.records(event.catalogue_sha256, [about(event)]).get(about(event))
    if record:
        with st.expander("The record as it was"):
            st.html(elements.pairs(ledger_words.as_it_was(record)))
    with st.expander("What it rested on"):
        st.html(scores.reasons(frozen.decision))
        parts = members.parts(frozen.evidence)
        for name, evidence in parts:
            if len(parts) > 1:
                st.html(elements.caption(name))
            for output in evidence.outputs:
                st.html(elements.stage(decisions.STAGES.get(output.stage, output.stage), output))
