"""A backend without weights that speaks a word at a time, as a large model does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from backends.base import (
    BY_DEFAULT,
    Answer,
    Listener,
    Media,
    Modality,
    ModelBackend,
    Options,
    Params,
    Prompt,
    Question,
    unheard,
)
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


class SlowBackend(ModelBackend):
    name: ClassVar[str] = "slow"
    label: ClassVar[str] = "Slow (speaks a word at a time)"
    version: ClassVar[str] = "1"
    one_look: ClassVar[bool] = True
    default_format: ClassVar[VisualFormat] = VisualFormat(
        "images", 2, 448, 100_352, "aspect", "even", "slow 1"
    )

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        self.format = self.form(options)

    def preprocess(self, media: Media, modality: Modality) -> Any:
        return media

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        return WORDS[prompt.stage]

    def answers(
        self, media: Any, asked: Sequence[Question], said: Listener = unheard
    ) -> tuple[Answer, ...]:
        """All answers grow together, word by word."""
        waiting = {prompt.stage: WORDS[prompt.stage].split(" ") for prompt, _ in asked}
        while any(waiting.values()):
            time.sleep(PAUSE)
            for stage, words in waiting.items():
                if words:
                    said(stage, words.pop(0) + (" " if words else ""))
        return tuple(
            Answer(WORDS[p.stage], len(WORDS[p.stage].split()), seconds=1.0) for p, _ in asked
        )
