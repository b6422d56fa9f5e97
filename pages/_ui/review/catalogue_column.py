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
from pages._ui.widgets.reference import small_picture
from pages._ui.words import decisions, readings, verdicts, works
from pages._ui.words.judged import Judged
from pipeline import Candidate, Decision, Evidence

Choose = Callable[[str], None]
_OFFERED = 12
"""Matches of a search that are listed at once."""


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """The decision in a sentence, the work that it is about, then the other candidates."""
    review, key, blind = reviewer.review, clip.clip.key, reviewer.hides(clip)
    decision, shown = review.decisions[key], reviewer.looked_at(key)
    if reviewer.beside(key):
        _beside(reviewer, clip, shown)
        return
    top = _verdict(reviewer, clip, shown)
    name = partial(reviewer.name_work, key)
    if decision.candidate is None:
        nothing = elements.empty(
            "No work of this catalogue",
            "Nothing read or seen here names one of its works. A agrees, E names a work.",
        )
        st.html(elements.stack(*top, nothing, *_members(review, clip, decision)))
        return
    top += _judged_beside(reviewer, key)
    if decisions.disputed(decision) and not reviewer.chosen(key):
        _dispute(review, clip, top, blind, name)
        return
    _large(reviewer, clip, shown, top)
    for number, candidate in enumerate(decisions.candidates(decision), 1):
        if candidate.work != shown:
            _other(review, candidate, number, blind, name)


def _verdict(reviewer: Reviewer, clip: Evidence, shown: str) -> list[str]:
    """What the machine decided and, of a judged clip, what a person said."""
    key = clip.clip.key
    decision, judged = reviewer.review.decisions[key], reviewer.review.judged.get(key)
    state = verdicts.with_reason(judged.event) if judged else ""
    parts = []
    if not reviewer.hides(clip) or decision.candidate is None:
        role = _role(decision, judged, shown) if shown else ""
        parts.append(elements.verdict_line(decision, state, role))
    if judged:
        parts.append(_judged(judged, decision))
    return parts


def _beside(reviewer: Reviewer, clip: Evidence, work: str) -> None:
    """Another painting in the frame: the work that was recognised in it, and its own verdict."""
    review, key = reviewer.review, clip.clip.key
    event = review.beside.get((key, reviewer.region(key)))
    state = verdicts.with_reason(event) if event else "not judged"
    record = review.catalogue[work]
    teach.draw(reviewer, clip, record)
    st.html(elements.stack(
        elements.beside(f"Another painting in the frame: {state}"),
        elements.wall_label(record),
        scores.sentence(readings.proof(clip, work)),
    ))  # fmt: skip
    recognised.draw_points(reviewer.bundle.workspace, clip, record)
    teach.draw_source(reviewer, clip, record)
    st.button("Back to the clip's own painting `Esc`", key="turn_back",
              on_click=reviewer.turn_back)  # fmt: skip


def _judged_beside(reviewer: Reviewer, clip: str) -> list[str]:
    """The verdicts on other paintings in the frame, one below the other."""
    events = [event for (key, _), event in reviewer.review.beside.items() if key == clip]
    lines = [(verdicts.with_reason(e).capitalize(), e.title or "Untitled") for e in events]
    if not lines:
        return []
    return [elements.caption("Other paintings in the frame"), elements.pairs(lines)]


def _large(reviewer: Reviewer, clip: Evidence, work: str, top: list[str]) -> None:
    """A work with its scores where it has any, below what was decided, and the button that names
    it."""
    review, key, blind = reviewer.review, clip.clip.key, reviewer.hides(clip)
    decision, judged = review.decisions[key], review.judged.get(key)
    record = review.catalogue.by_identifier.get(work)
    label = [elements.wall_label(record)] if record else []
    candidate = next((c for c in decisions.candidates(decision) if c.work == work), None)
    drawing = teach.corners_of(key) is not None
    if record and drawing and not blind:
        teach.draw(reviewer, clip, record)  # above the rest, while the corners are drawn
    if blind:
        hidden = elements.quiet("Scores are hidden for a blind first look (S shows them).")
        st.html(elements.stack(*top, *label, hidden))
    elif candidate and candidate == decision.candidate:
        st.html(elements.stack(*top, *label, *_why(review, clip, candidate, record)))
        with st.expander("Every comparison"):
            st.html(scores.reasons(decision))
    else:
        line = [scores.scores_line(candidate)] if candidate else []
        st.html(elements.stack(*top, *label, *line))
    if record and not blind:
        recognised.draw_points(reviewer.bundle.workspace, clip, record)
        teach.draw_source(reviewer, clip, record)
    if record and not blind and not drawing:
        teach.draw(reviewer, clip, record)
    kind, agreed = review.agreement(key)
    if (kind == "accept" and agreed == work) or (judged and judged.named == work):
        return
    words = "It is this one `Enter`" if reviewer.chosen(key) == work else "It is this one"
    st.button(words, key=f"name_{work}_{key}", on_click=reviewer.name_work, args=(key, work))


def _role(decision: Decision, judged: Judged | None, work: str) -> str:
    """What a work that is shown large is to the clip; empty for the one that was identified."""
    best = decision.candidate
    if judged and judged.named == work:
        return "Corrected to" if judged.event.kind == "correct" else ""
    if best is None or best.work != work:
        return "Candidate"
    return "" if decision.accepted else "Nearest work"


def _judged(judged: Judged, decision: Decision) -> str:
    """The work of the verdict, above the one that the machine proposes now."""
    best = decision.candidate.work if decision.candidate else None
    gone = judged.named is None and judged.final and best != judged.work
    title = judged.title if gone or judged.event.kind in ("reject", "nothing") else ""
    return elements.judged(title, judged.given, judged.now if judged.final else "")


def _dispute(
    review: ReviewSession, clip: Evidence, top: list[str], blind: bool, choose: Choose
) -> None:
    """The works that the backends name, none of them preferred."""
    decision = review.decisions[clip.clip.key]
    why = [] if blind else [scores.sentence(decisions.headline(decision))]
    by_backend = [] if blind else _members(review, clip, decision)
    st.html(elements.stack(*top, *why, *by_backend))
    for number, candidate in enumerate(decisions.candidates(decision), 1):
        _other(review, candidate, number, blind, choose)


def _members(review: ReviewSession, clip: Evidence, decision: Decision) -> list[str]:
    """How each backend of an ensemble decides on its own."""
    rows = members.rows(clip, decision, review.catalogue)
    return [elements.caption("Backend by backend"), members.table(rows)] if rows else []


def _why(review: ReviewSession, clip: Evidence, best: Candidate, work: Work | None) -> list[str]:
    """The reason in a sentence, and the scores."""
    decision = review.decisions[clip.clip.key]
    missing = readings.missing(work, review.signals[clip.clip.key])
    proof = readings.proof(clip, best.work)
    headline = decisions.headline(decision, proof)
    further = [elements.quiet(proof)] if proof and proof not in headline else []
    bars = scores.bars(scores.bars_of(best, decision, review.config, missing))
    by_backend = _members(review, clip, decision)
    return [scores.sentence(headline), *further, bars, *by_backend]


def _other(
    review: ReviewSession, candidate: Candidate, number: int, blind: bool, choose: Choose
) -> None:
    work = review.catalogue.by_identifier.get(candidate.work)
    if work is None:
        return
    with st.container(key=f"candidate_{candidate.work}", gap="xxsmall"):
        line = "" if blind else scores.scores_line(candidate)
        st.html(elements.card(work, small_picture(work), line))
        st.button(f"It is this one `{number}`", key=f"pick_{candidate.work}", on_click=choose,
                  args=(candidate.work,))  # fmt: skip


def correct(reviewer: Reviewer, clip: Evidence) -> None:
    """Name another work: one of the candidates, or a match of a search that follows each letter."""
    key, review = clip.clip.key, reviewer.review
    st.html(elements.caption("Which work is it?"))
    words = st.text_input(
        "Search title, artist or number",
        key="correct_words",
        placeholder="Title, artist, number; ↓ goes to what is found",
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
        with st.container(key=f"candidate_match_{work.identifier}", gap="xxsmall"):
            st.html(elements.card(work, small_picture(work)))
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
