"""What several backends said about one clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backends.visual_format import VisualFormat
from pipeline.decision.ensemble import joined
from pipeline.stages.answers import LabelTranscription
from pipeline.stages.label import READ
from pipeline.types import Evidence
from tests import builders

HARBOUR, LEMONS = ("The Harbour at Dusk", "Painter One"), ("Still Life with Lemons", "Painter Two")
NOTHING = (None, None)
WEAK = ("The Harbour Bridge", None)
FORM = VisualFormat("video", 8, 448, 151_200, "aspect", "even", "processor 1")
Words = tuple[str | None, str | None]


def member(folder: Path, backend: str, words: Words, start: float = 0.0) -> Evidence:
    """Evidence of one backend; any but the embedded one is shown frames in a form of its own."""
    clip = builders.evidence(folder, 0, *words, start=start, sighted=None)
    clip = replace(clip, backend=backend, recipe=f"recipe of {backend}")
    if backend == "embedded":
        return clip
    text = "\n".join(word for word in words if word)
    label = LabelTranscription(text, READ if text else "none")
    return said(replace(clip, format=FORM), "label", raw=text or "-", parsed=label)


def both(folder: Path, first: Words, second: Words, start: float = 0.0) -> Evidence:
    return joined(
        [member(folder, "embedded", first, start), member(folder, "qwen2-vl", second, start)]
    )


def said(one: Evidence, stage: str, **changes: object) -> Evidence:
    """The evidence with another answer of a stage."""
    outputs = [replace(o, **changes) if o.stage == stage else o for o in one.outputs]  # type: ignore[arg-type]
    return replace(one, outputs=tuple(outputs))
