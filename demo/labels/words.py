"""The words of a museum's language: what labels print beside title and artist."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "it", "fr", "de", "es", "pt", "nl", "da", "sv", "no", "fi", "pl")
"""Codes of the languages in which labels are printed (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, as words/CODE.toml lists them; `{}` is where a value stands.

    `roman` where centuries have Roman numerals, `hundreds` where they are named after their
    hundred (1500-talet). `little` are words that only this language has so often. `sides` names
    height and width of a size; `rights` are lines of copyright, `signed` says where a signature is.
    `by` stands before an artist's name, `catalogue` before a number in an exhibition. `section` are
    headings of a part of the display, `restored` lines about who paid for restoring. `between` two
    years, `dated` a signature with a year, `framed` a size and that of the frame; `money` is a sum
    with `thousands` between its thousands. `former` is who was once thought to be the artist,
    `direction` where the work hangs (one by one as values.ARROWS), `question` is for children.
    """

    name: str
    quotes: str
    decimal: str
    little: tuple[str, ...]
    circa: tuple[str, ...]
    before: str
    after: str
    century: str
    born: str
    died: str
    inventory: tuple[str, ...]
    audio: tuple[str, ...]
    donors: tuple[str, ...]
    room: str
    lot: str
    by: str
    catalogue: str
    sides: str
    museum: tuple[str, ...]
    rights: tuple[str, ...]
    signed: tuple[str, ...]
    section: tuple[str, ...]
    restored: tuple[str, ...]
    undated: str
    between: str
    dated: str
    framed: str
    showcase: str
    trail: str
    since: str
    former: str
    photo: str
    money: str
    thousands: str
    estimate: str
    touch: str
    scan: str
    chapel: tuple[str, ...]
    direction: tuple[str, ...]
    exhibition: tuple[str, ...]
    series: tuple[str, ...]
    question: tuple[str, ...]
    quote: tuple[str, ...]
    provenance: tuple[str, ...]
    text: tuple[str, ...]
    credit: Mapping[str, str]
    medium: Mapping[str, str]
    kind: Mapping[str, str]
    short: Mapping[str, str]
    nation: Mapping[str, str]
    place: Mapping[str, str]
    role: Mapping[str, tuple[str, str]]
    key: Mapping[str, str]
    title: Mapping[str, str]
    conjunction: str
    roman: bool = False
    hundreds: bool = False
    spaced_quotes: bool = False

    def quoted(self, text: str) -> str:
        """The text in the language's quotation marks."""
        space = "\u00a0" if self.spaced_quotes else ""
        return f"{self.quotes[0]}{space}{text}{space}{self.quotes[1]}"


@cache
def words(language: str) -> Words:
    """The words of a language. Raises KeyError for a code that is not in LANGUAGES."""
    if language not in LANGUAGES:
        raise KeyError(f"No labels are printed in {language!r}: choose one of {LANGUAGES}.")
    values = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    role = {name: tuple(forms) for name, forms in values["role"].items()}
    conjunction = values.pop("and")
    return Words(**{**values, **lists, "role": role, "conjunction": conjunction})


def language_of(texts: Iterable[str]) -> str:
    """The language whose little words are the most frequent in the texts; English without any."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for text in texts:
        present = set(text.casefold().split())
        for language in LANGUAGES:
            counts[language] += len(present.intersection(words(language).little))
    return max(LANGUAGES, key=lambda language: counts[language])
