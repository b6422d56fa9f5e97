"""Four corners that a person drags over a frame, or moves with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from backends import Quad
from pages._ui.widgets.answers import answer

NAMES = ("Top left", "Top right", "Bottom right", "Bottom left")
_corners = st.components.v2.component(
    "cartellino_corners",
    css=Path(__file__).with_name("corners.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("corners.js").read_text(encoding="utf-8"),
)


def draw(picture: str, quad: Quad, key: str, moved: Callable[[Quad], None]) -> None:
    """Draw the frame, a data URI, with the corners on it.

    `moved(quad)` is called once a corner was let go, with corners in fractions of the frame.
    """

    def on_moved() -> None:
        if corners := answer(key, "moved"):
            a, b, c, d = ((float(x), float(y)) for x, y in corners)
            moved(within((a, b, c, d)))

    data = {"picture": picture, "quad": quad, "names": NAMES}
    _corners(key=key, data=data, on_moved_change=on_moved)


def within(quad: Quad) -> Quad:
    """The corners, each moved into the frame."""
    a, b, c, d = ((min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)) for x, y in quad)
    return a, b, c, d
