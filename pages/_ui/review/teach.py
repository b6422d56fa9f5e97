"""An accepted clip makes its straightened painting a reference picture of the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Quad
from catalogue import Work
from ledger import Event, LedgerError, Reference, file_of
from ledger import teach as record
from pages._ui.html import cut_outs, elements
from pages._ui.review import recognised
from pages._ui.review.actions import NO_NAME, Reviewer
from pages._ui.review.footage_column import chosen_frame
from pages._ui.shell import taught_pictures
from pages._ui.words import decisions, teaching
from pipeline import Evidence, Frame
from pipeline.analysis import main_painting, spread

FIRST = "Accept or correct this clip first: then R makes its painting a reference picture."
NO_OUTLINE = "No painting is outlined in this frame. Choose another frame."
_TRIED = 5
"""Frames of a clip in which a painting is looked for where none was recognised."""


@dataclass(frozen=True)
class Proposal:
    """A painting that may be cut out: the frame and its corners there."""

    frame: Frame
    quad: Quad


def naming(reviewer: Reviewer, clip: str) -> Event | None:
    """The verdict that says which work the painting under review shows."""
    review = reviewer.review
    if reviewer.beside(clip):
        event = review.beside.get((clip, reviewer.region(clip)))
    else:
        event = review.standing.get(clip)
    return event if event and event.kind in ("accept", "correct") and event.work else None


def named_today(reviewer: Reviewer, clip: str) -> str:
    """The work of that verdict as the catalogue calls it today; empty without one."""
    event = naming(reviewer, clip)
    if event is None:
        return ""
    if reviewer.beside(clip):
        return event.work or ""
    judged = reviewer.review.judged.get(clip)
    return (judged.named if judged else None) or ""


def taught_here(reviewer: Reviewer, clip: str, work: str) -> tuple[Reference, ...]:
    """The pictures that a clip has given to a work."""
    pictures = taught_pictures.taught(reviewer.bundle, reviewer.review.catalogue)
    return tuple(p for p in taught_pictures.in_use(pictures, work) if p.event.clip == clip)


def teach(reviewer: Reviewer, clip: str) -> None:
    """Make the painting a reference picture of the work that the standing verdict names."""
    evidence, event = reviewer.review.clips[clip], naming(reviewer, clip)
    work = named_today(reviewer, clip)
    why = reviewer.bundle.workspace.read_only or ("" if reviewer.name else NO_NAME)
    if why or event is None or not work:
        reviewer.report(why or FIRST, wrong=True)
        return
    if taught_here(reviewer, clip, work):
        reviewer.report("It is a reference picture already. Take it back to cut out another.")
        return
    proposal = proposed(reviewer, evidence, work)
    jpeg = _straightened(reviewer, proposal, work) if proposal else None
    if proposal is None or jpeg is None:
        reviewer.report(NO_OUTLINE, wrong=True)
        return
    review = reviewer.review
    verdict = replace(
        review.verdict(clip, "reference", event.work, reviewer.name),
        catalogue_sha256=event.catalogue_sha256,
        title=event.title,
        artist=event.artist,
    )
    try:
        record(review.ledger, verdict, proposal.frame, proposal.quad, jpeg)
    except LedgerError as error:
        reviewer.report(str(error), wrong=True)
    else:
        reviewer.report(teaching.kept(event.title))


def proposed(reviewer: Reviewer, clip: Evidence, work: str) -> Proposal | None:
    """The painting of a work: where it was recognised, else the outline that a clip is about."""
    frames = {frame.sha256: frame for frame in clip.frames}
    if seen := recognised.sighting(clip, work):
        return Proposal(frames[seen.frame], seen.quad)
    chosen = chosen_frame(clip)
    tried = [chosen] if chosen else spread(clip.frames, _TRIED)
    hung = main_painting(clip, tried, lambda frame: _outlines(frame.sha256, frame.path))
    return Proposal(*hung) if hung else None


@st.cache_data(show_spinner=False, max_entries=500)
def _outlines(sha256: str, _frame: Path) -> tuple[Quad, ...]:
    """The outlines of paintings in a frame; none where it cannot be read."""
    try:
        backends.create("embedded")  # which says what is missing
        from backends.embedded.paintings import decode, find_outlines

        return find_outlines(decode(_frame))
    except BackendError:
        return ()


def _straightened(reviewer: Reviewer, proposal: Proposal, work: str) -> bytes | None:
    record = reviewer.review.catalogue.by_identifier.get(work)
    picture = record.picture if record and record.picture and record.picture.is_file() else None
    frame = proposal.frame
    return _cut_out(frame.sha256, proposal.quad, str(picture or ""), frame.path)


@st.cache_data(show_spinner=False, max_entries=100)
def _cut_out(sha256: str, quad: Quad, picture: str, _frame: Path) -> bytes | None:
    return cut_outs.cut_out(_frame, quad, Path(picture) if picture else None)


def draw(reviewer: Reviewer, clip: Evidence, work: Work) -> None:
    """By which picture it was recognised, and the way to make one of this clip."""
    key = clip.clip.key
    if words := teaching.proof(clip, work.identifier, _used(reviewer, clip, work.identifier)):
        st.html(elements.quiet(f"{words}."))
    if named_today(reviewer, key) != work.identifier:
        return
    if pictures := taught_here(reviewer, key, work.identifier):
        st.html(elements.caption("A reference picture"))
        for picture in pictures:
            _drawn(reviewer, picture, work)
        return
    proposal = proposed(reviewer, clip, work.identifier)
    jpeg = _straightened(reviewer, proposal, work.identifier) if proposal else None
    with st.container(key="teach"):
        if jpeg and not recognised.sighting(clip, work.identifier):
            st.image(jpeg, width=220, alt=f"The painting, straightened, for {work.title}")
        if jpeg is None:
            st.html(elements.quiet(NO_OUTLINE))
        st.button("Make it a reference picture `R`", key=f"teach_{key}", disabled=jpeg is None,
                  help=f"Of {elements.label(decisions.work_name(work))}. {teaching.RULE}",
                  on_click=partial(teach, reviewer), args=(key,))  # fmt: skip


def _used(reviewer: Reviewer, clip: Evidence, work: str) -> Reference | None:
    """The taught picture by which a work was recognised best, if it was not taken back."""
    seen = recognised.best(clip, work)
    pictures = taught_pictures.taught(reviewer.bundle, reviewer.review.catalogue)
    sha256 = seen.picture if seen else ""
    return next((p for p in pictures.get(work, ()) if p.cut_out.sha256 == sha256), None)


def _drawn(reviewer: Reviewer, picture: Reference, work: Work) -> None:
    path = file_of(reviewer.bundle.workspace, picture.cut_out.sha256)
    if path.is_file():
        st.image(str(path), width=220, alt=f"{work.title}, {teaching.source(picture)}")
    st.html(elements.quiet(f"{teaching.marked(picture)}. {teaching.RULE}"))
