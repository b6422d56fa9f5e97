"""The two panes of the review page: what was filmed, and the reference picture of a work."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Thread

import streamlit as st

from backends import Quad
from catalogue import Work
from console import clock
from ledger import file_of
from pages._ui.html import cut_outs, elements, pictures
from pages._ui.review import recognised, teach
from pages._ui.review.actions import Reviewer
from pages._ui.review.frame_strip import chosen_frame, shown_frame
from pages._ui.widgets import player, viewer
from pages._ui.widgets.viewer import Drawn, Meaning, Picture, Playing, Shown
from pages._ui.words import decisions, teaching
from pipeline import Evidence, Frame, Sighting
from pipeline.analysis import best_frame

_LONGEST = 1920
"""px on the long side of a picture: as much as a large window shows, and a little zooming."""
_GONE = "The file of this frame is gone from the workspace. Analyse the video again."
_NO_REFERENCE = "The catalogue has no picture of this work."
_NO_WORK = "No work of the catalogue is proposed."
_RATE = 25.0
"""Frames a second that a step of the video is taken for."""
_PLAYING = "playing"
_CutOut = tuple[Path, str, Quad, Path | None, int]
"""Frame and its hash, the corners in it, the reference picture, and when that was changed."""


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """Footage and reference of the work that the curator looks at."""
    identifier = reviewer.looked_at(clip.clip.key)
    work = reviewer.review.catalogue.by_identifier.get(identifier)
    blind = reviewer.hides(clip)
    frame = shown_frame(reviewer, clip)
    outlines = _outlines(reviewer, clip, frame, "" if blind else identifier)
    video, note = _video(reviewer, clip, frame)
    reference, where = _beside(reviewer, clip, work)
    to_keep = _to_keep(reviewer, clip, work)
    shown = Shown(
        clip=clip.clip.key,
        where=_where(clip, frame),
        still=_still(frame),
        still_missing=_GONE,
        outlines=outlines,
        legend=_legend(outlines, bool(identifier) and not blind),
        cut=None if blind else to_keep or _cut(reviewer, clip, work, identifier),
        cut_where="" if blind else recognised.caption(clip, identifier),
        reference=reference,
        reference_where=where,
        reference_missing=_NO_REFERENCE if work else _NO_WORK,
        playable=clip.clip.video.kind == "video",
        video=video,
        rate=_RATE,
        play=int(st.session_state.get("plays", 0)),
        to_keep=to_keep is not None,
        compact=reviewer.correcting or teach.corners_of(clip.clip.key) is not None,
    )
    viewer.draw(shown, reviewer.pick, _play)
    if note:
        st.html(elements.quiet(note))


def prepare(reviewer: Reviewer, clip: Evidence) -> None:
    """Make the pictures of the clip that comes next, while a person looks at the one before."""
    identifier = reviewer.looked_at(clip.clip.key)
    work = reviewer.review.catalogue.by_identifier.get(identifier)
    frame = best_frame(clip, identifier or None)
    sighting = recognised.sighting(clip, identifier)
    reference = _file(work)
    cut = _cut_arguments(reviewer, clip, work, sighting) if sighting else None

    def make() -> None:
        if frame:
            _jpeg(frame.path, frame.sha256)
        if reference:
            _jpeg(*reference)
        if cut:
            _cut_out(*cut)

    Thread(target=make, daemon=True).start()


def _where(clip: Evidence, frame: Frame | None) -> str:
    name = clip.clip.video.path.name
    return f"{name}, at {clock(frame.time)}" if frame and clip.clip.video.kind == "video" else name


def _still(frame: Frame | None) -> Picture | None:
    data = _jpeg(frame.path, frame.sha256) if frame else None
    if frame is None or data is None:
        return None
    url = viewer.served(data, "image/jpeg", "still")
    return Picture(url=url, alt=f"Frame at {clock(frame.time)}")


def _to_keep(reviewer: Reviewer, clip: Evidence, work: Work | None) -> Picture | None:
    """The painting as it would be kept as a reference picture."""
    data = teach.to_keep(reviewer, clip, work)
    alt = "The painting as it would be kept"
    return Picture(url=viewer.served(data, "image/jpeg", "cut"), alt=alt) if data else None


def _beside(reviewer: Reviewer, clip: Evidence, work: Work | None) -> tuple[Picture | None, str]:
    """The picture beside the footage and, where it is not the catalogue's, where it comes from."""
    if work and (taught := teach.shown(reviewer, clip, work)):
        sha256 = taught.cut_out.sha256
        data = _jpeg(file_of(reviewer.bundle.workspace, sha256), sha256)
        if data:
            url = viewer.served(data, "image/jpeg", "reference")
            return Picture(url=url, alt=teaching.marked(taught)), teaching.beside(taught)
    picture = _reference(work)
    if work and picture is None and (data := teach.offered(reviewer, clip, work)):
        url = viewer.served(data, "image/jpeg", "reference")
        return Picture(url=url, alt="The painting, straightened"), teaching.NOT_YET
    return picture, ""


def _reference(work: Work | None) -> Picture | None:
    file = _file(work)
    data = _jpeg(*file) if file else None
    if work is None or data is None:
        return None
    return Picture(
        url=viewer.served(data, "image/jpeg", "reference"), alt=decisions.work_name(work)
    )


def _file(work: Work | None) -> tuple[Path, int] | None:
    """The reference picture's file, and when it was changed."""
    path = work.picture if work else None
    return (path, _changed(path)) if path and path.is_file() else None


def _changed(path: Path | None) -> int:
    return path.stat().st_mtime_ns if path else 0


# Not Streamlit's caches: what comes next is made on a thread of its own.
@lru_cache(maxsize=200)
def _jpeg(path: Path, version: str | int) -> bytes | None:
    """A picture as browsers show it; `version` changes with its content."""
    return pictures.picture(path, _LONGEST)


def _cut(reviewer: Reviewer, clip: Evidence, work: Work | None, identifier: str) -> Picture | None:
    """The painting cut out of the frame in which it was recognised best."""
    sighting = recognised.sighting(clip, identifier)
    if sighting is None:
        return None
    data = _cut_out(*_cut_arguments(reviewer, clip, work, sighting))
    if data is None:
        return None
    url = viewer.served(data, "image/jpeg", "cut")
    return Picture(url=url, alt="The painting, cut out of the frame")


def _cut_arguments(
    reviewer: Reviewer, clip: Evidence, work: Work | None, sighting: Sighting
) -> _CutOut:
    frame = next(frame for frame in clip.frames if frame.sha256 == sighting.frame)
    reference = recognised.reference_of(reviewer.bundle.workspace, work, sighting)
    return frame.path, frame.sha256, sighting.quad, reference, _changed(reference)


@lru_cache(maxsize=300)
def _cut_out(
    frame: Path, sha256: str, quad: Quad, picture: Path | None, changed: int
) -> bytes | None:
    return cut_outs.cut_out(frame, quad, picture)


def _outlines(reviewer: Reviewer, clip: Evidence, frame: Frame | None, work: str) -> list[Drawn]:
    """What was located in the still; a click on a painting looks at its work."""
    if frame is None:
        return []
    catalogue, blind = reviewer.review.catalogue, reviewer.hides(clip)
    return [
        Drawn(
            quad=outline.quad,
            colour=outline.colour,
            work="" if blind or outline.work not in catalogue else outline.work,
            title=decisions.title_of(catalogue, outline.work) if outline.work else "",
        )
        for outline in pictures.outlines(clip, frame, work or None)
    ]


def _legend(outlines: list[Drawn], work: bool) -> list[Meaning]:
    meanings = {
        pictures.PAINTING: "the painting of this work",
        pictures.LABEL: "the label",
        pictures.OTHER_LABEL: "a label that was not used",
        pictures.OTHER: "another painting" if work else "a painting",
    }
    colours = dict.fromkeys(outline["colour"] for outline in outlines)
    return [Meaning(colour=colour, meaning=meanings[colour]) for colour in colours]


def _play(clip: str) -> None:
    """Read the video of a clip, and play it."""
    st.session_state[_PLAYING] = clip
    st.session_state["plays"] = int(st.session_state.get("plays", 0)) + 1


def _video(reviewer: Reviewer, clip: Evidence, frame: Frame | None) -> tuple[Playing | None, str]:
    """The video once somebody plays it, and what there is to say of it."""
    if st.session_state.get(_PLAYING) != clip.clip.key:
        return None, ""
    path, note = player.source(reviewer.bundle.workspace, clip.clip.video)
    if path is None:
        return None, note
    chosen = chosen_frame(clip)
    start = chosen.time if chosen else clip.clip.start
    url = viewer.served(path, player.kind(path), "video")
    return Playing(url=url, start=round(start, 3)), note
