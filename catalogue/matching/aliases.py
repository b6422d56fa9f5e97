"""The names of works in normal form, each distinct form once."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from catalogue.matching.postings import Ints, Numbers
from catalogue.normalise import artist_aliases, normalise, title_aliases
from catalogue.records import Work

_OTHER_TITLES = frozenset(
    {"title raw", "other titles", "alternative title", "alternative titles", "altri titoli"}
)

_CACHED = 50_000
"""Texts whose aliases are cached."""


class Names(NamedTuple):
    """The first tables of an index, under their names in `Tables`."""

    names: Sequence[str]
    string_of: Numbers
    bounds: Ints
    group_of: Numbers
    grouped: Numbers
    group_bounds: Ints


def strings_of(works: Sequence[Work], field: str) -> tuple[list[str], Names]:
    """The distinct normal forms of the names of works, and the forms that each work has."""
    split = lru_cache(_CACHED)(_SPLIT[field])  # thousands of works share their artist
    strings: dict[str, int] = {}
    groups: dict[tuple[int, ...], int] = {}
    names: list[str] = []
    string_of, lengths, group_of = array("i"), array("i", [0]), array("i")
    for work in works:
        forms = _names(work, field, split)
        held = tuple([strings.setdefault(form, len(strings)) for form in forms])
        names += forms.values()
        string_of.extend(held)
        lengths.append(len(held))
        group_of.append(groups.setdefault(held, len(groups)))
    return list(strings), Names(
        names,
        np.array(string_of, np.int32),
        np.cumsum(lengths, dtype=np.int64),
        np.array(group_of, np.int32),
        np.array([n for held in groups for n in held], np.int32),
        np.cumsum([0, *map(len, groups)], dtype=np.int64),
    )


def _names(work: Work, field: str, split: Callable[[str], Mapping[str, str]]) -> dict[str, str]:
    """Normal form → name, for every name of a work in a field, from all its records."""
    values = dict.fromkeys(value for r in work.records if (value := getattr(r, field)))
    if field == "title":
        values |= dict.fromkeys(
            value for r in work.records for key, value in r.extra if _is_other_title(key)
        )
    names: dict[str, str] = {}
    for value in values:
        for form, name in split(value).items():
            names.setdefault(form, name)
    return names


@lru_cache(maxsize=256)
def _is_other_title(column: str) -> bool:
    return normalise(column) in _OTHER_TITLES


def _whole(text: str) -> Mapping[str, str]:
    form = normalise(text)
    return {form: text} if form else {}


_SPLIT: Mapping[str, Callable[[str], Mapping[str, str]]] = {
    "title": title_aliases,
    "artist": artist_aliases,
    "subject": _whole,
}
