"""Stage 5: up to three artworks in order of appearance."""

from __future__ import annotations

import re
from typing import Any

from pipeline.stages.answers import Earlier, Summary, SummaryWork, names
from pipeline.stages.lenient_json import objects
from pipeline.stages.parsing import every_object, picked, plain, valued, words

MOST = 3
FIELDS = names(SummaryWork)
_NUMBERED = re.compile(
    r"^[^\w\n]*\d{1,2}[.):]\s*(.*(?:\n(?![^\w\n]*\d{1,2}[.):]\s).*)*)", re.MULTILINE
)
_NAMED = re.compile(r"^(?:[^\w\n]|_)*(\w+)[*_ ]*:[*_\s]*(\S.*)$", re.MULTILINE)


def prompt(earlier: Earlier) -> str:
    return (
        "List the artworks in these frames in the order in which they appear, at most three. "
        'Answer with one JSON object with the key "works": a list of objects with the keys title, '
        "artist, location and description. location: where in the picture or the room it is, such "
        "as left or on the far wall. description: one sentence on what it shows. Write null for "
        "what you do not know. If no artwork can be seen, the list is empty."
    )


def parse(text: str) -> Summary:
    """The works of the list that the answer holds, else the objects, else the numbered items."""
    values = objects(text)
    listed = [valued(entry, "works") for entry in every_object(values)]
    lists = [entry for entry in listed if isinstance(entry, list)]
    given = lists[0] if lists else values or _numbered(plain(text))
    works = [picked(work, FIELDS) for work in given if isinstance(work, dict)]
    named = [SummaryWork(**work) for work in works if any(work.values())]
    return Summary(tuple(named[:MOST]))


def _numbered(text: str) -> list[dict[str, Any]]:
    """The items of a numbered list: `Artist: …` lines where it has any, else a description."""
    items = [match.group(1) for match in _NUMBERED.finditer(text)]
    return [dict(_NAMED.findall(item)) or {"description": words(item)} for item in items]
