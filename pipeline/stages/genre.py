"""Stage 6b: the genre, one word or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.uncertainty import uncertain


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Name the genre of the main painting in one or two words, such as portrait, landscape, "
        "still life, history, religious, genre scene, marine or abstract."
    )


def parse(text: str) -> dict[str, Any]:
    words = text.strip().rstrip(".")
    return {"genre": "" if uncertain(words) else words}
