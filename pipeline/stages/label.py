"""Stage 2a: the wall label, word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.stages.answers import json_object, words

TIES = ("beside", "confirmed", "alone", "elsewhere", "none")
"""How a label hangs together with the painting; only the first three may name it."""


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Transcribe the wall label of the main painting word for word, line by line. "
        "If no label is readable, answer: not visible."
    )


def parse(text: str) -> dict[str, Any]:
    """`text`, `legible`, `tie`, `why`, and `boxes` where the label hangs in which frame.

    Plain words are a transcription whose tie is open.
    """
    answer = json_object(text)
    if "tie" not in answer:
        legible = bool(text.strip()) and "not visible" not in text.lower()
        return _said(text.strip() if legible else "", "beside" if legible else "none")
    tie = answer["tie"] if answer["tie"] in TIES else "none"
    boxes = answer.get("boxes")
    placed = [box for box in boxes if _is_box(box)] if isinstance(boxes, list) else []
    return _said(words(answer.get("text")) or "", tie, words(answer.get("why")) or "", placed)


def _said(text: str, tie: str, why: str = "", boxes: Sequence[Any] = ()) -> dict[str, Any]:
    return {"text": text, "legible": bool(text), "tie": tie, "why": why, "boxes": list(boxes)}


def _is_box(box: Any) -> bool:
    """`{"frame": hash, "quad": four corners [x, y] in fractions of the frame}`."""
    if not isinstance(box, dict) or not isinstance(box.get("frame"), str):
        return False
    quad = box.get("quad")
    return isinstance(quad, list) and len(quad) == 4 and all(_is_point(point) for point in quad)


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(n, int | float) for n in point)
    )
