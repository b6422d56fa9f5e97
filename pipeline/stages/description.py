"""Stage 6a: a description as a catalogue would give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Describe the main painting in two or three sentences, as a catalogue would. "
        "Do not guess its title or who painted it."
    )


def parse(text: str) -> dict[str, Any]:
    return {"description": text.strip()}
