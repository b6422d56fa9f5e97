"""The bar at the foot of the review page: the reviewer, five verdict keys, previous and next."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._ui.html import elements
from pages._ui.review.actions import Reviewer


def draw(reviewer: Reviewer) -> None:
    """One key gives a verdict and moves on.

    The keys are off during a search for a work, when the curator types a title.
    """
    clip, busy = reviewer.current or "", reviewer.correcting
    # The clip is part of the keys: a late key press belongs to the clip that was on screen.
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _verdicts(reviewer, clip, busy)
        if reviewer.hides(reviewer.review.clips[clip]):
            st.button(
                "Show scores",
                key="show_scores",
                shortcut="S",
                disabled=busy,
                on_click=reviewer.show_scores,
            )
        st.text_input(
            "Comment",
            key=f"comment_{clip}",
            label_visibility="collapsed",
            placeholder="Comment on the verdict (optional)",
            max_chars=2000,
        )
        for name, key, step in (("Previous", "K", -1), ("Next", "J", 1)):
            st.button(
                name,
                key=name.lower(),
                shortcut=key,
                disabled=busy,
                on_click=reviewer.move,
                args=(step,),
            )


def _verdicts(reviewer: Reviewer, clip: str, busy: bool) -> None:
    """The buttons that write to the ledger: off, too, where nothing can be written."""
    why = reviewer.bundle.workspace.read_only
    off, why_off = busy or bool(why), why or None
    st.button(
        "Accept",
        key=f"accept_{clip}",
        shortcut="A",
        type="primary",
        disabled=off or reviewer.review.proposed(clip) is None,
        help=why_off,
        on_click=reviewer.judge,
        args=("accept",),
    )
    st.button(
        "Correct",
        key=f"correct_{clip}",
        shortcut="E",
        disabled=off,
        help=why_off,
        on_click=reviewer.start_correcting,
    )
    for name, key in (("Reject", "X"), ("Defer", "D")):
        st.button(
            name,
            key=f"{name.lower()}_{clip}",
            shortcut=key,
            disabled=off,
            help=why_off,
            on_click=reviewer.judge,
            args=(name.lower(),),
        )
    st.button("Undo", key="undo", shortcut="U", disabled=off, help=why_off, on_click=reviewer.undo)


def ask_name(introduce: Callable[[str], None]) -> None:
    """Ask for the reviewer's name, once: every verdict in the ledger has one."""

    def keep() -> None:
        name = " ".join(str(st.session_state["reviewer_name"]).split())
        if name:
            introduce(name)

    with (
        st.form("reviewer_form", border=False),
        st.container(horizontal=True, gap="small", vertical_alignment="center"),
    ):
        st.html(elements.quiet("Every verdict in the ledger has a name."))
        st.text_input(
            "Your name",
            key="reviewer_name",
            label_visibility="collapsed",
            placeholder="Your name",
            max_chars=120,
            width=260,
        )
        st.form_submit_button("Start judging", type="primary", on_click=keep)
