"""The names of all works in one field, and the distinct normal forms of these names."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from catalogue.columns.names import is_other_title
from catalogue.matching.postings import Ints, Numbers
from catalogue.normalise import artist_aliases, normalise, title_aliases
from catalogue.records import Field, Work

_CACHED_TEXTS = 50_000
"""Texts whose aliases are cached."""


class Names(NamedTuple):
    """Names, their strings and their groups, as `Tables` describes them."""

    names: Sequence[str]
    string_of: Numbers
    bounds: Ints
    group_of: Numbers
    grouped: Numbers
    group_bounds: Ints


def strings_of(works: Sequence[Work], field: Field) -> tuple[list[str], Names]:
    """The strings of an index, which are distinct normal forms, and the names that have them."""
    aliases_of = lru_cache(_CACHED_TEXTS)(_ALIASES[field])  # thousands of works share their artist
    strings: dict[str, int] = {}
    groups: dict[tuple[int, ...], int] = {}
    names: list[str] = []
    string_of, lengths, group_of = array("i"), array("i", [0]), array("i")
    for work in works:
        aliases = _aliases(work, field, aliases_of)
        numbers = tuple([strings.setdefault(form, len(strings)) for form in aliases])
        names += aliases.values()
        string_of.extend(numbers)
        lengths.append(len(numbers))
        group_of.append(groups.setdefault(numbers, len(groups)))
    return list(strings), Names(
        names,
        np.array(string_of, np.int32),
        np.cumsum(lengths, dtype=np.int64),
        np.array(group_of, np.int32),
        np.array([n for numbers in groups for n in numbers], np.int32),
        np.cumsum([0, *map(len, groups)], dtype=np.int64),
    )


def _aliases(
    work: Work, field: Field, aliases_of: Callable[[str], Mapping[str, str]]
) -> dict[str, str]:
    """Normal form → name, for every name of a work in a field, from all its records."""
    values = dict.fromkeys(value for r in work.records if (value := getattr(r, field)))
    if field == "title":
        values |= dict.fromkeys(
            value for r in work.records for key, value in r.extra if is_other_title(key)
        )
    aliases: dict[str, str] = {}
    for value in values:
        for form, name in aliases_of(value).items():
            aliases.setdefault(form, name)
    return aliases


def _only_alias(text: str) -> Mapping[str, str]:
    form = normalise(text)
    return {form: text} if form else {}


_ALIASES: Mapping[Field, Callable[[str], Mapping[str, str]]] = {
    "title": title_aliases,
    "artist": artist_aliases,
    "subject": _only_alias,
}
