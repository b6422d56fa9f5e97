"""Right column of the review page: the proposed work, why, and what else it might be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from catalogue import Work
from pages._ui.html import elements, members, scores
from pages._ui.review import recognised, teach
from pages._ui.review.actions import Reviewer
from pages._ui.review.review_session import ReviewSession
from pages._ui.widgets.picker import focus
from pages._ui.widgets.reference import show_picture
from pages._ui.words import decisions, readings, verdicts, works
from pages._ui.words.judged import Judged
from pipeline import Candidate, Decision, Evidence
from storage import Workspace

Choose = Callable[[str], None]
_OFFERED = 12
"""Matches of a search that are listed at once."""


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """The decision in a sentence, the work that it is about, then the other candidates."""
    review, key, blind = reviewer.review, clip.clip.key, reviewer.hides(clip)
    decision, judged = review.decisions[key], review.judged.get(key)
    state = verdicts.with_reason(judged.event) if judged else ""
    shown = reviewer.looked_at(key)
    if reviewer.beside(key):
        _beside(reviewer, clip, shown)
        return
    if not blind or decision.candidate is None:
        role = _role(decision, judged, shown) if shown else ""
        st.html(elements.verdict_line(decision, state, role))
    _judged(judged, decision)
    name = partial(reviewer.name_work, key)
    if decision.candidate is None:
        st.html(
            elements.empty(
                "No work of this catalogue",
                "Nothing read or seen here names one of its works. A agrees, E names a work.",
            )
        )
        _members(review, clip, decision)
        return
    _judged_beside(reviewer, key)
    if decisions.disputed(decision) and not reviewer.chosen(key):
        _dispute(review, clip, decision, blind, name)
        return
    _large(reviewer, clip, shown, blind)
    for number, candidate in enumerate(decisions.candidates(decision), 1):
        if candidate.work != shown:
            _other(review, candidate, number, blind, name)


def _beside(reviewer: Reviewer, clip: Evidence, work: str) -> None:
    """Another painting in the frame: the work that was recognised in it, and its own verdict."""
    review, key = reviewer.review, clip.clip.key
    event = review.beside.get((key, reviewer.region(key)))
    state = verdicts.with_reason(event) if event else "not judged"
    st.html(elements.beside(f"Another painting in the frame: {state}"))
    record = review.catalogue[work]
    st.html(elements.wall_label(record))
    st.html(scores.sentence(readings.proof(clip, work)))
    recognised.draw_points(reviewer.bundle.workspace, clip, record)
    teach.draw(reviewer, clip, record)
    st.button("Back to the clip's own painting `Esc`", key="turn_back",
              on_click=reviewer.turn_back)  # fmt: skip


def _judged_beside(reviewer: Reviewer, clip: str) -> None:
    """The verdicts on other paintings in the frame, one below the other."""
    events = [event for (key, _), event in reviewer.review.beside.items() if key == clip]
    if events:
        lines = [(verdicts.with_reason(e).capitalize(), e.title or "Untitled") for e in events]
        st.html(elements.caption("Other paintings in the frame"))
        st.html(elements.pairs(lines))


def _large(reviewer: Reviewer, clip: Evidence, work: str, blind: bool) -> None:
    """A work with its picture, its scores where it has any, and the button that names it."""
    review, key = reviewer.review, clip.clip.key
    decision, judged = review.decisions[key], review.judged.get(key)
    candidate = next((c for c in decisions.candidates(decision) if c.work == work), None)
    best = decision.candidate
    first = best is not None and best.work == work
    _proposal(reviewer.bundle.workspace, review, clip, work, candidate, blind)
    if not blind and (record := review.catalogue.by_identifier.get(work)):
        teach.draw(reviewer, clip, record)
    if first and not blind:
        _members(review, clip, decision)
    kind, agreed = review.agreement(key)
    if (kind == "accept" and agreed == work) or (judged and judged.named == work):
        return
    words = "It is this one `Enter`" if reviewer.chosen(key) == work else "It is this one"
    st.button(words, key=f"name_{work}_{key}", on_click=reviewer.name_work, args=(key, work))


def _role(decision: Decision, judged: Judged | None, work: str) -> str:
    """What a work that is shown large is to the clip; empty for the one that was identified."""
    best = decision.candidate
    if judged and judged.named == work:
        return "Corrected to" if judged.event.kind == "correct" else "Accepted"
    if best is None or best.work != work:
        return "Candidate"
    return "" if decision.accepted else "Nearest work"


def _judged(judged: Judged | None, decision: Decision) -> None:
    """The work of the verdict, above the one that the machine proposes now."""
    if judged is None:
        return
    best = decision.candidate.work if decision.candidate else None
    gone = judged.named is None and judged.final and best != judged.work
    title = judged.title if gone or judged.event.kind in ("reject", "nothing") else ""
    st.html(elements.judged(title, judged.given, judged.now if judged.final else ""))


def _dispute(
    review: ReviewSession, clip: Evidence, decision: Decision, blind: bool, choose: Choose
) -> None:
    """The works that the backends name, none of them preferred."""
    if not blind:
        st.html(scores.sentence(decisions.headline(decision)))
        _members(review, clip, decision)
    for number, candidate in enumerate(decisions.candidates(decision), 1):
        _other(review, candidate, number, blind, choose)


def _members(review: ReviewSession, clip: Evidence, decision: Decision) -> None:
    """How each backend of an ensemble decides on its own."""
    rows = members.rows(clip, decision, review.catalogue)
    if rows:
        st.html(elements.caption("Backend by backend"))
        st.html(members.table(rows))


def _proposal(
    workspace: Workspace,
    review: ReviewSession,
    clip: Evidence,
    identifier: str,
    candidate: Candidate | None,
    blind: bool,
) -> None:
    work = review.catalogue.by_identifier.get(identifier)
    if work:
        st.html(elements.wall_label(work))
    if blind:
        st.html(elements.quiet("Scores are hidden for a blind first look (S shows them)."))
        return
    best = review.decisions[clip.clip.key].candidate
    if candidate and best and candidate.work == best.work:
        _why(review, clip, best, work)
    elif candidate:
        st.html(scores.scores_line(candidate))
    if work:
        recognised.draw_points(workspace, clip, work)


def _why(review: ReviewSession, clip: Evidence, best: Candidate, work: Work | None) -> None:
    """The scores, the reason in a sentence, and every comparison."""
    decision = review.decisions[clip.clip.key]
    missing = readings.missing(work, review.signals[clip.clip.key])
    proof = readings.proof(clip, best.work)
    headline = decisions.headline(decision, proof)
    st.html(scores.sentence(headline))
    if proof and proof not in headline:
        st.html(elements.quiet(proof))
    st.html(scores.bars(scores.bars_of(best, decision, review.config, missing)))
    with st.expander("Every comparison"):
        st.html(scores.reasons(decision))


def _other(
    review: ReviewSession, candidate: Candidate, number: int, blind: bool, choose: Choose
) -> None:
    work = review.catalogue.by_identifier.get(candidate.work)
    if work is None:
        return
    with st.container(key=f"other_{candidate.work}"):
        picture, words = st.columns([1, 2], gap="small")
    with picture:
        show_picture(work, 300)
    with words:
        st.html(elements.wall_label(work, small=True))
        if not blind:
            st.html(scores.scores_line(candidate))
        title = elements.label(decisions.work_name(work))
        st.button(f"It is this one `{number}`", key=f"pick_{candidate.work}", on_click=choose,
                  args=(candidate.work,), help=f"It is {title}")  # fmt: skip


def correct(reviewer: Reviewer, clip: Evidence) -> None:
    """Name another work: one of the candidates, or a match of a search that follows each letter."""
    key, review = clip.clip.key, reviewer.review
    st.html(elements.caption("Which work is it?"))
    words = st.text_input(
        "Search title, artist or number",
        key="correct_words",
        placeholder="Title, artist, number",
        live="150ms",
        type="search",
    )
    focus("correct_words")
    candidates = [c.work for c in decisions.candidates(review.decisions[key])]
    offered = [review.catalogue[w] for w in candidates if w in review.catalogue]
    if words and words.strip():
        offered = works.search(review.catalogue, words, _OFFERED + 1)
        if not offered:
            st.html(elements.quiet("No work of the catalogue has all these words."))
    for work in offered[:_OFFERED]:
        picture, label = st.columns([1, 3], gap="small")
        with picture:
            show_picture(work, 300)
        with label:
            st.html(elements.wall_label(work, small=True))
            st.button(
                "It is this one",
                key=f"correct_result_{work.identifier}",
                help=f"It is {elements.label(decisions.work_name(work))}",
                on_click=reviewer.name_work,
                args=(key, work.identifier),
            )
    if len(offered) > _OFFERED:
        st.html(elements.quiet("There are more: type another word."))
    st.button("Cancel `Esc`", key="correct_close", on_click=reviewer.stop_correcting)
