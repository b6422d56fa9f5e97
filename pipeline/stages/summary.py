"""Stage 5: up to three artworks in order of appearance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.stages.answers import json_object, words

MOST = 3
FIELDS = ("title", "artist", "location", "description")


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        f"List up to {MOST} artworks in order of appearance. Answer with one JSON object "
        '{"works": [{"title", "artist", "location", "description"}]}; null for what is unknown.'
    )


def parse(text: str) -> dict[str, Any]:
    listed = json_object(text).get("works")
    works = [w for w in listed if isinstance(w, dict)] if isinstance(listed, list) else []
    return {"works": [{name: words(w.get(name)) for name in FIELDS} for w in works[:MOST]]}
