"""What a reviewer does: each verdict, each key, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from console import plural
from ledger import RECUT, SEEN, JudgedMeanwhile, Judgement, LedgerError, Reason
from pages._ui.html import elements
from pages._ui.review import label_marks
from pages._ui.review.place import Place
from pages._ui.review.review_session import ReviewSession
from pages._ui.shell import session
from pages._ui.shell.resources import Resources
from pages._ui.words import decisions, queue, verdicts
from pages._ui.words.queue import Row
from pipeline import Evidence

NO_NAME = "Say first who judges, at the foot of the page."


@dataclass(frozen=True)
class Reviewer:
    """A curator in a review session, with the rows that pass the filters."""

    bundle: Resources
    review: ReviewSession
    rows: Sequence[Row]

    @property
    def place(self) -> Place:
        return Place(self.review, self.bundle.preferences, self.rows)

    @property
    def name(self) -> str:
        """Who judges in this visit; empty until somebody says so."""
        return str(st.session_state.get("reviewer", ""))

    @property
    def blind(self) -> bool:
        return bool(session.remembered(self.bundle, "blind", False))

    @property
    def correcting(self) -> bool:
        clip = self.place.current
        return clip is not None and st.session_state.get("correcting") == clip

    def hides(self, clip: Evidence) -> bool:
        """Whether scores are hidden: a blind first look at an unjudged clip."""
        key = clip.clip.key
        judged = self.review.row(key).judged
        return self.blind and not judged and st.session_state.get("shown_scores") != key

    def introduce(self, name: str) -> None:
        """Take the name of whoever judges, for this visit; it is offered on the next one."""
        st.session_state["reviewer"] = name
        self.bundle.preferences.put(reviewer=name)

    def start_correcting(self, clip: str) -> None:
        st.session_state["correcting"] = clip
        st.session_state["correct_words"] = ""

    def stop_correcting(self) -> None:
        st.session_state.pop("correcting", None)

    def show_scores(self, clip: str) -> None:
        st.session_state["shown_scores"] = clip

    def candidates(self, clip: str) -> list[str]:
        """The works that the number keys choose from, in their order on the page."""
        decision = self.review.decisions[clip]
        return [candidate.work for candidate in decisions.candidates(decision)]

    def chosen(self, clip: str) -> str | None:
        """The candidate that the curator looks at, instead of the first one."""
        at, work = st.session_state.get("candidate", ("", None))
        return work if at == clip and work in self.review.catalogue.by_identifier else None

    def beside(self, clip: str) -> str:
        """The work of another painting in the frame that is judged now; empty for the clip's."""
        at, work = st.session_state.get("beside", ("", ""))
        return work if at == clip and work in self.review.catalogue.by_identifier else ""

    def region(self, clip: str) -> str:
        """What a verdict is about: another painting in the frame, or empty for the clip."""
        work = self.beside(clip)
        return f"{SEEN}{work}" if work else ""

    def looked_at(self, clip: str) -> str:
        """The work whose picture is shown: the one that the curator looks at, or has named; else
        the machine's best; empty where the backends disagree, or there is none."""
        judged = self.review.judged.get(clip)
        named = judged.named if judged else None
        return self.beside(clip) or self.chosen(clip) or named or self.review.nearest(clip) or ""

    def pick(self, clip: str, work: str) -> None:
        """Turn to the painting in which a work was recognised; its verdicts are its own."""
        self.turn_back()
        if work != self.review.nearest(clip):
            st.session_state["beside"] = (clip, work)

    def turn_back(self) -> None:
        """Turn to the clip's own painting again."""
        st.session_state.pop("beside", None)
        st.session_state.pop("candidate", None)

    def look_at(self, clip: str, number: int) -> None:
        """Show candidate `number` (from 1) large; Enter then names it."""
        works = self.candidates(clip)
        if number <= len(works):
            self.turn_back()
            st.session_state["candidate"] = (clip, works[number - 1])

    def choose_clip(self, clip: str) -> None:
        self.turn_back()
        st.session_state.pop("correcting", None)
        self.place.choose(clip)

    def move(self, by: int) -> None:
        self.turn_back()
        st.session_state.pop("correcting", None)
        self.place.move(by)

    def agree(self, clip: str) -> None:
        """The machine is right: its work is accepted, or its abstention is."""
        if work := self.beside(clip):
            self._judge(clip, "accept", work)
            return
        self._judge(clip, *self.review.agreement(clip))

    def reject(self, clip: str, reason: Reason | None = None) -> None:
        """The machine is wrong. With a reason, no work of the catalogue is there, or it cannot be
        told: so said of an abstention, the machine was right."""
        identified = self.review.decisions[clip].accepted or bool(self.region(clip))
        agrees = reason is not None and reason != "other" and not identified
        self._judge(clip, "nothing" if agrees else "reject", None, reason)

    def defer(self, clip: str) -> None:
        self._judge(clip, "defer", None)

    def name_work(self, clip: str, work: str) -> None:
        """Say which work it is. Of the work that the machine identified, that accepts it."""
        kind, identified = self.review.agreement(clip)
        beside = self.beside(clip)
        accepts = work == beside if beside else kind == "accept" and work == identified
        self._judge(clip, "accept" if accepts else "correct", work)

    def name_chosen(self, clip: str) -> None:
        """Name the candidate that the curator looks at."""
        if work := self.chosen(clip):
            self.name_work(clip, work)

    def _judge(
        self, clip: str, kind: Judgement, work: str | None, reason: Reason | None = None
    ) -> None:
        if why := self.why_not(clip):
            self.report(why, wrong=True)
            return
        comment = str(st.session_state.get(f"comment_{clip}", "")).strip()
        region = self.region(clip)
        try:
            self.review.judge(clip, kind, work, self.name, comment, reason, region)
        except JudgedMeanwhile as error:
            self.report(self._meanwhile(error, region), wrong=True)
            self.place.choose(clip)
            return
        except LedgerError as error:
            self.report(str(error), wrong=True)
            return
        self.stop_correcting()
        shown = work or self.beside(clip)
        about = decisions.title_of(self.review.catalogue, shown) if shown else self._proposal(clip)
        word = f" ({verdicts.REASONS[reason]})" if reason else ""
        self.report(f"{verdicts.VERDICTS[kind].capitalize()}{word}: {about}")
        if region:
            self.turn_back()
            self.place.choose(clip)
        else:
            self._go_on(clip)

    def why_not(self, clip: str) -> str:
        """Why no verdict can be given; empty if one can."""
        if self.bundle.workspace.read_only:
            return self.bundle.workspace.read_only
        if not self.name:
            return NO_NAME
        return "" if clip in self.review.clips else "This clip is gone. Nothing was written."

    def _go_on(self, clip: str) -> None:
        move = session.remembered(self.bundle, "going", "unjudged")
        if move == "stay":
            self.place.choose(clip)
        elif move == "next":
            self.place.choose(queue.step(self.rows, clip, 1) or clip)
        else:
            self.place.choose(queue.next_unjudged(self.rows, clip) or clip)

    def accept_all(self, clips: list[str]) -> None:
        if not self.name:
            self.report(NO_NAME, wrong=True)
            return
        try:
            count = self.review.accept_all(clips, self.name)
        except JudgedMeanwhile as error:
            self.report(f"{self._meanwhile(error)} None of the clips was accepted.", wrong=True)
            self.place.choose(error.clip)
            return
        except LedgerError as error:
            self.report(str(error), wrong=True)
            return
        self.report(f"Accepted {plural(count, 'clip')}. U undoes them all.")

    def _meanwhile(self, error: JudgedMeanwhile, region: str = "") -> str:
        """Who judged the clip since this page was drawn, and how."""
        event = self.review.event_on(error.clip, region)
        return verdicts.meanwhile(event, self.name)

    def undo(self) -> None:
        """Undo the last action and return to its clip."""
        try:
            undone = self.review.undo(self.name)
        except LedgerError as error:
            self.report(str(error), wrong=True)
            return
        if undone is None:
            self.report("You have nothing to undo.")
            return
        event, count = undone
        label_marks.remember(self.review.kept_by(event))
        what = verdicts.name_of(event)
        if event.kind == RECUT:
            self.report(f"Undone: {'the clip is' if count == 1 else 'the clips are'} as before")
        elif count > 1:
            self.report(f"Undone: {plural(count, 'clip')} {what} together")
        else:
            self.report(f"Undone: {event.title or event.medium}, {what}")
        if event.clip in self.review.clips:
            self.choose_clip(event.clip)
        elif event.kind == RECUT:
            self.place.choose(event.clip)

    def _proposal(self, clip: str) -> str:
        return queue.proposal(self.review.decisions[clip], self.review.catalogue)

    def report(self, words: str, wrong: bool = False) -> None:
        """Say what the last action did, until the next one."""
        st.session_state["last_action"] = (words, wrong)

    def draw_report(self) -> None:
        words, wrong = st.session_state.get("last_action", ("", False))
        st.html(elements.last_action(words, self.name, wrong))
