"""Where a reviewer stands: the current clip, what a key press does, where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ledger.errors import JudgedMeanwhile, LedgerError
from ledger.events import Judgement
from pages._ui.html import elements
from pages._ui.review.bench import Bench
from pages._ui.shell import session
from pages._ui.shell.resources import Resources
from pages._ui.words import decisions, ledger, queue
from pages._ui.words.queue import Row
from pipeline.types import Evidence

MOVES = {
    "unjudged": "the next unjudged clip",
    "next": "the next clip",
    "stay": "nowhere, stay on the clip",
}


@dataclass(frozen=True)
class Desktop:
    """One reviewer at the bench, over the rows that the filters show."""

    bundle: Resources
    bench: Bench
    shown: Sequence[Row]

    @property
    def current(self) -> str | None:
        """The clip in view: chosen, named in the address, or where one stopped last time."""
        wanted = st.session_state.get("clip") or st.query_params.get("clip")
        wanted = wanted or self.bundle.desk.place(self.bench.catalogue.sha256)
        if wanted not in self.bench.clips:
            wanted = queue.next_unjudged(self.shown, None)
        if wanted and st.query_params.get("clip") != wanted:
            st.query_params["clip"] = wanted
        return wanted

    @property
    def reviewer(self) -> str:
        return str(session.remembered(self.bundle, "reviewer", "") or "")

    @property
    def blind(self) -> bool:
        return bool(session.remembered(self.bundle, "blind", False))

    @property
    def correcting(self) -> bool:
        return self.current is not None and st.session_state.get("correcting") == self.current

    def hides(self, clip: Evidence) -> bool:
        """Whether scores are hidden: a blind first look at a clip that nobody judged."""
        key = clip.clip.key
        judged = any(row.judged for row in self.bench.rows if row.key == key)
        return self.blind and not judged and st.session_state.get("shown_scores") != key

    def introduce(self, name: str) -> None:
        session.remember(self.bundle, reviewer=name)

    def choose(self, key: str) -> None:
        """Bring a clip into view and remember the place."""
        st.session_state["clip"] = key
        st.session_state.pop("correcting", None)
        self.bundle.desk.put_place(self.bench.catalogue.sha256, key)

    def move(self, by: int) -> None:
        if key := queue.step(self.shown, self.current, by):
            self.choose(key)

    def start_correcting(self) -> None:
        st.session_state["correcting"] = self.current
        st.session_state["correct_words"] = ""

    def stop_correcting(self) -> None:
        st.session_state.pop("correcting", None)

    def show_scores(self) -> None:
        st.session_state["shown_scores"] = self.current

    def correct_to(self, work: str) -> None:
        """Name the work; naming the machine's own proposal is accepting it."""
        proposed = self.bench.proposed(self.current or "")
        self._judge("accept" if proposed == work else "correct", work)

    def judge(self, kind: Judgement) -> None:
        self._judge(kind, self.bench.proposed(self.current or "") if kind == "accept" else None)

    def _judge(self, kind: Judgement, work: str | None) -> None:
        key = self.current or ""
        if not self.reviewer:
            self._tell("Say who you are first: the field is at the foot of the page.", wrong=True)
            return
        comment = str(st.session_state.get(f"comment_{key}", "")).strip()
        try:
            self.bench.judge(key, kind, work, self.reviewer, comment)
        except JudgedMeanwhile as error:
            self._tell(self._meanwhile(error), wrong=True)
            self.choose(key)
            return
        except LedgerError as error:
            self._tell(str(error), wrong=True)
            return
        about = decisions.title_of(self.bench.catalogue, work) if work else self._title(key)
        self._tell(f"{decisions.VERDICTS[kind].capitalize()}: {about}")
        self._go_on(key)

    def _go_on(self, key: str) -> None:
        going = session.remembered(self.bundle, "going", "unjudged")
        if going == "stay":
            self.choose(key)
        elif going == "next":
            self.choose(queue.step(self.shown, key, 1) or key)
        else:
            self.choose(queue.next_unjudged(self.shown, key) or key)

    def accept_all(self, keys: list[str]) -> None:
        if not self.reviewer:
            self._tell("Say who you are first: the field is at the foot of the page.", wrong=True)
            return
        try:
            count = self.bench.accept_all(keys, self.reviewer)
        except JudgedMeanwhile as error:
            self._tell(f"{self._meanwhile(error)} None of the clips was accepted.", wrong=True)
            self.choose(error.clip)
            return
        except LedgerError as error:
            self._tell(str(error), wrong=True)
            return
        self._tell(f"Accepted {decisions.plural(count, 'clip')}. U takes all of them back.")

    def _meanwhile(self, error: JudgedMeanwhile) -> str:
        """Who judged the clip while this page showed it otherwise, and how."""
        event = self.bench.ledger.standing().get(error.clip)
        return ledger.meanwhile(event, self.reviewer)

    def undo(self) -> None:
        """Take the last action back and return to its clip."""
        try:
            undone = self.bench.undo(self.reviewer)
        except LedgerError as error:
            self._tell(str(error), wrong=True)
            return
        if undone is None:
            self._tell("There is nothing of yours to undo.")
            return
        event, count = undone
        what = decisions.VERDICTS[event.kind]
        if count > 1:
            self._tell(f"Undone: {decisions.plural(count, 'clip')} {what} together")
        else:
            self._tell(f"Undone: {event.title or event.medium}, {what}")
        if event.clip in self.bench.clips:
            self.choose(event.clip)

    def _title(self, key: str) -> str:
        return queue.proposal(self.bench.decisions[key], self.bench.catalogue)

    def _tell(self, words: str, wrong: bool = False) -> None:
        st.session_state["happened"] = (words, wrong)

    def say_what_happened(self) -> None:
        """What the last key press did, until the next one."""
        words, wrong = st.session_state.get("happened", ("", False))
        st.html(elements.happened(words, self.reviewer, wrong))

    def options(self) -> None:
        """How one likes to work."""
        with st.popover("How to go on", width="stretch"):
            going = session.remembered(self.bundle, "going", "unjudged")
            st.radio(
                "After a verdict, go to",
                list(MOVES),
                format_func=MOVES.__getitem__,
                index=list(MOVES).index(going) if going in MOVES else 0,
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
                value=self.reviewer,
                key="reviewer_chosen",
                on_change=self._set,
                args=("reviewer",),
                max_chars=120,
            )

    def _set(self, name: str) -> None:
        value = st.session_state[f"{name}_chosen"]
        if value != "":
            session.remember(self.bundle, **{name: value})
