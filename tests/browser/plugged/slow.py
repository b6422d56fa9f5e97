"""A backend without weights that speaks a word at a time, as a large model does."""

from __future__ import annotations

from typing import ClassVar

from backends.scripted import ScriptedBackend
from backends.visual_format import VisualFormat

PAUSE = 0.05
"""s between two words."""
WORDS = {
    "label": "The <b>Harbour</b> at Dusk\nPainter One",
    "label_fields": '{"title": "The Harbour at Dusk", "artist": null}',
    "visual": "{}",
    "summary": '{"works": []}',
    "genre": "marine",
    "scene": "A white wall in even light, and nobody in front of it.",
    "description": " ".join(f"Boat{n} lies at the quay." for n in range(40)),
}


class SlowBackend(ScriptedBackend):
    name: ClassVar[str] = "slow"
    label: ClassVar[str] = "Slow (speaks a word at a time)"
    for_tests: ClassVar[bool] = False
    default_format: ClassVar[VisualFormat | None] = VisualFormat(
        "images", 2, 448, 100_352, "aspect", "even", "slow 1"
    )

    def __init__(self) -> None:
        super().__init__(WORDS, PAUSE)
