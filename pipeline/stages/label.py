"""Stage 2a: the wall label, word for word."""

from __future__ import annotations

from collections.abc import Mapping
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
    """`text`, `legible`, `tie` and `why`. Plain words are a transcription whose tie is open."""
    answer = json_object(text)
    if "tie" not in answer:
        legible = bool(text.strip()) and "not visible" not in text.lower()
        said = text.strip() if legible else ""
        return {"text": said, "legible": legible, "tie": "beside" if legible else "none", "why": ""}
    transcription = words(answer.get("text")) or ""
    tie = answer["tie"] if answer["tie"] in TIES else "none"
    why = words(answer.get("why")) or ""
    return {"text": transcription, "legible": bool(transcription), "tie": tie, "why": why}
