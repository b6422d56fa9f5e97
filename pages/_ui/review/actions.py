"""What a reviewer does: the current clip, each key press, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from console import plural
from ledger import JudgedMeanwhile, Judgement, LedgerError
from pages._ui.html import elements
from pages._ui.review import label_marks
from pages._ui.review.review_session import ReviewSession
from pages._ui.shell import session
from pages._ui.shell.resources import Resources
from pages._ui.words import decisions, queue, verdicts
from pages._ui.words.queue import Row
from pipeline import Evidence

NO_NAME = "Enter your name first, at the foot of the page."
MOVES = {
    "unjudged": "the next unjudged clip",
    "next": "the next clip",
    "stay": "nowhere: stay on this clip",
}


@dataclass(frozen=True)
class Reviewer:
    """A curator in a review session, with the rows that pass the filters."""

    bundle: Resources
    review: ReviewSession
    rows: Sequence[Row]

    @property
    def current(self) -> str | None:
        """The clip on the page: chosen, in the address, last worked on, or the next unjudged."""
        clip = st.session_state.get("clip") or st.query_params.get("clip")
        clip = clip or self.bundle.preferences.place(self.review.catalogue.sha256)
        return clip if clip in self.review.clips else queue.next_unjudged(self.rows, None)

    def put_into_address(self) -> None:
        """Put the current clip into the address, so that a link or a reload leads to it."""
        clip = self.current
        if clip and st.query_params.get("clip") != clip:
            st.query_params["clip"] = clip

    @property
    def name(self) -> str:
        return str(session.remembered(self.bundle, "reviewer", "") or "")

    @property
    def blind(self) -> bool:
        return bool(session.remembered(self.bundle, "blind", False))

    @property
    def correcting(self) -> bool:
        return self.current is not None and st.session_state.get("correcting") == self.current

    def hides(self, clip: Evidence) -> bool:
        """Whether scores are hidden: a blind first look at an unjudged clip."""
        key = clip.clip.key
        judged = any(row.judged for row in self.review.rows if row.key == key)
        return self.blind and not judged and st.session_state.get("shown_scores") != key

    def introduce(self, name: str) -> None:
        session.remember(self.bundle, reviewer=name)

    def choose(self, key: str) -> None:
        """Make a clip the current one and remember it."""
        st.session_state["clip"] = key
        st.session_state.pop("correcting", None)
        self.bundle.preferences.put_place(self.review.catalogue.sha256, key)

    def move(self, by: int) -> None:
        if key := queue.step(self.rows, self.current, by):
            self.choose(key)

    def start_correcting(self) -> None:
        st.session_state["correcting"] = self.current
        st.session_state["correct_words"] = ""

    def stop_correcting(self) -> None:
        st.session_state.pop("correcting", None)

    def show_scores(self) -> None:
        st.session_state["shown_scores"] = self.current

    def correct_to(self, work: str) -> None:
        """Name the work. Naming the machine's own proposal accepts it."""
        proposed = self.review.proposed(self.current or "")
        self._judge("accept" if proposed == work else "correct", work)

    def judge(self, kind: Judgement) -> None:
        self._judge(kind, self.review.proposed(self.current or "") if kind == "accept" else None)

    def _judge(self, kind: Judgement, work: str | None) -> None:
        key = self.current or ""
        if not self.name:
            self._report(NO_NAME, wrong=True)
            return
        comment = str(st.session_state.get(f"comment_{key}", "")).strip()
        try:
            self.review.judge(key, kind, work, self.name, comment)
        except JudgedMeanwhile as error:
            self._report(self._meanwhile(error), wrong=True)
            self.choose(key)
            return
        except LedgerError as error:
            self._report(str(error), wrong=True)
            return
        about = decisions.title_of(self.review.catalogue, work) if work else self._proposal(key)
        self._report(f"{verdicts.VERDICTS[kind].capitalize()}: {about}")
        self._go_on(key)

    def _go_on(self, key: str) -> None:
        move = session.remembered(self.bundle, "going", "unjudged")
        if move == "stay":
            self.choose(key)
        elif move == "next":
            self.choose(queue.step(self.rows, key, 1) or key)
        else:
            self.choose(queue.next_unjudged(self.rows, key) or key)

    def accept_all(self, keys: list[str]) -> None:
        if not self.name:
            self._report(NO_NAME, wrong=True)
            return
        try:
            count = self.review.accept_all(keys, self.name)
        except JudgedMeanwhile as error:
            self._report(f"{self._meanwhile(error)} None of the clips was accepted.", wrong=True)
            self.choose(error.clip)
            return
        except LedgerError as error:
            self._report(str(error), wrong=True)
            return
        self._report(f"Accepted {plural(count, 'clip')}. U undoes them all.")

    def _meanwhile(self, error: JudgedMeanwhile) -> str:
        """Who judged the clip since this page was drawn, and how."""
        event = self.review.ledger.standing().get(error.clip)
        return verdicts.meanwhile(event, self.name)

    def undo(self) -> None:
        """Undo the last action and return to its clip."""
        try:
            undone = self.review.undo(self.name)
        except LedgerError as error:
            self._report(str(error), wrong=True)
            return
        if undone is None:
            self._report("You have nothing to undo.")
            return
        event, count = undone
        label_marks.remember(self.review.kept_by(event))
        what = verdicts.VERDICTS[event.kind]
        if count > 1:
            self._report(f"Undone: {plural(count, 'clip')} {what} together")
        else:
            self._report(f"Undone: {event.title or event.medium}, {what}")
        if event.clip in self.review.clips:
            self.choose(event.clip)

    def _proposal(self, key: str) -> str:
        return queue.proposal(self.review.decisions[key], self.review.catalogue)

    def _report(self, words: str, wrong: bool = False) -> None:
        st.session_state["last_action"] = (words, wrong)

    def draw_report(self) -> None:
        """What the last action did, until the next one."""
        words, wrong = st.session_state.get("last_action", ("", False))
        st.html(elements.last_action(words, self.name, wrong))

    def options(self) -> None:
        """The reviewer's preferences: where a verdict leads, blind first look, name."""
        with st.popover("Preferences", width="stretch"):
            move = session.remembered(self.bundle, "going", "unjudged")
            st.radio(
                "After a verdict, go to",
                list(MOVES),
                format_func=MOVES.__getitem__,
                index=list(MOVES).index(move) if move in MOVES else 0,
                key="going_chosen",
                on_change=self._set,
                args=("going",),
            )
            st.toggle(
                "Blind first look: hide scores until a verdict",
                value=self.blind,
                key="blind_chosen",
                on_change=self._set,
                args=("blind",),
            )
            st.text_input(
                "Judging as",
                value=self.name,
                key="reviewer_chosen",
                on_change=self._set,
                args=("reviewer",),
                max_chars=120,
            )

    def _set(self, name: str) -> None:
        value = st.session_state[f"{name}_chosen"]
        if value != "":
            session.remember(self.bundle, **{name: value})
