"""Which clip Review shows: chosen, in the address, last worked on, or the next unjudged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages._ui.review.review_session import ReviewSession
from pages._ui.shell.preferences import Preferences
from pages._ui.words import queue
from pages._ui.words.queue import Row

ELSEWHERE = (
    "The address leads to a clip that was not analysed with this catalogue, so another clip is "
    "shown. Open its catalogue on the page Catalogue to see it."
)


@dataclass(frozen=True)
class Place:
    """The place of a curator in the queue; `rows` are those that pass the filters, in order."""

    review: ReviewSession
    preferences: Preferences
    rows: Sequence[Row]

    @property
    def current(self) -> str | None:
        """The clip on the page: always one that passes the filters; None where none does."""
        last = self.preferences.place(self.review.catalogue.sha256)
        for key in filter(None, (asked(), last)):
            if any(row.key == key for row in self.rows):
                return key
        left_out = asked() if asked() in self.review.clips else None
        return queue.next_unjudged(self.rows, None) if left_out is None else self._after(left_out)

    def _after(self, key: str) -> str | None:
        """The first listed clip behind one that the filters leave out, as it was filmed."""
        filmed = [row.key for row in queue.arrange(self.review.rows, queue.Filters())]
        listed = {row.key for row in self.rows}
        at = filmed.index(key)
        return next((key for key in (*filmed[at:], *filmed[:at]) if key in listed), None)

    def choose(self, key: str) -> None:
        """Make a clip the current one and remember it."""
        st.session_state["clip"] = st.session_state["clip_drawn"] = key
        self.preferences.put_place(self.review.catalogue.sha256, key)

    def move(self, by: int) -> None:
        if key := queue.step(self.rows, self.current, by):
            self.choose(key)

    def settle(self) -> str | None:
        """The current clip, which becomes that of the session; the keys put it into the address."""
        clip = self.current
        if clip is not None:
            st.session_state["clip"] = st.session_state["clip_drawn"] = clip
        return clip


def asked() -> str | None:
    """The clip that the session is at or, on a first visit, the one in the address."""
    return st.session_state.get("clip") or st.query_params.get("clip")


def stray(review: ReviewSession) -> str:
    """What to say where the address leads to a clip that this catalogue does not have."""
    key = st.query_params.get("clip")
    first_visit = "clip" not in st.session_state
    return ELSEWHERE if first_visit and key and key not in review.clips else ""


def left_out(rows: Sequence[Row], review: ReviewSession) -> bool:
    """Whether the filters leave out a clip that a link of another page, or an address, leads to."""
    key = asked()
    led = key in review.clips and key != st.session_state.get("clip_drawn")
    return led and all(row.key != key for row in rows)
