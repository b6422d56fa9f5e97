"""A recognised painting, cut out of its frame, beside the reference picture of the work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

import backends
from backends import BackendError, Quad
from catalogue import Work
from console import clock
from pages._ui.html import cut_outs, elements
from pages._ui.html.cut_outs import Pair
from pages._ui.review.footage_column import chosen_frame
from pages._ui.widgets.reference import show_picture
from pages._ui.words import decisions, readings
from pipeline import Evidence, Frame, Sighting
from storage import Workspace

_GONE = "The file of this frame is gone from the workspace"


def draw(workspace: Workspace, clip: Evidence, work: Work | None, seen: Sequence[Sighting]) -> None:
    """Cut-out and reference side by side; at a click, joined by the points that they share.

    `seen` are the sightings of the work, the surest first. Where the curator chose a frame with
    one of them, it is that.
    """
    chosen, frames = chosen_frame(clip), {frame.sha256: frame for frame in clip.frames}
    sighting = next((s for s in seen if chosen and s.frame == chosen.sha256), seen[0])
    frame, picture = frames[sighting.frame], _picture(work)
    when = clock(frame.time) if clip.clip.video.kind == "video" else ""
    caption = readings.cut_out(when, len(seen) if sighting is seen[0] else 0)
    pair = st.container(key="reference")
    asked = bool(sighting.inliers) and _asked(clip.clip.key)
    problem = ""
    with pair:
        if asked:
            problem = _joined(workspace, frame, sighting.quad, picture, work, caption)
        if problem or not asked:
            _beside(frame, sighting.quad, picture, work, caption)
    if problem:
        st.html(elements.quiet(problem))


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


def _picture(work: Work | None) -> Path | None:
    """The file of the reference picture, where there is one."""
    return work.picture if work and work.picture and work.picture.is_file() else None


def _changed(picture: Path | None) -> int:
    return picture.stat().st_mtime_ns if picture else 0


def _beside(
    frame: Frame, quad: Quad, picture: Path | None, work: Work | None, caption: str
) -> None:
    left, right = st.columns(2, gap="small")
    with left:
        reference = str(picture) if picture else ""
        cut = _cut_out(frame.sha256, quad, reference, _changed(picture), frame.path)
        if cut:
            st.image(cut, width="stretch", alt="The painting, cut out of the frame")
        else:
            st.html(elements.no_picture(_GONE))
        st.html(elements.quiet(caption))
    with right:
        show_picture(work)
        st.html(elements.quiet("In the catalogue"))


@st.cache_data(show_spinner=False, max_entries=300)
def _cut_out(sha256: str, quad: Quad, picture: str, changed: int, _frame: Path) -> bytes | None:
    return cut_outs.cut_out(_frame, quad, Path(picture) if picture else None)


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
