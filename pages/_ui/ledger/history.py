"""The parts of the ledger page: proof and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, Event, Frozen, Ledger, LedgerError, about, end
from pages._ui.html import elements, members, scores, stages
from pages._ui.html.ledger import proof
from pages._ui.words import verdicts
from pages._ui.words.verdicts import LineFilter
from pipeline.decision import Ablations


def proof_of(ledger: Ledger) -> None:
    """Verify the chain, optionally against a head that was noted down."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pressed = st.button("Verify the ledger", key="verify", type="primary")
        head = st.text_input(
            "Against a head noted earlier (optional)",
            key="head",
            placeholder="sha256/1:…",
            width=420,
        )
    if pressed:
        st.session_state["verification"] = ledger.verify(head.strip() or None)
    if verification := st.session_state.get("verification"):
        st.html(proof(verification))


def end_of_chain(ledger: Ledger) -> None:
    """The head to note elsewhere, to copy; and a warning where events are missing at the end."""
    present = end(ledger.path)
    for problem in present.problems:
        st.html(elements.fault(problem.message))
    if present.head and present.ok:
        st.html(elements.quiet("Head of the ledger, to be noted elsewhere: in an e-mail, say"))
        st.code(present.head, language=None, wrap_lines=True, width=720)


def draw(
    ledger: Ledger, versions: Versions, events: Sequence[Event], now: Mapping[int, Attached]
) -> None:
    """Every event, newest first, with filters; a chosen one is shown with its evidence.

    `now` is, by the number of an event, its work in the catalogue of today.
    """
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kinds = st.pills(
            "Verdict",
            list(verdicts.VERDICTS),
            selection_mode="multi",
            format_func=verdicts.VERDICTS.__getitem__,
            key="ledger_kinds",
        )
        who = st.selectbox(
            "Reviewer",
            ["everybody", *sorted({e.reviewer for e in events})],
            key="ledger_reviewer",
            width=220,
        )
        text = st.text_input("Title, artist, video or comment", key="ledger_text", width=280)
        standing_only = st.toggle("Only verdicts that stand", key="ledger_standing")
    standing = frozenset(event.number for event in ledger.standing().values())
    line_filter = LineFilter(tuple(kinds), "" if who == "everybody" else who, text, standing_only)
    lines = line_filter.of(events, standing)
    st.html(elements.quiet(f"{len(lines):,} of {len(events):,} lines"))
    rows = [
        verdicts.line(event, event.number in standing, now.get(event.number)) for event in lines
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
        if number < len(lines):
            event = lines[number]
            details(ledger, versions, event, now.get(event.number))


def details(ledger: Ledger, versions: Versions, event: Event, now: Attached | None = None) -> None:
    """One line of the ledger, with the record and the evidence as they were frozen."""
    st.html(elements.caption(f"Line {event.number}"))
    frozen = _frozen(ledger, event)
    ablations, marks = (frozen.ablations, frozen.marks) if frozen else (Ablations(), ())
    st.html(elements.pairs(verdicts.details(event, now, ablations, marks)))
    record = versions.records(event.catalogue_sha256, [about(event)]).get(about(event))
    if record:
        with st.expander("The record as it was then"):
            st.html(elements.pairs(verdicts.as_it_was(record)))
    if frozen is None:
        return
    with st.expander("The evidence for it"):
        st.html(scores.reasons(frozen.decision))
        parts = members.parts(frozen.evidence)
        for name, evidence in parts:
            if len(parts) > 1:
                st.html(elements.caption(name))
            st.html(stages.finished(evidence.outputs))


def _frozen(ledger: Ledger, event: Event) -> Frozen | None:
    """What a line rests on; None, with the reason, where that cannot be read."""
    try:
        return ledger.frozen(event)
    except LedgerError as error:
        st.html(elements.fault(str(error)))
        return None
