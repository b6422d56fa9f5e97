"""Signals out of the JSON that others write: `python -m pipeline decide --signals FILE`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalogue import Guess
from pipeline.errors import ConfigError
from pipeline.types import Pointer, Signals

_WORDS = ("title", "artist", "subject", "number", "date")
_KEYS = {"id", *_WORDS, "work"}
_GUESS, _POINTER = {"text", "confidence", "source"}, {"identifier", "confidence"}


def read_signals(text: str) -> tuple[Signals, ...]:
    """The signals in a JSON list of objects with `id`, `title`, `artist`, `subject`, `number`,
    `date` and `work`.

    Each but `id` may be left out or null. Words are a text, `{"text", "confidence", "source"}` or a
    list of these; `work` is `{"identifier", "confidence"}` or a list of these. A confidence is over
    0 and at most 1, and 1 where it is left out. Raises ConfigError, listing every problem at once.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"The signals are not JSON: {error}.") from error
    if not isinstance(entries, list):
        raise ConfigError('The signals must be a list of {"id", "title", "artist", "subject"}.')
    problems = [p for n, entry in enumerate(entries, 1) for p in _problems(n, entry)]
    if not problems:
        times = Counter(entry["id"] for entry in entries)
        problems = [f"the id {id!r} is given more than once" for id in times if times[id] > 1]
    if problems:
        raise ConfigError(f"The signals cannot be used: {'; '.join(problems)}.")
    return tuple(map(_signals, entries))


def _problems(number: int, entry: object) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"entry {number} is not an object"
        return
    for key in sorted(set(entry) - _KEYS):
        yield f"entry {number} has the unknown key {key!r}"
    if not isinstance(entry.get("id"), str):
        yield f'entry {number} needs an "id" that is a string'
    for name in _WORDS:
        for value in _listed(entry.get(name)):
            if problem := _guess_problem(value):
                yield f"{name!r} of entry {number} {problem}"
    for value in _listed(entry.get("work")):
        if problem := _pointer_problem(value):
            yield f"'work' of entry {number} {problem}"


def _guess_problem(value: object) -> str:
    if isinstance(value, str):
        return ""
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return 'must be a string, {"text", "confidence", "source"}, a list of these or null'
    if not isinstance(value.get("source", ""), str):
        return "has a source that is not a string"
    return _unknown(value, _GUESS) or _confidence_problem(value)


def _pointer_problem(value: object) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("identifier"), str):
        return 'must be {"identifier", "confidence"}, a list of these or null'
    return _unknown(value, _POINTER) or _confidence_problem(value)


def _unknown(value: dict[str, Any], known: set[str]) -> str:
    unknown = sorted(set(value) - known)
    return f"has the unknown key {unknown[0]!r}" if unknown else ""


def _confidence_problem(value: dict[str, Any]) -> str:
    confidence = value.get("confidence", 1.0)
    number = isinstance(confidence, int | float) and not isinstance(confidence, bool)
    if number and 0 < confidence <= 1:  # false for NaN as well
        return ""
    return f"has the confidence {confidence!r}; it must be a number over 0 and at most 1"


def _signals(entry: dict[str, Any]) -> Signals:
    words: dict[str, Any] = {name: tuple(map(_guess, _listed(entry.get(name)))) for name in _WORDS}
    works = tuple(
        Pointer(value["identifier"], float(value.get("confidence", 1.0)))
        for value in _listed(entry.get("work"))
    )
    return Signals(entry["id"], **words, works=works)


def _guess(value: str | dict[str, Any]) -> Guess:
    if isinstance(value, str):
        return Guess(value)
    return Guess(value["text"], float(value.get("confidence", 1.0)), value.get("source", ""))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
