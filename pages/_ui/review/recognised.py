"""A recognised painting, and the points that it shares with the reference picture."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Quad
from catalogue import Work
from console import clock
from ledger import file_of
from pages._ui.html import cut_outs, elements
from pages._ui.html.cut_outs import Pair
from pages._ui.review.frame_strip import chosen_frame
from pages._ui.words import decisions, readings
from pipeline import Evidence, Frame, Sighting
from storage import Workspace


def sighting(clip: Evidence, work: str) -> Sighting | None:
    """The surest sighting of a work; where the curator chose a frame with one of them, that one."""
    seen = readings.sightings(clip, work)
    chosen = chosen_frame(clip)
    in_it = (s for s in seen if chosen and s.frame == chosen.sha256)
    return next(in_it, seen[0] if seen else None)


def best(clip: Evidence, work: str) -> Sighting | None:
    """The surest sighting of a work, whichever frame is chosen."""
    return next(iter(readings.sightings(clip, work)), None)


def draw_points(workspace: Workspace, clip: Evidence, work: Work) -> None:
    """At a click, or the key P, the two pictures joined by the points that they share."""
    seen = sighting(clip, work.identifier)
    if seen is None or not seen.inliers or not _asked(clip.clip.key):
        return
    frame = next(frame for frame in clip.frames if frame.sha256 == seen.frame)
    words = caption(clip, work.identifier)
    picture = reference_of(workspace, work, seen)
    if problem := _joined(workspace, frame, seen.quad, picture, work, words):
        st.html(elements.quiet(problem))


def caption(clip: Evidence, work: str) -> str:
    """Where the painting of a work is cut out; empty where it was not recognised."""
    seen = sighting(clip, work)
    if seen is None:
        return ""
    when = clock(seen.time) if clip.clip.video.kind == "video" else ""
    every = readings.sightings(clip, seen.work)
    return readings.cut_out(when, len(every) if seen is every[0] else 0)


def _asked(clip: str) -> bool:
    """Whether the curator wants to see the points.

    The control is a button: after a click on a toggle, the verdict keys would do nothing.
    """
    key = f"points_of_{clip}"

    def turn() -> None:
        st.session_state[key] = not st.session_state.get(key, False)

    shown = bool(st.session_state.get(key, False))
    words = "Hide the matching points" if shown else "Show the matching points"
    st.button(f"{words} `P`", key=f"points_{clip}", on_click=turn)
    return shown


def reference_of(workspace: Workspace, work: Work | None, seen: Sighting | None) -> Path | None:
    """The file of the picture by which a work was recognised, or that the catalogue has of it."""
    taught = file_of(workspace, seen.picture) if seen and seen.picture else None
    picture = taught or (work.picture if work else None)
    return picture if picture and picture.is_file() else None


def _changed(picture: Path | None) -> int:
    return picture.stat().st_mtime_ns if picture else 0


def _joined(
    workspace: Workspace,
    frame: Frame,
    quad: Quad,
    picture: Path | None,
    work: Work | None,
    caption: str,
) -> str:
    """Draw the two pictures joined by their points. Returns why that cannot be done, else ""."""
    if work is None or picture is None:
        return readings.NO_REFERENCE
    try:
        pairs = _pairs(
            frame.sha256, str(picture), _changed(picture), frame.path, workspace.features
        )
    except BackendError as error:
        return str(error)
    joined = cut_outs.joined(frame.path, quad, picture, pairs) if pairs else None
    if joined is None:
        return readings.NO_POINTS
    st.image(joined, width="stretch", alt=f"Matching points with {decisions.work_name(work)}")
    st.html(elements.quiet(f"{caption}: {readings.points(len(pairs), cut_outs.LINES)}"))
    return ""


@st.cache_data(show_spinner="Comparing the two pictures …", max_entries=300)
def _pairs(
    sha256: str, picture: str, changed: int, _frame: Path, _features: Path
) -> tuple[Pair, ...]:
    """The points that verified the sighting, by the code that did. Raises BackendError."""
    backends.create("embedded")  # which says what is missing
    from backends.embedded.paintings import matching_points

    points = matching_points(_frame, Path(picture), _features)
    return tuple(zip(points.in_frame, points.on_reference, strict=True)) if points else ()
