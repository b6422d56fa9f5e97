"""Right column of the review page: the proposed work, why, and what else it might be."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalogue import Work
from pages._ui.html import elements, members, scores
from pages._ui.review import recognised
from pages._ui.review.review_session import ReviewSession
from pages._ui.widgets.picker import focus
from pages._ui.widgets.reference import show_picture
from pages._ui.words import decisions, readings, verdicts, works
from pages._ui.words.judged import Judged
from pipeline import Candidate, Decision, Evidence
from storage import Workspace

Choose = Callable[[str], None]
_OFFERED = 8
"""Matches of a search that are listed at once."""


def draw(
    workspace: Workspace, review: ReviewSession, clip: Evidence, blind: bool, choose: Choose
) -> None:
    """The proposal with its reasons, then the other candidates, smaller."""
    decision = review.decisions[clip.clip.key]
    judged = review.judged.get(clip.clip.key)
    state = verdicts.VERDICTS[judged.event.kind] if judged else ""
    if decision.candidate is None:
        st.html(elements.verdict_line(decision, state))
        _judged(judged, decision)
        st.html(
            elements.empty(
                "No work of this catalogue",
                "Nothing read or seen here names one of its works. Press X to agree, or E to name "
                "the work yourself.",
            )
        )
        _members(review, clip, decision)
        return
    if not blind:
        st.html(elements.verdict_line(decision, state))
    _judged(judged, decision)
    if decisions.disputed(decision):
        _dispute(review, clip, decision, blind, choose)
        return
    if not (blind or judged or decision.accepted):
        st.html(elements.caption("Nearest work"))
    _proposal(workspace, review, clip, decision.candidate, blind)
    if not blind:
        _members(review, clip, decision)
    for candidate in decisions.candidates(decision)[1:]:
        _other(review, candidate, blind, choose, "Or perhaps")


def _judged(judged: Judged | None, decision: Decision) -> None:
    """The work of the verdict, above the one that the machine proposes now."""
    if judged is None:
        return
    best = decision.candidate.work if decision.candidate else None
    other = judged.final and best != judged.work
    title = judged.title if other or judged.event.kind == "reject" else ""
    st.html(elements.judged(title, judged.given, judged.now if judged.final else ""))
    if other and best and not decisions.disputed(decision):
        st.html(elements.caption("Proposed now" if decision.accepted else "Nearest work now"))


def _dispute(
    review: ReviewSession, clip: Evidence, decision: Decision, blind: bool, choose: Choose
) -> None:
    """The works that the backends name, none of them preferred."""
    if not blind:
        st.html(scores.sentence(decisions.headline(decision)))
        _members(review, clip, decision)
    for number, candidate in enumerate(decisions.candidates(decision)):
        _other(review, candidate, blind, choose, "Or" if number else "Either")


def _members(review: ReviewSession, clip: Evidence, decision: Decision) -> None:
    """How each backend of an ensemble decides on its own."""
    rows = members.rows(clip, decision, review.catalogue)
    if rows:
        st.html(elements.caption("Backend by backend"))
        st.html(members.table(rows))


def _proposal(
    workspace: Workspace, review: ReviewSession, clip: Evidence, best: Candidate, blind: bool
) -> None:
    work = review.catalogue.by_identifier.get(best.work)
    seen = () if blind else readings.sightings(clip, best.work)
    if seen:
        recognised.draw(workspace, clip, work, seen)
    else:
        with st.container(key="reference"):
            show_picture(work)
    if work:
        st.html(elements.wall_label(work))
    if blind:
        st.html(elements.quiet("Scores are hidden for a blind first look (S shows them)."))
        return
    _why(review, clip, best, work)


def _why(review: ReviewSession, clip: Evidence, best: Candidate, work: Work | None) -> None:
    """The scores, the reason in a sentence, and every comparison."""
    decision = review.decisions[clip.clip.key]
    missing = readings.missing(work, review.signals[clip.clip.key])
    st.html(scores.bars(scores.bars_of(best, decision, review.config, missing)))
    proof = readings.proof(clip, best.work)
    headline = decisions.headline(decision, proof)
    st.html(scores.sentence(headline))
    if proof and proof not in headline:
        st.html(elements.quiet(proof))
    with st.expander("Every comparison"):
        st.html(scores.reasons(decision))


def _other(
    review: ReviewSession, candidate: Candidate, blind: bool, choose: Choose, caption: str
) -> None:
    work = review.catalogue.by_identifier.get(candidate.work)
    if work is None:
        return
    st.html(elements.caption(caption))
    with st.container(key=f"other_{candidate.work}"):
        picture, words = st.columns([1, 2], gap="small")
    with picture:
        show_picture(work, 300)
    with words:
        st.html(elements.wall_label(work, small=True))
        if not blind:
            st.html(scores.scores_line(candidate))
        st.button("This one", key=f"pick_{candidate.work}", on_click=choose, args=(candidate.work,))


def correct(
    review: ReviewSession, clip: Evidence, choose: Choose, close: Callable[[], None]
) -> None:
    """Name another work: one of the candidates, or a match of a search."""
    st.html(elements.caption("Which work is it?"))
    words = st.text_input(
        "Search title, artist or number", key="correct_words", placeholder="Title, artist, number"
    )
    focus("correct_words")
    candidates = [c.work for c in decisions.candidates(review.decisions[clip.clip.key])]
    offered = [review.catalogue[w] for w in candidates if w in review.catalogue]
    if words.strip():
        offered = works.search(review.catalogue, words, _OFFERED)
    if not offered:
        st.html(elements.quiet("No work of the catalogue has all these words."))
    for work in offered:
        picture, label = st.columns([1, 3], gap="small")
        with picture:
            show_picture(work, 300)
        with label:
            st.html(elements.wall_label(work, small=True))
            st.button(
                "This one",
                key=f"correct_{work.identifier}",
                on_click=choose,
                args=(work.identifier,),
            )
    st.button("Cancel", key="correct_close", on_click=close, shortcut="Esc")
