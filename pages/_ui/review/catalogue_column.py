"""Right column of the review page: what the catalogue says, why, and what else it might be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from catalogue.records import Work
from pages._ui.html import elements, members, pictures, scores
from pages._ui.review.bench import Bench
from pages._ui.widgets.picker import focus
from pages._ui.words import decisions
from pages._ui.words.judged import Judged
from pipeline.types import Candidate, Decision, Evidence

Choose = Callable[[str], None]


@st.cache_data(show_spinner=False, max_entries=400)
def _reference(path: str, longest: int, changed: int) -> bytes | None:
    return pictures.picture(Path(path), longest)


def picture_of(work: Work | None, longest: int = 900) -> bytes | None:
    """The reference picture of a work, None where there is none that can be read."""
    if work is None or work.picture is None or not work.picture.exists():
        return None
    return _reference(str(work.picture), longest, work.picture.stat().st_mtime_ns)


def show_picture(work: Work | None, longest: int = 900) -> None:
    """The reference picture, or a quiet field that says that there is none."""
    found = picture_of(work, longest)
    if found:
        st.image(found, width="stretch", alt=decisions.work_name(work) if work else "")
    else:
        st.html(elements.no_picture())


def draw(bench: Bench, clip: Evidence, blind: bool, choose: Choose) -> None:
    """The proposal with its reasons, then the other candidates, smaller."""
    decision = bench.decisions[clip.clip.key]
    judged = bench.judged.get(clip.clip.key)
    state = decisions.VERDICTS[judged.event.kind] if judged else ""
    if decision.candidate is None:
        st.html(elements.verdict_line(decision, state))
        _judged(judged, decision)
        st.html(
            elements.empty(
                "No work of this catalogue",
                "Nothing that was read or seen here names one of its works. Press X to agree, "
                "or E to name the work yourself.",
            )
        )
        _members(bench, clip, decision)
        return
    if not blind:
        st.html(elements.verdict_line(decision, state))
    _judged(judged, decision)
    if decisions.disputed(decision):
        _dispute(bench, clip, decision, blind, choose)
        return
    _proposal(bench, decision, decision.candidate, blind)
    if not blind:
        _members(bench, clip, decision)
    for candidate in decisions.candidates(decision)[1:]:
        _other(bench, candidate, blind, choose, "Or perhaps")


def _judged(judged: Judged | None, decision: Decision) -> None:
    """The work that a person has named or rejected, and over what the machine proposes now."""
    if judged is None:
        return
    best = decision.candidate.work if decision.candidate else None
    other = judged.final and best != judged.work
    title = judged.title if other or judged.event.kind == "reject" else ""
    st.html(elements.judged(title, judged.said, judged.now if judged.final else ""))
    if other and best and not decisions.disputed(decision):
        nearest = "What the machine proposes now" if decision.accepted else "The nearest work now"
        st.html(elements.caption(nearest))


def _dispute(bench: Bench, clip: Evidence, decision: Decision, blind: bool, choose: Choose) -> None:
    """The works that the backends name, none of them ahead."""
    if not blind:
        st.html(scores.sentence(decisions.headline(decision)))
        _members(bench, clip, decision)
    for number, candidate in enumerate(decisions.candidates(decision)):
        _other(bench, candidate, blind, choose, "Or" if number else "Either")


def _members(bench: Bench, clip: Evidence, decision: Decision) -> None:
    """What each backend of an ensemble found."""
    rows = members.rows(clip, decision, bench.catalogue)
    if rows:
        st.html(elements.caption("What each backend says"))
        st.html(members.table(rows))


def _proposal(bench: Bench, decision: Decision, best: Candidate, blind: bool) -> None:
    work = bench.catalogue.by_identifier.get(best.work)
    with st.container(key="reference"):
        show_picture(work)
    if work:
        st.html(elements.wall_label(work))
    if blind:
        st.html(elements.quiet("Scores are hidden for a blind first look (S shows them)."))
        return
    st.html(scores.bars(scores.bars_of(best, decision, bench.config)))
    st.html(scores.sentence(decisions.headline(decision)))
    with st.expander("Every comparison"):
        st.html(scores.reasons(decision))


def _other(
    bench: Bench, candidate: Candidate, blind: bool, choose: Choose, words_above: str
) -> None:
    work = bench.catalogue.by_identifier.get(candidate.work)
    if work is None:
        return
    st.html(elements.caption(words_above))
    picture, words = st.columns([1, 2], gap="small")
    with picture:
        show_picture(work, 300)
    with words:
        st.html(elements.wall_label(work, small=True))
        if not blind:
            st.html(scores.scores_line(candidate))
        st.button(
            "It is this one", key=f"pick_{candidate.work}", on_click=choose, args=(candidate.work,)
        )


def correct(bench: Bench, clip: Evidence, choose: Choose, close: Callable[[], None]) -> None:
    """Naming another work: the candidates on top, then whatever a search finds."""
    st.html(elements.caption("Which work is it?"))
    words = st.text_input(
        "Search title, artist or number", key="correct_words", placeholder="Title, artist, number"
    )
    focus("correct_words")
    candidates = [c.work for c in decisions.candidates(bench.decisions[clip.clip.key])]
    known = [bench.catalogue[w] for w in candidates if w in bench.catalogue]
    found = bench.search(words) if words.strip() else known
    if not found:
        st.html(elements.quiet("No work of the catalogue has all these words."))
    for work in found:
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
