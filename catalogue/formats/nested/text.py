"""JSON, and lists and dictionaries of Python, as the text of a cell."""

from __future__ import annotations

import ast
import json
import re
from contextlib import suppress
from typing import Any

from catalogue.formats.nested.words import CutOff
from catalogue.lengths import LONGEST_CELL

_OBJECT = re.compile(r"\[?\s*\{\s*(?:\"[^\"]{0,200}\"|'[^']{0,200}')\s*:")
_FAULTS = (ValueError, SyntaxError, TypeError, RecursionError, MemoryError)


def parsed(text: str) -> Any:
    """The list or object that a text holds, else the text.

    "[Untitled]" and "[1945]" are texts. An object that is cut off must not pass for words.
    """
    if text[:1] not in "[{" or not text:
        return text
    for read in (_json, _python):
        with suppress(*_FAULTS):
            value = read(text)
            value = sorted(map(str, value)) if isinstance(value, set) else value
            return value if _is_nested(value) else text
    return CutOff() if _OBJECT.match(text) else text


def _json(text: str) -> Any:
    return json.loads(text, strict=False)


def _python(text: str) -> Any:
    if len(text) > LONGEST_CELL:
        raise ValueError("longer than any cell: the parser would take 300 times its memory")
    return ast.literal_eval(text)


def _is_nested(value: Any) -> bool:
    """Whether a value is an object, or a list of texts and objects rather than of numbers."""
    if isinstance(value, dict):
        return all(isinstance(name, str) for name in value)
    return isinstance(value, list) and all(isinstance(v, str | dict | list | None) for v in value)
