"""The reviewer's preferences: where a verdict leads, a blind first look, who judges."""

from __future__ import annotations

import streamlit as st

from pages._ui.review.actions import Reviewer
from pages._ui.shell import session

MOVES = {
    "unjudged": "the next unjudged clip",
    "next": "the next clip",
    "stay": "nowhere: stay on this clip",
}


def draw(reviewer: Reviewer) -> None:
    popover = st.popover("Preferences", width="stretch", key="preferences", on_change="rerun")
    if popover.open:
        with popover:
            _controls(reviewer)


def _controls(reviewer: Reviewer) -> None:
    move = session.remembered(reviewer.bundle, "going", "unjudged")
    st.radio(
        "After a verdict, go to",
        list(MOVES),
        format_func=MOVES.__getitem__,
        index=list(MOVES).index(move) if move in MOVES else 0,
        key="going_chosen",
        on_change=_set,
        args=(reviewer, "going"),
    )
    st.toggle(
        "Blind first look: hide scores until a verdict",
        value=reviewer.blind,
        key="blind_chosen",
        on_change=_set,
        args=(reviewer, "blind"),
    )
    if reviewer.name:
        st.text_input(
            "Judging as",
            value=reviewer.name,
            key="reviewer_chosen",
            on_change=_rename,
            args=(reviewer,),
            max_chars=120,
        )


def _set(reviewer: Reviewer, name: str) -> None:
    session.remember(reviewer.bundle, **{name: st.session_state[f"{name}_chosen"]})


def _rename(reviewer: Reviewer) -> None:
    if name := " ".join(str(st.session_state["reviewer_chosen"]).split()):
        reviewer.introduce(name)
