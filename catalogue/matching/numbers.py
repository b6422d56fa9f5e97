"""Inventory numbers as people print and read them, and the works that bear them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from catalogue.lengths import LONGEST_NUMBER
from catalogue.records import Work
from console import folded

_OF_A_WORK = (
    r"inv(?:ent(?:ory|ar(?:io|nummer)?|aire))?|acc(?:ession)?|obj(?:ect|ekt)?|reg(?:istration)?"
)
_NUMBER = r"(?:n|no|nr|num(?:ber|ero|éro|mer)?|nummer)"
_GAP = r"[\s.:°º#-]+"
_MARK = re.compile(
    rf"^\W*(?:(?:{_OF_A_WORK}|cat(?:alogue)?|museum|{_NUMBER}){_GAP})+(?=.*\d)", re.IGNORECASE
)
"""Words before a number that say that it is one; a letter of its own stands closer to it."""
_WORKS_MARK = rf"\b(?:{_OF_A_WORK}|museum{_GAP}{_NUMBER}){_GAP}(?:{_NUMBER}{_GAP})*"
"""Words that say that a number is that of a work. "No. 12" alone may be an audio guide's, and
"cat. 12" an exhibition's."""
_BEFORE, _BEHIND = r"(?<!\w)(?<!\w[./–-])", r"(?![./–-]?\w)"
"""Where a number begins and ends: what stands closer is part of it."""
_RUN = re.compile(r"\d+|[^\W\d_]+")
_READ_AS = str.maketrans("oilsb|", "011581")
"""Letters that are read for digits."""
_ROUND = str.maketrans("oOlI|", "00111")
"""Letters that look like a digit and no other letter."""
_LETTERS = 4
"""Letters of the longest word of a number that has a form."""


def fold(number: str) -> str:
    """A number without mark, case, separators and leading zeros: "Inv. EST-065" → est 65."""
    number = number[:LONGEST_NUMBER]
    return _without_zeros(folded(_MARK.sub("", number)))


def number_form(number: str) -> str:
    """A pattern of what looks like this number: its letters, and as many digits in each place.

    That of "N01234" matches "n 09999", with case folded. It is empty for what has no form of its
    own: digits alone may be a year, a room or an audio guide's, and a long word may be of a title
    ("Untitled 3").
    """
    if len(number) > LONGEST_NUMBER:
        return ""
    for text in (_MARK.sub("", number), number):
        runs = _RUN.findall(text.casefold())
        words = [run for run in runs if not run.isdecimal()]
        if 1 < len(runs) > len(words) and max(map(len, words), default=0) <= _LETTERS:
            return _pattern(tuple(len(run) if run.isdecimal() else run for run in runs))
    return ""


@lru_cache(maxsize=1024)  # a large catalogue has hundreds of forms, and few for most of its works
def _pattern(runs: tuple[str | int, ...]) -> str:
    """A word each, or how many digits: only two of one kind need something between them."""
    pattern = ""
    for number, run in enumerate(runs):
        alike = number > 0 and type(runs[number - 1]) is type(run)
        pattern += r"[\W_]+" if alike else r"[\W_]*"
        pattern += rf"\d{{{run}}}" if isinstance(run, int) else re.escape(run)
    return pattern + r"[\W_]*"


def stands_in(number: str, text: str) -> bool:
    """Whether a text holds this number whole: "12" is not in "1912" or "12/3"."""
    return _is_in(_BEFORE, number, text) or marked_in(number, text)


def marked_in(number: str, text: str) -> bool:
    """Whether a text holds this number whole behind a word that says that it is a work's."""
    return _is_in(_WORKS_MARK, number, text)


def _is_in(before: str, number: str, text: str) -> bool:
    if len(number) > LONGEST_NUMBER:
        return False
    runs = _RUN.findall(_MARK.sub("", number).casefold())
    pattern = before + r"[\W_]*".join(map(re.escape, runs)) + _BEHIND
    return any(map(str.isdecimal, runs)) and re.search(pattern, text.casefold()) is not None


def may_be(read: str, number: str) -> bool:
    """Whether a number that was read is this one, or would be with digits for letters."""
    return bool(_confusable(read) & _confusable(number))


def _confusable(number: str) -> set[str]:
    """With and without what may be a mark or the number's own letter ("N 123")."""
    number = number[:LONGEST_NUMBER]
    texts = map(folded, (number, _MARK.sub("", number)))  # "ş" is a misread 5, as "s" is
    return {_without_zeros("".join(_RUN.findall(text)).translate(_READ_AS)) for text in texts}


def _without_zeros(number: str) -> str:
    runs = _RUN.findall(number)
    return " ".join(run.lstrip("0") or "0" if run.isdigit() else run for run in runs)


class Numbers:
    """The works of a catalogue by their numbers."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._works: dict[str, set[int]] = {}
        self._forms: set[str] = set()
        for position, work in enumerate(works):
            if work.number:
                self._works.setdefault(fold(work.number), set()).add(position)
                self._forms.add(number_form(work.number))
        self._forms.discard("")
        self.shared = frozenset(work.number for work in works if work.shares_number)
        """Numbers of works with different titles, as they are written."""

    def of(self, number: str) -> tuple[int, ...]:
        """The positions of the works that bear a number; it points at one only if it is alone."""
        forms = (_without_zeros(folded(number)), fold(number))
        return tuple(sorted(next((w for f in forms if (w := self._works.get(f))), ())))

    def mended(self, number: str) -> str:
        """A number with digits for the letters that look like them ("Po1980"), if a work bears it
        so, or works bear such numbers, and it is no number as it was read."""
        if self.of(number) or self.in_form(number):
            return number
        mended = [number[:n] + number[n:].translate(_ROUND) for n in range(_LETTERS + 1)]
        borne = (text for text in mended if self.of(text))
        return next(borne, next((text for text in mended if self.in_form(text)), number))

    def in_form(self, number: str) -> bool:
        """Whether a number looks like those of this catalogue."""
        texts = number.casefold(), _MARK.sub("", number).casefold()
        return any(self._form.fullmatch(text) for text in texts)

    @cached_property
    def _form(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(self._forms)) or "(?!)")
