"""The parts of the ledger page below the record: the proof, the head; and one line of it."""

from __future__ import annotations

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, Event, Frozen, Ledger, LedgerError, about, end
from pages._ui.html import elements, members, scores, stages
from pages._ui.html.ledger import proof
from pages._ui.words import record, verdicts
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


def missing_end(ledger: Ledger) -> None:
    """A warning where events are missing at the end."""
    for problem in end(ledger.path).problems:
        st.html(elements.fault(problem.message))


def head_of(ledger: Ledger) -> None:
    """The head to note elsewhere, to copy."""
    present = end(ledger.path)
    if present.head and present.ok:
        st.html(elements.quiet("Head of the ledger, to be noted elsewhere: in an e-mail, say"))
        st.code(present.head, language=None, wrap_lines=True, width=720)


def details(ledger: Ledger, versions: Versions, event: Event, now: Attached | None = None) -> None:
    """One line of the ledger, with the record and the evidence as they were frozen."""
    st.html(elements.caption(f"Line {event.number}"))
    frozen = _frozen(ledger, event)
    ablations, marks = (frozen.ablations, frozen.marks) if frozen else (Ablations(), ())
    recut = frozen.recut if frozen else None
    st.html(elements.pairs(record.named(verdicts.details(event, now, ablations, marks, recut))))
    then = versions.records(event.catalogue_sha256, [about(event)]).get(about(event))
    if then:
        with st.expander("The record as it was then"):
            st.html(elements.pairs(verdicts.as_it_was(then)))
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
