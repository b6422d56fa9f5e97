"""The bar at the foot of the review page: who judges, the verdicts and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from console import CartellinoError
from ledger import Reason
from pages._ui.html import elements
from pages._ui.review import queue_column, recutting, teach
from pages._ui.review.actions import Reviewer
from pages._ui.shell.resources import Resources
from pages._ui.widgets import keys
from pages._ui.words import verdicts

REASON_KEYS: dict[str, Reason] = {
    "l": "loan", "i": "institution", "n": "no painting", "b": "blurred", "o": "other",
}  # fmt: skip
VERDICT_KEYS = {
    "a": "agree", "x": "reject", "d": "defer", "r": "teach", "Enter": "name chosen",
    **{key: f"reason {reason}" for key, reason in REASON_KEYS.items()},
}  # fmt: skip
"""Key → what it says of the clip; taken once a press, and only for a clip that is drawn."""
OTHER_KEYS = {
    "e": "correct", "u": "undo", "j": "next", "k": "previous", "s": "scores", "p": "points",
    "t": "settings", "?": "help",
    "h": "recut split", "q": "recut begin", "w": "recut end", "g": "recut join",
    **{str(number): f"look {number}" for number in range(1, 10)},
}  # fmt: skip
_GUARDED = ("agree_", "reject_", "defer_", "reason_", "name_", "teach_")
"""How the widget keys of the buttons begin that give a verdict."""
REASON = "Reason"
"""The popover of the reasons, behind which the keys go on."""
_ALL_KEYS = (
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
    ("H", "Split the clip at the frame that is on the page"),
    ("Q, W", "Let the clip begin, or end, with that frame"),
    ("G", "Join the clip with the next one of its video"),
    ("T", "Show the settings"),
    ("C, V", "Show the painting cut out of its frame; blink between it and the reference"),
    ("Space , .", "Play the video; a step back and on in it"),
    ("Esc", "Leave a search or a field"),
    ("?", "This sheet"),
)
_SEARCH = '.st-key-correct_words input, [class*="st-key-candidate_match_"] button'
"""The search for a work, and the buttons that name what it finds."""
_NAMES = 4
"""Names that are offered to whoever begins to judge."""


def draw(reviewer: Reviewer, clip: str) -> None:
    """One key gives a verdict and moves on.

    The verdicts are off during a search for a work, when the curator types a title.
    """
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _verdicts(reviewer, clip)
        if reviewer.hides(reviewer.review.clips[clip]):
            st.button("Show scores `S`", key="show_scores",
                      on_click=reviewer.show_scores, args=(clip,))  # fmt: skip
        st.text_input(
            "Comment on the verdict",
            key=f"comment_{clip}",
            label_visibility="collapsed",
            placeholder="Comment on the verdict (optional)",
            max_chars=2000,
        )
        st.button("Previous `K`", key="previous", on_click=reviewer.move, args=(-1,))
        st.button("Next `J`", key="next", on_click=reviewer.move, args=(1,))
        st.button("Keys `?`", key="all_keys", type="tertiary", on_click=show_help)


def _verdicts(reviewer: Reviewer, clip: str) -> None:
    """The buttons that write to the ledger: off where nothing can be written."""
    why = reviewer.bundle.workspace.read_only
    busy = reviewer.correcting or bool(why)
    off: Any = {"disabled": busy, "help": why or None}
    kind, _ = reviewer.review.agreement(clip)
    accepts = kind == "accept" or bool(reviewer.region(clip))
    agree = "Accept `A`" if accepts else "Rightly none `A`"
    st.button(agree, key=f"agree_{clip}", type="primary",
              on_click=reviewer.agree, args=(clip,), **off)  # fmt: skip
    st.button("Correct `E`", key=f"correct_{clip}",
              on_click=reviewer.start_correcting, args=(clip,), **off)  # fmt: skip
    st.button("Reject `X`", key=f"reject_{clip}",
              on_click=reviewer.reject, args=(clip,), **off)  # fmt: skip
    reasons = st.popover(REASON, key=f"reasons_{clip}", disabled=busy, on_change="rerun")
    if reasons.open:
        with reasons:
            _reasons(reviewer, clip)
    st.button("Defer `D`", key=f"defer_{clip}",
              on_click=reviewer.defer, args=(clip,), **off)  # fmt: skip
    st.button("Undo `U`", key="undo", on_click=reviewer.undo,
              disabled=busy or not reviewer.review.can_undo(reviewer.name),
              help=why or None)  # fmt: skip


def _reasons(reviewer: Reviewer, clip: str) -> None:
    st.html(elements.quiet("Reject it, with the reason:"))
    for key, reason in REASON_KEYS.items():
        words = verdicts.REASONS[reason].capitalize()
        st.button(f"{words} `{key.upper()}`", key=f"reason_{reason}_{clip}", width="stretch",
                  on_click=reviewer.reject, args=(clip, reason))  # fmt: skip


def listen(reviewer: Reviewer, clip: str) -> None:
    """The keys of the page."""
    typing = reviewer.correcting
    closes = {"Escape": "close"} if typing or reviewer.region(clip) else {}
    others = closes if typing else OTHER_KEYS | closes
    moves = ("next", "previous")
    keys.draw(
        clip, {} if typing else VERDICT_KEYS, others,
        partial(_pressed, reviewer), moves, _GUARDED, REASON,
        {"clip": [clip], **queue_column.address()}, _SEARCH,
    )  # fmt: skip


def _pressed(reviewer: Reviewer, action: str, clip: str) -> None:
    """Do what a key says, of the clip that was drawn when it was pressed."""
    name, _, rest = action.partition(" ")
    actions: dict[str, Callable[[], Any]] = {
        "agree": lambda: reviewer.agree(clip),
        "reject": lambda: reviewer.reject(clip),
        "reason": lambda: reviewer.reject(clip, _reason(rest)),
        "defer": lambda: reviewer.defer(clip),
        "teach": lambda: teach.by_key(reviewer, clip),
        "name": lambda: reviewer.name_chosen(clip),
        "look": lambda: reviewer.look_at(clip, int(rest)),
        "correct": lambda: reviewer.start_correcting(clip),
        "close": reviewer.stop_correcting if reviewer.correcting else reviewer.turn_back,
        "undo": reviewer.undo,
        "next": lambda: reviewer.move(1),
        "previous": lambda: reviewer.move(-1),
        "scores": lambda: reviewer.show_scores(clip),
        "points": lambda: turn(f"points_of_{clip}"),
        "settings": lambda: turn("tuning"),
        "recut": lambda: _recut(reviewer, clip, rest),
        "help": show_help,
    }
    if clip not in reviewer.review.clips:
        return
    try:
        actions[name]()
    except CartellinoError as error:
        reviewer.report(str(error), wrong=True)


def _recut(reviewer: Reviewer, clip: str, words: str) -> None:
    evidence = reviewer.review.clips[clip]
    way = next(way for way in recutting.LABELS if way == words)
    recutting.recut(reviewer, evidence, way)


def _reason(words: str) -> Reason:
    return next(reason for reason in REASON_KEYS.values() if reason == words)


def turn(name: str) -> None:
    """Turn something on or off that the session remembers."""
    st.session_state[name] = not st.session_state.get(name, False)


@st.dialog("Keys", width="medium")
def help_sheet() -> None:
    """All keys of the page, and what they do."""
    st.html(elements.keys(_ALL_KEYS))


def show_help() -> None:
    st.session_state["show_keys"] = True


def ask_name(bundle: Resources, introduce: Callable[[str], None]) -> None:
    """Ask who judges, once a visit: every verdict in the ledger has a name."""

    def take() -> None:
        if name := " ".join(str(st.session_state["reviewer_name"]).split()):
            introduce(name)

    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(elements.quiet("Who judges? Every verdict in the ledger has a name."))
        for name in _names(bundle):
            st.button(elements.label(name), key=f"as_{name}", on_click=introduce, args=(name,))
        with (
            st.form("reviewer_form", border=False),
            st.container(horizontal=True, gap="small", vertical_alignment="center"),
        ):
            st.text_input(
                "Your name",
                key="reviewer_name",
                label_visibility="collapsed",
                placeholder="Your name",
                max_chars=120,
                width=220,
            )
            st.form_submit_button("Start judging", type="primary", on_click=take)


def _names(bundle: Resources) -> list[str]:
    """Who judged last in this workspace, the latest first."""
    before = bundle.preferences.get("reviewer")
    recent = (event.reviewer for event in bundle.ledger.events(limit=500))
    return list(dict.fromkeys(filter(None, (before, *recent))))[:_NAMES]
