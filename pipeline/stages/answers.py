"""Reading JSON out of what a model said."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def json_object(text: str) -> dict[str, Any]:
    """The first JSON object in `text`, whatever prose or code fence is round it; {} if none."""
    fenced = _FENCE.search(text)
    body = fenced.group(1) if fenced else text
    start = body.find("{")
    if start < 0:
        return {}
    candidate = _TRAILING_COMMA.sub(r"\1", body[start:])
    try:
        value, _ = json.JSONDecoder().raw_decode(candidate)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def words(value: Any) -> str | None:
    """A field that should hold words, as words; None for nothing, a list joined by `; `."""
    if isinstance(value, list):
        value = "; ".join(str(item) for item in value if item)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.strip() or None if isinstance(value, str) else None
