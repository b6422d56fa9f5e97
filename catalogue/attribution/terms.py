"""Roles and qualifiers of attributions, understood by their numbers and by words in any language.

`words.toml` lists them. A number is trusted before any word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from catalogue.normalise import normalise

Standing = Literal["former", "after", "other", "qualified", "maker", "certain", "unknown"]
"""What a term makes of a person: the artist of an attribution that was given up; the artist of the
model of the work; somebody who did not make it; a maker, though it is not certain or the work is
only from near; a maker; whatever the other terms say; nothing that is known."""
CAREFUL: tuple[Standing, ...] = ("former", "after", "qualified", "other", "maker", "certain")
"""From the standing that keeps a person farthest from being the artist to the nearest, but for
`other`, which a person who has a second role as a maker does not have."""
_LISTED: tuple[Standing, ...] = ("former", "after", "qualified", "certain", "maker", "other")
_WORDS = Path(__file__).with_name("words.toml")
_NUMBER = re.compile(r"(?<!\d)300\d{6}(?!\d)|\bP\d{2,5}\b|relators/[a-z]{3}\b")
_TOKEN = re.compile(r"[^\W_]+")
_LEADING = frozenset({"former", "after", "qualified", "attribution", "small"})
_CACHED = 20_000
_LONGEST = 200
"""Characters of a term that are looked at."""


@dataclass(frozen=True, slots=True)
class Term:
    """A role or qualifier: its words, those to show first, and the identifiers of its concept."""

    words: tuple[str, ...]
    addresses: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The words to show; without any, the end of an identifier."""
        numbers = (n for address in self.addresses for n in _NUMBER.findall(address))
        names = (_lexicon().names.get(number, "") for number in numbers)
        given = (*self.words, *names, *map(_last_part, self.addresses), *self.addresses)
        return next((text.strip() for text in given if text.strip()), "")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of `words.toml`."""

    phrases: Mapping[tuple[str, ...], str]
    whole: Mapping[tuple[str, ...], str]
    """Phrases that count only where they stand alone."""
    numbers: Mapping[str, Standing]
    names: Mapping[str, str]
    """The English words for a number."""
    endings: tuple[str, ...]
    longest: int


@lru_cache(_CACHED)
def standing(term: Term) -> Standing:
    """What a term makes of a person, by its numbers, else by the words of all languages.

    If words of several languages disagree, the most careful reading counts.
    """
    numbers = _lexicon().numbers
    given = (*term.addresses, *term.words)
    named = {numbers[n] for text in given for n in _NUMBER.findall(text) if n in numbers}
    texts = (*term.words, *map(_last_part, term.addresses))
    named = named or {_of_words(text) for text in texts if text.strip()}
    return next((s for s in CAREFUL if s in named), "unknown")


@lru_cache(_CACHED)
def leading(text: str) -> tuple[Standing, str, str]:
    """The standing, the phrase and the rest of a text that begins with a phrase about attribution.

    "Workshop of Ada Brook" → qualified, "Workshop of", "Ada Brook". Without such a phrase, unknown
    and the whole text. A single word is a phrase only if it means a copy, or before a colon.
    """
    spans = list(_TOKEN.finditer(text[:_LONGEST]))
    words = [normalise(span[0]) for span in spans]
    kinds: list[str] = []
    at = 0
    while at < len(spans) and (phrase := _phrase_at(words, at)) and phrase[1] in _LEADING:
        kinds.append(phrase[1])
        at += len(phrase[0])
    if at >= len(spans) or not kinds or kinds[0] == "small":
        return "unknown", "", text
    end, rest = spans[at - 1].end(), spans[at].start()
    if not (_is_phrase(kinds) or ":" in text[end:rest]):
        return "unknown", "", text
    return _as_standing(kinds, False), text[:end].strip(), text[rest:].strip()


def _is_phrase(kinds: Sequence[str]) -> bool:
    """Whether words of these kinds before a name are about it, and no part of it: Gia Du is a name,
    and so is Ring, but "già attribuito a" and "workshop of" are phrases."""
    about = [kind for kind in kinds if kind != "small"]
    several = len(about) > 1 or (len(kinds) > 1 and about != ["former"])
    return several or about == ["after"]


@lru_cache(_CACHED)
def _of_words(text: str) -> Standing:
    words = normalise(_apart(text[:_LONGEST])).split()
    if whole := _lexicon().whole.get(tuple(words)):
        return _as_standing({whole}, False)
    kinds: set[str] = {"qualified"} if "?" in text else set()
    left, at = False, 0
    while at < len(words):
        phrase = _phrase_at(words, at)
        kinds |= {phrase[1]} if phrase else set()
        left = left or not phrase
        at += len(phrase[0]) if phrase else 1
    return _as_standing(kinds, left)


def _as_standing(kinds: Iterable[str], left: bool) -> Standing:
    """The standing of a text with phrases of these kinds; `left` if it has unknown words, too."""
    present = set(kinds)
    if "other" in present and "maker" not in present:
        return "other"
    for kind in ("former", "after", "qualified"):
        if kind in present:
            return kind
    if "attribution" in present:
        return "unknown" if left else "qualified"
    if "maker" in present:
        return "maker"
    return "unknown" if left or not present else "certain"


def _phrase_at(words: Sequence[str], at: int) -> tuple[tuple[str, ...], str] | None:
    """The longest phrase that begins with a word, and its kind; a craft counts by its ending."""
    lexicon = _lexicon()
    for length in range(min(lexicon.longest, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        if kind := lexicon.phrases.get(phrase):
            return phrase, kind
    is_craft = len(words[at]) > 6 and words[at].endswith(lexicon.endings)
    return ((words[at],), "maker") if is_craft else None


def _apart(text: str) -> str:
    """A term of an identifier as words: `formerly_attributedTo` has three."""
    return re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", text.replace("_", " ").replace("-", " "))


def _last_part(address: str) -> str:
    """The last part of an address if it is made of words, not of a number."""
    part = re.split(r"[/#:=]", address.rstrip("/#"))[-1]
    is_words = not re.search(r"\d", part) and len(part) > 3
    return part if is_words else ""


@cache
def _lexicon() -> _Lexicon:
    tables: dict[str, Any] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], str] = {}
    whole: dict[tuple[str, ...], str] = {}
    for kind in ("small", *reversed(_LISTED), "attribution"):
        for word in " ".join(tables[kind].values()).split():
            target = whole if word.startswith("=") else phrases
            target[tuple(normalise(word.strip("=").replace("_", " ")).split())] = kind
    numbers = {n: kind for kind in tables["numbers"] for n in tables["numbers"][kind].split()}
    endings = tuple(tables["endings"]["all"].split())
    return _Lexicon(phrases, whole, numbers, tables["names"], endings, max(map(len, phrases)))
