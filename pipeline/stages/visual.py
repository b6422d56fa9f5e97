"""Stage 2c: what the painting looks like, asked without its label."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.stages.answers import json_object, words

FIELDS = ("title", "artist", "subject")


def prompt(earlier: Mapping[str, Any]) -> str:
    return (
        "Which painting is the main one in these frames? Answer with one JSON object with the "
        f"keys {json.dumps(FIELDS)}; null for what you do not know."
    )


def parse(text: str) -> dict[str, Any]:
    answer = json_object(text)
    return {name: words(answer.get(name)) for name in FIELDS}
