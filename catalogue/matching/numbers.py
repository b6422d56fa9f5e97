"""Inventory numbers as people print and read them, and the works that bear them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.records import UNNUMBERED, Work

_MARK = re.compile(
    r"^\W*(?:(?:inv(?:entory|entar|entario|entaire)?|acc(?:ession)?|cat(?:alogue)?|obj(?:ect|ekt)?"
    r"|museum|reg(?:istration)?|n|no|nr|num(?:ber|ero|éro|mer)?|nummer)[\s.:°º#-]+)+(?=.*\d)",
    re.IGNORECASE,
)
"""Words before a number that say that it is one; a letter of its own stands closer to it."""
_RUN = re.compile(r"\d+|[^\W\d_]+")
_READ_AS = str.maketrans("oilsb|", "011581")
"""Letters that are read for digits."""


def fold(number: str) -> str:
    """A number without mark, case, separators and leading zeros: "Inv. EST-065" → est 65."""
    return _without_zeros(_MARK.sub("", number).casefold())


def form(number: str) -> str:
    """What a number looks like: its letters, and how many digits stand where ("N01234" → n 5)."""
    runs = _RUN.findall(_MARK.sub("", number).casefold())
    return " ".join(str(len(run)) if run.isdigit() else run for run in runs)


def may_be(read: str, number: str) -> bool:
    """Whether a number that was read is this one, or would be with digits for letters."""
    return bool(_confusable(read) & _confusable(number))


def _confusable(number: str) -> set[str]:
    """With and without what may be a mark or the number's own letter ("N 123")."""
    joined = ("".join(_RUN.findall(text.casefold())) for text in (number, _MARK.sub("", number)))
    return {_without_zeros(text.translate(_READ_AS)) for text in joined}


def _without_zeros(number: str) -> str:
    runs = _RUN.findall(number)
    return " ".join(run.lstrip("0") or "0" if run.isdigit() else run for run in runs)


class Numbers:
    """The works of a catalogue by their numbers."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._works: dict[str, set[int]] = {}
        self._forms: set[str] = set()
        for position, work in enumerate(works):
            if not work.identifier.startswith(UNNUMBERED):
                self._works.setdefault(fold(work.identifier), set()).add(position)
                self._forms.add(form(work.identifier))

    def of(self, number: str) -> tuple[int, ...]:
        """The positions of the works that bear a number."""
        folded = (_without_zeros(number.casefold()), fold(number))
        return tuple(sorted(next((w for f in folded if (w := self._works.get(f))), ())))

    def in_form(self, number: str) -> bool:
        """Whether a number looks like those of this catalogue."""
        return form(number) in self._forms
