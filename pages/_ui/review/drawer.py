"""The drawer of the review page: the sliders, and which decisions they flip."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages._ui.html import elements
from pages._ui.review import queue_column
from pages._ui.review.place import Place
from pages._ui.review.review_session import ReviewSession
from pages._ui.settings import ablations, sliders
from pages._ui.shell.resources import Resources
from pages._ui.words import flips

_WHOLE = "drawer_with_page"
_LISTED = 12
"""Flips that are listed in the drawer; the queue can show them all."""


def draw(bundle: Resources, review: ReviewSession) -> None:
    with st.sidebar:
        st.button("Close the settings `T`", key="close_drawer", width="stretch", on_click=close)
        sliders.choose_profile(bundle)
        st.session_state[_WHOLE] = True
        _live(bundle, review)
        ablations.draw()


@st.fragment
def _live(bundle: Resources, review: ReviewSession) -> None:
    """The sliders and what they flip: drawn alone while one is moved, and the whole page after."""
    whole = st.session_state.pop(_WHOLE, False)
    if not sliders.moving() and not whole:
        st.rerun()
    if not whole:
        review = replace(review, config=sliders.settings(bundle))
    # Of one place on the page, whatever is in it: a slider that moved would forget its drag.
    with st.container(key="flips"):
        _flips(bundle, review)
    sliders.draw(review.config, review.observed)


def draw_handle(bundle: Resources, review: ReviewSession) -> None:
    """The button that opens the drawer; it says how the settings stand."""
    if st.session_state.get("tuning"):
        return
    words = elements.label(sliders.summary(bundle, review.config))
    st.button(f"{words} `T`", key="open_drawer", width="stretch", on_click=open_it,
              help="The fifteen settings, their profiles and the ablations")  # fmt: skip
    if review.flips:
        st.html(elements.flips(flips.words(review.flips), True))


def close() -> None:
    st.session_state["tuning"] = False


def open_it() -> None:
    st.session_state["tuning"] = True


def _flips(bundle: Resources, review: ReviewSession) -> None:
    """How many decisions flip, and each of them, a click from its clip."""
    st.html(elements.flips(flips.words(review.flips), bool(review.flips)))
    if not review.flips:
        return
    with st.expander("Which ones"):
        st.button("Show them in the queue", key="show_flipped", width="stretch",
                  on_click=queue_column.show_flipped)  # fmt: skip
        for flip in review.flips[:_LISTED]:
            change = elements.label(flips.change(flip, review.catalogue))
            where = elements.label(flips.place(flip, review.clips))
            st.button(f"{change}  \n:small[{where}]", key=f"flip_{flip.key}", type="tertiary",
                      on_click=_open, args=(bundle, review, flip.key))  # fmt: skip
        if (more := len(review.flips) - _LISTED) > 0:
            st.html(elements.quiet(f"And {more} more."))


def _open(bundle: Resources, review: ReviewSession, clip: str) -> None:
    st.session_state.pop("correcting", None)
    Place(review, bundle.preferences, review.rows).choose(clip)
    st.session_state["clip_drawn"] = None  # filters that leave it out are taken off
