"""From the lines of a label to its entries: lines that belong together, each of one kind."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backends.embedded.labels.line_kinds import DATED, LONGEST, Kind, kind, split_life
from backends.embedded.labels.transcription import Line
from backends.embedded.labels.vocabulary import Vocabulary

MOST_LINES = 1000
"""Lines of a label that are looked at: a wall text has a few dozen."""
_END = 60
"""Characters at the end of a line among which a word that goes on is looked for."""
UNSURE = 0.7
"""Confidence under which a name is not passed on, unless the catalogue's words mended it: a third
of its letters are guesses, and a wrong title is worse than none."""
HEADING = 0.75
"""Of the height of the label's first name: smaller print after a medium is small print, and
print of that height names another work."""
LIKE = 85.0
"""Likeness to a name or title of the catalogue, 0 to 100, from which a line is taken for one."""
PARAGRAPH = 17
"""Words of a joined entry from which it is a paragraph: the longest titles stay below."""

_CONNECTOR = re.compile(
    r"(?:[&\-–]|\b(?:and|of|the|in|with|to|a|e|ed|di|da|del|della|dei|con|il|la|et|de|du|des|le|"
    r"avec|und|von|der|mit|im|en|van|het|een|met))$",
    re.I,
)
_INSIDE_NAME = re.compile(r"(?:del|della|dei|di|of|du|des|der|von|van|aus)\b")
BY = re.compile(r"^(?:by|di mano di|painted by|von|door|par)\s+(?=[A-ZÀ-Þ])")
_KEY = re.compile(
    r"^(artist|artista|autore|painter|maler|künstler|peintre|artiste|kunstenaar|schilder|"
    r"title|titolo|titre|titel)\s*:\s*",
    re.I,
)
_TITLE_KEYS = frozenset({"title", "titolo", "titre", "titel"})
CLOSING = frozenset({Kind.MEDIUM, Kind.NUMBER, Kind.CREDIT, Kind.PROSE})
"""What comes after the names of a work."""
_ITEM = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\D)")


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines that belong together. `role` is set where the label itself names it.

    `confidence` says whether the words are passed on, and `worth` what they then count: words that
    the catalogue's vocabulary mended are passed on, and keep what their reading was worth.
    """

    text: str
    kind: Kind
    confidence: float
    worth: float
    height: float
    role: str = ""


def entries_of(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Entry]:
    """The entries of a label, from the top."""
    lines = lines[:MOST_LINES]
    single = _named([entry for line in lines for entry in _entries(line, vocabulary)], vocabulary)
    return _small_print(_joined(single))


def _entries(line: Line, vocabulary: Vocabulary) -> Iterable[Entry]:
    """A line as one entry, or as several where it holds a whole label between commas."""
    text = _ITEM.sub("", line.text.strip())
    parts = re.split(r",\s+", text) if len(text) <= LONGEST else [text]
    whole = len(parts) < 3 or kind(text) in (Kind.MEDIUM, Kind.CREDIT)
    if whole or not any(kind(part) is Kind.MEDIUM for part in parts):
        parts = [text]
    mended = [vocabulary.mend(part, line.confidence) for part in parts]
    for part, better in zip(parts, mended, strict=True):
        confidence = line.confidence if part == better else max(line.confidence, UNSURE)
        key = _KEY.match(better)
        role = ("title" if key.group(1).casefold() in _TITLE_KEYS else "artist") if key else ""
        words = better[key.end() :] if key else better
        what = Kind.NAME if key else _kind(words, vocabulary)
        yield Entry(words, what, confidence, line.worth, _height(line), role)


def _kind(words: str, vocabulary: Vocabulary) -> Kind:
    what = kind(words)
    numbered = what in (Kind.NAME, Kind.OTHER) and vocabulary.in_form(words)
    return Kind.NUMBER if numbered and not DATED.fullmatch(words.strip()) else what


def _named(entries: Sequence[Entry], vocabulary: Vocabulary) -> list[Entry]:
    """A name with its years in one line is a name, not a line of places and years."""
    result: list[Entry] = []
    for entry in entries:
        name, life = split_life(entry.text)
        if entry.kind is Kind.LIFE and life and re.search(r"[^\W\d_]{2}", name):
            first = not any(before.kind is Kind.NAME for before in result)
            bracket = entry.text.rstrip(". ").endswith(")") and "(" in entry.text[1:]
            if first or bracket or vocabulary.artist_likeness(name) >= LIKE:
                entry = replace(entry, kind=Kind.NAME)
        result.append(entry)
    return result


def _height(line: Line) -> float:
    """Of its print, which may run in any direction."""
    a, b, c, d = line.quad
    return (math.dist(a, d) + math.dist(b, c)) / 2


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Lines that go on with the one before them, joined to it."""
    joined: list[Entry] = []
    for entry in entries:
        if joined and _goes_on(joined[-1], entry):
            last = joined[-1]
            text = _hyphenless(last.text, entry.text)
            confidence = min(last.confidence, entry.confidence)
            joined[-1] = replace(last, text=text, confidence=confidence, worth=_mean(last, entry))
        else:
            joined.append(entry)
    return joined


def _mean(first: Entry, second: Entry) -> float:
    """Over the letters of both, as the recogniser's confidence is the mean over those of a line."""
    letters = len(first.text), len(second.text)
    return (first.worth * letters[0] + second.worth * letters[1]) / max(1, sum(letters))


def _goes_on(last: Entry, entry: Entry) -> bool:
    if last.kind in (Kind.CREDIT, Kind.PROSE):
        return (
            entry.kind in (Kind.NAME, Kind.PROSE)
            and entry.height < 1.3 * last.height
            and (entry.text[:1].islower())
        )
    if last.kind is not Kind.NAME or entry.role:
        return False
    if last.text.count("(") > last.text.count(")") and ")" in entry.text:
        return True
    if entry.kind is Kind.DATE:
        return bool(_INSIDE_NAME.match(entry.text))
    if entry.kind not in (Kind.NAME, Kind.PROSE):
        return False
    starts = entry.text[:1].islower() and not BY.match(entry.text)
    return starts or entry.text.startswith("(") or bool(_CONNECTOR.search(last.text[-_END:]))


def _hyphenless(first: str, second: str) -> str:
    if first.endswith("-") and first[-2:-1].isalpha() and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"


def _small_print(entries: Sequence[Entry]) -> list[Entry]:
    """Paragraphs, and the short lines of small print after them, are prose."""
    heading = next((entry.height for entry in entries if entry.kind is Kind.NAME), 0.0)
    result: list[Entry] = []
    closed = False
    for entry in entries:
        closed = closed or entry.kind in CLOSING
        small = closed and entry.height < HEADING * heading
        long = len(entry.text.split()) >= PARAGRAPH
        if entry.kind is Kind.NAME and (long or small):
            entry = replace(entry, kind=Kind.PROSE)
        closed = closed and entry.kind is not Kind.NAME
        result.append(entry)
    return result
