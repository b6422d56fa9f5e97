"""Stage 6: a catalogue-style description and a genre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.stages.answers import json_object, words


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Describe the main painting as a catalogue would and name its genre. Answer with one "
        'JSON object {"description", "genre"}; do not guess who painted it.'
    )


def parse(text: str) -> dict[str, Any]:
    answer = json_object(text)
    if not answer:
        return {"description": text.strip(), "genre": ""}
    return {name: words(answer.get(name)) or "" for name in ("description", "genre")}
