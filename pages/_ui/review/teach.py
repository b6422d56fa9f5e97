"""An accepted clip makes its straightened painting a reference picture of the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Quad
from catalogue import Work
from ledger import Event, LedgerError, Reference
from ledger import teach as record
from pages._ui.html import cut_outs, elements
from pages._ui.html import pictures as pictures_html
from pages._ui.html.found_pictures import as_uri
from pages._ui.review import recognised
from pages._ui.review.actions import NO_NAME, Reviewer
from pages._ui.review.frame_strip import chosen_frame
from pages._ui.shell import taught_pictures
from pages._ui.widgets import corners
from pages._ui.widgets.corners import within
from pages._ui.words import decisions, teaching
from pipeline import Evidence, Frame
from pipeline.analysis import best_frame, main_painting, spread

FIRST = "Accept or correct this clip first: then R makes its painting a reference picture."
NO_OUTLINE = "No painting is outlined here. Choose another frame, or draw its corners."
_CORNERS = "corners"
_SHOWN = "cut_out_shown"
"""Clip and proposal that R showed and keeps the next time."""
_MIDDLE: Quad = ((0.25, 0.2), (0.75, 0.2), (0.75, 0.8), (0.25, 0.8))
"""Where the corners begin that a person draws without a proposal."""
_STILL = 1000
"""px on the long side of the frame on which they are drawn."""
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


def by_key(reviewer: Reviewer, clip: str) -> None:
    """What R does: show the painting as it would be kept, if it is not seen yet, else keep it."""
    unseen = _unseen(reviewer, clip)
    if unseen and st.session_state.get(_SHOWN) != (clip, unseen):
        st.session_state[_SHOWN] = clip, unseen
        reviewer.report("This is what would be kept as a reference picture. R again keeps it")
        return
    st.session_state.pop(_SHOWN, None)
    teach(reviewer, clip)


def _unseen(reviewer: Reviewer, clip: str) -> Proposal | None:
    """The painting that would be kept, where the page does not show it large: it does in the place
    of a reference that is missing, and beside corners that are drawn."""
    work = reviewer.review.catalogue.by_identifier.get(named_today(reviewer, clip))
    if work is None or work.picture is None or corners_of(clip):
        return None
    if taught_here(reviewer, clip, work.identifier):
        return None
    return proposed(reviewer, reviewer.review.clips[clip], work.identifier)


def to_keep(reviewer: Reviewer, clip: Evidence, work: Work | None) -> bytes | None:
    """The straightened painting, as JPEG, that R keeps now that it is shown."""
    at, proposal = st.session_state.get(_SHOWN, ("", None))
    if work is None or at != clip.clip.key or proposal is None:
        return None
    return _straightened(reviewer, proposal, work.identifier)


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
        _stop_drawing()
        reviewer.report(teaching.kept(event.title))


def proposed(reviewer: Reviewer, clip: Evidence, work: str) -> Proposal | None:
    """The painting of a work: the corners that were drawn; where it was recognised; else the
    outline that the clip is about."""
    frames = {frame.sha256: frame for frame in clip.frames}
    if drawn := corners_of(clip.clip.key):
        return Proposal(frames[drawn[0]], drawn[1]) if drawn[0] in frames else None
    if seen := recognised.sighting(clip, work):
        return Proposal(frames[seen.frame], seen.quad)
    chosen = chosen_frame(clip)
    tried = [chosen] if chosen else spread(clip.frames, _TRIED)
    hung = main_painting(clip, tried, lambda frame: _outlines(frame.sha256, frame.path))
    return Proposal(*hung) if hung else None


def corners_of(clip: str) -> tuple[str, Quad] | None:
    """The frame, by hash, and the corners that a person draws on it now."""
    at, frame, quad = st.session_state.get(_CORNERS, ("", "", None))
    return (frame, quad) if at == clip else None


def shown(reviewer: Reviewer, clip: Evidence, work: Work) -> Reference | None:
    """The taught picture that stands beside the footage: the one by which the work was recognised,
    or, where the catalogue has no picture of it, the latest one of another video before this
    one's."""
    if by := _used(reviewer, clip, work.identifier):
        return by
    if work.picture and work.picture.is_file():
        return None
    pictures = taught_pictures.taught(reviewer.bundle, reviewer.review.catalogue)
    video = clip.clip.video.sha256
    return max(
        taught_pictures.in_use(pictures, work.identifier),
        key=lambda picture: (picture.event.video_sha256 != video, picture.event.number),
        default=None,
    )


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
    picture = recognised.reference_of(reviewer.bundle.workspace, record, None)
    frame = proposal.frame
    return _cut_out(frame.sha256, proposal.quad, str(picture or ""), frame.path)


@st.cache_data(show_spinner=False, max_entries=100)
def _cut_out(sha256: str, quad: Quad, picture: str, _frame: Path) -> bytes | None:
    return cut_outs.cut_out(_frame, quad, Path(picture) if picture else None)


def offered(reviewer: Reviewer, clip: Evidence, work: Work) -> bytes | None:
    """The straightened painting of an accepted clip that is no reference picture yet, as JPEG."""
    key = clip.clip.key
    if named_today(reviewer, key) != work.identifier:
        return None
    if taught_here(reviewer, key, work.identifier):
        return None
    proposal = proposed(reviewer, clip, work.identifier)
    return _straightened(reviewer, proposal, work.identifier) if proposal else None


def draw(reviewer: Reviewer, clip: Evidence, work: Work) -> None:
    """What a clip whose verdict names the work can teach, or has taught."""
    key = clip.clip.key
    if named_today(reviewer, key) != work.identifier:
        return
    if taught_here(reviewer, key, work.identifier):
        st.html(elements.quiet(f"A reference picture of this work. {teaching.RULE}"))
        return
    jpeg, drawing = offered(reviewer, clip, work), corners_of(key) is not None
    if drawing:
        _draw_corners(reviewer, clip, work)
    if jpeg and (drawing or work.picture):
        st.image(jpeg, width=160, alt=f"The painting, straightened: {decisions.work_name(work)}")
    elif jpeg is None:
        st.html(elements.quiet(NO_OUTLINE))
    off = reviewer.bundle.workspace.read_only
    with st.container(key="teach", horizontal=True, gap="small"):
        st.button("Make it a reference picture `R`", key=f"teach_{key}",
                  disabled=jpeg is None or bool(off), help=off or teaching.RULE,
                  on_click=partial(teach, reviewer), args=(key,))  # fmt: skip
        if drawing:
            st.button("Corners as proposed", key=f"corners_off_{key}", type="tertiary",
                      on_click=_stop_drawing)  # fmt: skip
        else:
            st.button("Draw its corners", key=f"corners_on_{key}", type="tertiary",
                      on_click=_start_drawing, args=(reviewer, clip, work))  # fmt: skip


def draw_source(reviewer: Reviewer, clip: Evidence, work: Work) -> None:
    """By which picture out of a video the work was recognised, if by one."""
    if words := teaching.proof(clip, work.identifier, _used(reviewer, clip, work.identifier)):
        st.html(elements.quiet(f"{words}."))


def _start_drawing(reviewer: Reviewer, clip: Evidence, work: Work) -> None:
    """Begin with the proposed corners; in another frame, or without any, with the middle."""
    proposal = proposed(reviewer, clip, work.identifier)
    chosen = chosen_frame(clip) or (proposal.frame if proposal else best_frame(clip, None))
    if chosen is None:
        return
    same = proposal is not None and proposal.frame.sha256 == chosen.sha256
    quad = proposal.quad if proposal and same else _MIDDLE
    st.session_state[_CORNERS] = (clip.clip.key, chosen.sha256, within(quad))


def _stop_drawing() -> None:
    st.session_state.pop(_CORNERS, None)


def _draw_corners(reviewer: Reviewer, clip: Evidence, work: Work) -> None:
    proposal = proposed(reviewer, clip, work.identifier)
    if proposal is None:
        return
    key, frame = clip.clip.key, proposal.frame

    def moved(quad: Quad) -> None:
        st.session_state[_CORNERS] = (key, frame.sha256, quad)

    data = _still(frame.sha256, frame.path)
    if data:
        corners.draw(data, proposal.quad, f"corners_{key}_{frame.sha256[:8]}", moved)


@st.cache_data(show_spinner=False, max_entries=20)
def _still(sha256: str, _frame: Path) -> str:
    """A frame as a data URI; empty where it cannot be read."""
    data = pictures_html.picture(_frame, _STILL)
    return as_uri(data) if data else ""


def _used(reviewer: Reviewer, clip: Evidence, work: str) -> Reference | None:
    """The taught picture by which a work was recognised best, if it was not taken back."""
    seen = recognised.best(clip, work)
    if seen is None or not seen.picture:
        return None
    pictures = taught_pictures.taught(reviewer.bundle, reviewer.review.catalogue)
    of_work = pictures.get(work, ())
    return next((p for p in of_work if p.cut_out.sha256 == seen.picture), None)
