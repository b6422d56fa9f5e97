"""Works of one version that are one work in another, because a person merges or parts a number.

A verdict on a part is one on the whole. A verdict on the whole is on none of its parts in
particular: the number that it names has become that of several works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from catalogue.normalise import normalise
from catalogue.versions.same_work import WorkKey

Titles = Callable[[str], str]
"""From a work's identifier to the titles of its records, a line each."""


def wholes(
    parts: Mapping[str, WorkKey], others: Mapping[str, WorkKey], titles: Titles
) -> dict[str, str]:
    """Identifier of each part in one version → of the work in the other that it is a part of.

    `others` and `titles` are those of the other version. A work that bears the number now without
    the title of the part is not its whole: the number was mended.
    """
    whole_of: dict[str, str] = {}
    merged: dict[str, frozenset[str]] = {}
    for part in parts.values():
        number = part.shared
        if not number or number not in others or others[number].shared:
            continue
        if number not in merged:
            merged[number] = frozenset(map(normalise, titles(number).splitlines() or [""]))
        if len(merged[number]) > 1 and part.title in merged[number]:
            whole_of[part.identifier] = number
    return whole_of
