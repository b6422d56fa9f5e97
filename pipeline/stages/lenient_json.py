"""JSON-like objects out of a model's words, in one pass, however the model wrote them.

Reads JSON, Python literals, bare keys, smart quotes, missing and trailing commas, quotes inside
quotes, objects in prose or code fences, several of them, and an object that breaks off: there the
complete pairs count. What stands inside a string never becomes a key, and each character is
looked at a bounded number of times. Libraries that mend JSON were looked at: json-repair is not
linear (35 kB of an unclosed string take it over 20 s, its issue 203).
"""

from __future__ import annotations

import re
from typing import Any

LONGEST = 16_000
"""Characters of an answer that are looked at: twice what any stage may answer."""
_DEPTH = 16
"""Objects within objects: an answer has two."""
_KEY = 60
"""Characters of a key: a quotation mark whose fellow is further away opens none."""
_CUT = object()
"""Instead of a value that breaks off."""
_CLOSERS = {'"': '"”', "'": "'’", "“": '”"“', "„": '“”"', "‘": "’'", "’": "’'", "«": "»", "`": "`'"}
_MARKS = {
    opening: re.compile(rf"\\.|[{closers}]", re.DOTALL) for opening, closers in _CLOSERS.items()
}
_GAP = re.compile(r"(?:[\s,]|//[^\n]*+)*+")
_SPACE = re.compile(r"\s*+")
_COLON = re.compile(r"\s*+:")
_BARE_KEY = re.compile(r"([^\W\d]\w{0,39}(?: \w{1,20}){0,3})\s*:")
_NEXT = r"[\"'“„‘«`{\[}\]]|-?\d|null|true|false|None|True|False|[^\W\d]\w{0,39}\s*:"
_AFTER_VALUE = re.compile(
    rf"\s*+(?:$|[}}\]]|```|,?\s*+//)|[ \t]*+\n|\s*+,\s*+(?:$|{_NEXT})"
    rf"|\s++[\"'“][^\W\d][\w ]{{0,{_KEY}}}[\"'”]\s*:"
)
_BARE_END = re.compile(rf"[}}\]\n]|,\s*+(?:{_NEXT}|$)")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": " ", "r": "\n", "b": "", "f": ""}
_LITERALS: dict[str, Any] = {"null": None, "none": None, "true": True, "false": False}


def objects(text: str) -> list[dict[str, Any]]:
    """The outermost objects in `text`, in order; keys as written, the first of equal ones."""
    text = text[:LONGEST]
    values: list[dict[str, Any]] = []
    at = text.find("{")
    while at >= 0:
        value, at = _object(text, at, _DEPTH)
        if value:
            values.append(value)
        at = text.find("{", at)
    return values


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    at = _end(_SPACE, text, at)
    opening = text[at : at + 1]
    if opening == "{":
        return _object(text, at, depth)
    if opening == "[":
        return _array(text, at, depth)
    if opening in _CLOSERS and opening:
        return _string(text, at, _AFTER_VALUE)
    return _bare(text, at)


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    """The pairs up to the closing brace, to the end of the text or to what is no pair."""
    pairs: dict[str, Any] = {}
    at += 1
    while depth:
        at = _end(_GAP, text, at)
        if text[at : at + 1] == "}":
            return pairs, at + 1
        key, after = _key(text, at)
        if key is None:
            return pairs, at
        value, at = _value(text, after, depth - 1)
        if value is _CUT:
            return pairs, at
        pairs.setdefault(key, value)
    return pairs, at


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    at += 1
    while depth:
        at = _end(_GAP, text, at)
        if text[at : at + 1] in ("]", "}", ""):
            return items, at + (text[at : at + 1] == "]")
        value, at = _value(text, at, depth - 1)
        if value is _CUT:
            return items, at
        items.append(value)
    return items, at


def _key(text: str, at: int) -> tuple[str | None, int]:
    """A key and where its value begins; None where no key stands."""
    if text[at : at + 1] in _CLOSERS and at < len(text):
        key, after = _string(text, at, _COLON, at + _KEY)
        return (None, at) if key is _CUT else (key, _end(_COLON, text, after))
    bare = _BARE_KEY.match(text, at)
    return (bare.group(1), bare.end()) if bare else (None, at)


def _string(
    text: str, at: int, after: re.Pattern[str], within: int | None = None
) -> tuple[Any, int]:
    """The words up to the first quotation mark that is followed by what may come `after`."""
    marks = _MARKS[text[at]]
    for mark in marks.finditer(text, at + 1, len(text) if within is None else within):
        if mark.group()[0] != "\\" and after.match(text, mark.end()):
            words = _ESCAPE.sub(_unescaped, text[at + 1 : mark.start()])
            return _paired(words), mark.end()
    return _CUT, len(text)


def _unescaped(escape: re.Match[str]) -> str:
    code, letter = escape.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(letter, letter)


def _paired(words: str) -> str:
    """Characters that JSON writes as two escapes."""
    if not any("\ud800" <= c <= "\udfff" for c in words):
        return words
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _bare(text: str, at: int) -> tuple[Any, int]:
    """Words without quotation marks; numbers stay words."""
    ending = _BARE_END.search(text, at)
    if ending is None:
        return _CUT, len(text)
    words = text[at : ending.start()].strip()
    return _LITERALS.get(words.casefold(), words), ending.start()


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
