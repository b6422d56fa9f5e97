"""The sheet with all keys of the review page."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.words import verdicts

KEYS = (
    ("A", "The machine is right: accept its work or, where it names none, say that none is there"),
    ("X", "The machine is wrong"),
    ("E", "Name another work of the catalogue"),
    ("1 to 9", "Look at a candidate; Enter names it"),
    ("L I N B O", "Reject with a reason: " + ", ".join(verdicts.REASONS.values())),
    ("D", "Defer: look at it later"),
    ("R", "Make the painting of an accepted or corrected clip a reference picture of its work"),
    ("U", "Undo your last verdict, a bulk acceptance as a whole"),
    ("J, K", "Next and previous clip"),
    ("S", "Show the scores in a blind first look"),
    ("P", "Show the matching points of a recognised painting"),
    ("H", "Split the clip at the frame that is chosen in the strip"),
    ("Q, W", "Let the clip begin, or end, with that frame"),
    ("G", "Join the clip with the next one of its video"),
    ("T", "Show the settings"),
    ("Esc", "Leave a search or a field"),
    ("?", "This sheet"),
)


@st.dialog("Keys", width="medium")
def sheet() -> None:
    st.html(elements.keys(KEYS))
