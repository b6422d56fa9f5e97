"""Attribute page: the walks through the demonstration gallery, each a picture to click."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import streamlit as st

from console import CartellinoError, clock
from pages._ui.html import elements, found_pictures
from pages._ui.widgets.gallery import Card, gallery
from pages._ui.words import decisions
from pipeline import Video
from pipeline.media import sampling

_SHOWN = 0.42
"""Share of a walk after which a painting is in sight."""
_LONGEST = 480


def draw(walks: list[Path], previews: Path, choose: Callable[[Path], None], why_off: str) -> None:
    """A card for each walk; a click analyses it."""
    st.html(elements.caption("New here? Click a walk through the demonstration gallery"))
    by_name = {walk.name: walk for walk in walks}
    cards = [_card(walk, number, previews) for number, walk in enumerate(walks, 1)]
    gallery(
        cards,
        "demo_walks",
        "Walks through the demonstration gallery",
        lambda name: choose(by_name[name]),
        fit="cover",
        off=bool(why_off),
    )


def _card(walk: Path, number: int, previews: Path) -> Card:
    picture, length = _seen(str(walk), walk.stat().st_mtime_ns, previews)
    return Card(
        key=walk.name,
        picture=picture,
        title=decisions.walk_name(walk.stem, number),
        words="",
        note=f"{clock(length)} · analyse it" if length else "analyse it",
        tone="",
    )


@st.cache_data(show_spinner=False, max_entries=32)
def _seen(path: str, changed: int, _previews: Path) -> tuple[str, float]:
    """A frame of the walk, and its length in s; what cannot be read is left out."""
    video: Video | None = None
    with suppress(CartellinoError, OSError):
        video = sampling.probe(Path(path))
        frame = sampling.frame_at(video, _SHOWN * video.duration, _previews, _LONGEST)
        return found_pictures.made(str(frame.path), None), video.duration
    return "", video.duration if video else 0.0
