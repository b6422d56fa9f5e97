"""Stage 2a: the wall label, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue import normalise
from pipeline.stages.degenerate import ended
from pipeline.stages.lenient_json import objects
from pipeline.stages.parsing import PROSE, cleaned, unfenced, valued
from pipeline.stages.uncertainty import declines

READ = "read"
TIES = ("beside", "confirmed", "alone", READ, "elsewhere", "none")
"""How a label hangs together with the painting; only the first four may name it.

`read` is a model's plain transcription: the model was asked for the label of the main painting,
and nothing measured that it is.
"""
_PREFACE = re.compile(r"\A[^\n]{0,80}\b(?:label|transcription|text|reads?|says)\b[^\n]{0,40}:\s*\n")


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Transcribe the wall label of the main painting in these frames word for word, line by "
        "line, in its own language. Answer with its text only. Leave out what cannot be read; do "
        "not complete, translate or explain it. If no label can be read, answer: not visible"
    )


def parse(text: str) -> dict[str, Any]:
    """`text`, `legible`, `tie`, `why`, and `boxes` where the label hangs in which frame.

    Plain words are a transcription; only a backend that measures gives the other shape.
    """
    answer = _measured(text)
    if answer is None:
        said = _transcription(text)
        return _said(said, READ if said else "none")
    tie = answer["tie"] if answer["tie"] in TIES else "none"
    boxes = answer.get("boxes")
    placed = [box for box in boxes if _is_box(box)] if isinstance(boxes, list) else []
    return _said(_line(answer.get("text")), tie, _line(answer.get("why")), placed)


def _measured(text: str) -> dict[str, Any] | None:
    """An answer that is one JSON object and nothing else, and says how the label hangs."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and "tie" in answer else None


def _line(value: Any) -> str:
    return cleaned(value).strip() if isinstance(value, str) else ""


def _transcription(text: str) -> str:
    """The label's own words; nothing where the model says that it cannot read any."""
    said = unfenced(ended(text))
    wrapped = valued(objects(said)[0], "text") if said[:1] == "{" and objects(said) else None
    said = _PREFACE.sub("", _line(wrapped) or said)[:PROSE].strip()
    return said if normalise(said) and not declines(said) else ""


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
