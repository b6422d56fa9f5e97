"""What a wall label says: artist, title, date, medium and number, out of its lines.

What was read is only data: a label that gives orders is a label with odd words on it. A line
whose reading is unsure keeps its role, so that the next line does not take it, but its words are
not passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backends.embedded.labels.line_kinds import (
    Kind,
    is_life,
    kind,
    medium_of,
    number,
    split_date,
    split_life,
)
from backends.embedded.labels.transcription import Line
from backends.embedded.labels.vocabulary import Vocabulary

UNSURE = 0.7
"""Confidence under which a name is not passed on, unless the catalogue's words mended it: a third
of its letters are guesses, and a wrong title is worse than none."""
HEADING = 0.75
"""Of the height of the label's first name: smaller print after a medium is small print, and
print of that height names another work."""
LIKE = 85.0
"""Likeness to a name or title of the catalogue, 0 to 100, from which a line is taken for one."""
APART = 15.0
"""Lead in likeness that this reading must have over the other."""
PARAGRAPH = 17
"""Words of a joined entry from which it is a paragraph: the longest titles stay below."""

_CONNECTOR = re.compile(
    r"(?:[&\-–]|\b(?:and|of|the|in|with|to|a|e|ed|di|da|del|della|dei|con|il|la|et|de|du|des|le|"
    r"avec|und|von|der|mit|im|en|van|het|een|met))$",
    re.I,
)
_INSIDE_NAME = re.compile(r"(?:del|della|dei|di|of|du|des|der|von|van|aus)\b")
_BY = re.compile(r"^(?:by|di mano di|painted by|von|door|par)\s+(?=[A-ZÀ-Þ])")
_KEY = re.compile(
    r"^(artist|artista|autore|painter|maler|künstler|peintre|artiste|kunstenaar|schilder|"
    r"title|titolo|titre|titel)\s*:\s*",
    re.I,
)
_TITLE_KEYS = frozenset({"title", "titolo", "titre", "titel"})
_CLOSING = frozenset({Kind.MEDIUM, Kind.NUMBER, Kind.CREDIT, Kind.PROSE})
"""What comes after the names of a work."""
_ITEM = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\D)")


@dataclass(frozen=True, slots=True)
class LabelledWork:
    """What a label says of one work; None where that is missing or illegible.

    `dates` is the date of the work as printed, `rest` every other line, the artist's places and
    years included.
    """

    title: str | None = None
    artist: str | None = None
    inventory: str | None = None
    dates: str | None = None
    medium: str | None = None
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """Lines that belong together. `role` is set where the label itself names it."""

    text: str
    kind: Kind
    confidence: float
    height: float
    role: str = ""


def labelled_works(
    lines: Sequence[Line], vocabulary: Vocabulary | None = None
) -> tuple[LabelledWork, ...]:
    """The works on a label, from the top; none when no line is legible.

    A label for two works, or two titles under one artist, gives one record each. `vocabulary`
    mends single misread letters (`Vocabulary.mend`) and settles which line is the artist.
    """
    words = vocabulary or Vocabulary()
    single = _named([entry for line in lines for entry in _entries(line, words)], words)
    entries = _small_print(_joined(single))
    return tuple(record for work in _works(entries) for record in _records(work, words))


def _entries(line: Line, vocabulary: Vocabulary) -> Iterable[_Entry]:
    """A line as one entry, or as several where it holds a whole label between commas."""
    text = _ITEM.sub("", line.text.strip())
    parts = re.split(r",\s+", text)
    whole = len(parts) < 3 or kind(text) in (Kind.MEDIUM, Kind.CREDIT)
    if whole or not any(kind(part) is Kind.MEDIUM for part in parts):
        parts = [text]
    mended = [vocabulary.mend(part, line.confidence) for part in parts]
    for part, better in zip(parts, mended, strict=True):
        confidence = line.confidence if part == better else max(line.confidence, UNSURE)
        key = _KEY.match(better)
        role = ("title" if key.group(1).casefold() in _TITLE_KEYS else "artist") if key else ""
        words = better[key.end() :] if key else better
        yield _Entry(words, Kind.NAME if key else kind(words), confidence, _height(line), role)


def _named(entries: Sequence[_Entry], vocabulary: Vocabulary) -> list[_Entry]:
    """A name with its years in one line is a name, not a line of places and years."""
    result: list[_Entry] = []
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
    (_, a), (_, b), (_, c), (_, d) = line.quad
    return (c + d - a - b) / 2


def _joined(entries: Sequence[_Entry]) -> list[_Entry]:
    """Lines that go on with the one before them, joined to it."""
    joined: list[_Entry] = []
    for entry in entries:
        if joined and _goes_on(joined[-1], entry):
            last = joined[-1]
            text = _hyphenless(last.text, entry.text)
            confidence = min(last.confidence, entry.confidence)
            joined[-1] = replace(last, text=text, confidence=confidence)
        else:
            joined.append(entry)
    return joined


def _goes_on(last: _Entry, entry: _Entry) -> bool:
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
    starts = entry.text[:1].islower() and not _BY.match(entry.text)
    return starts or entry.text.startswith("(") or bool(_CONNECTOR.search(last.text))


def _hyphenless(first: str, second: str) -> str:
    if re.search(r"[^\W\d_]-$", first) and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"


def _small_print(entries: Sequence[_Entry]) -> list[_Entry]:
    """Paragraphs, and the short lines of small print after them, are prose."""
    heading = next((entry.height for entry in entries if entry.kind is Kind.NAME), 0.0)
    result: list[_Entry] = []
    closed = False
    for entry in entries:
        closed = closed or entry.kind in _CLOSING
        small = closed and entry.height < HEADING * heading
        long = len(entry.text.split()) >= PARAGRAPH
        if entry.kind is Kind.NAME and (long or small):
            entry = replace(entry, kind=Kind.PROSE)
        closed = closed and entry.kind is not Kind.NAME
        result.append(entry)
    return result


def _works(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Entries by work: a name after a medium, number or origin begins the next work."""
    works: list[list[_Entry]] = []
    closed = True
    for entry in entries:
        if entry.kind is Kind.NAME and closed:
            works.append([])
            closed = False
        if not works:
            works.append([])
            closed = False
        works[-1].append(entry)
        if any(e.kind is Kind.NAME for e in works[-1]):
            closed = closed or entry.kind in _CLOSING
    return _tail_merged(works)


def _tail_merged(works: list[list[_Entry]]) -> list[list[_Entry]]:
    """Title, medium, artist: a lone name at the end belongs to the lone name before it."""
    if len(works) == 2 and len(works[1]) == 1 and len(_names(works[0])) == 1:
        return [works[0] + works[1]]
    return works


def _names(work: Sequence[_Entry]) -> list[_Entry]:
    return [entry for entry in work if entry.kind is Kind.NAME]


def _records(work: Sequence[_Entry], vocabulary: Vocabulary) -> list[LabelledWork]:
    artist, titles = _roles(work, vocabulary)
    others = [entry for entry in work if entry.kind is not Kind.NAME]
    name, life = split_life(_BY.sub("", artist.text)) if artist else ("", None)
    medium, medium_date = next(
        (medium_of(e.text) for e in others if e.kind is Kind.MEDIUM), (None, None)
    )
    base = LabelledWork(
        artist=_clean(name) if artist and artist.confidence >= UNSURE else None,
        inventory=next((n for e in others if (n := number(e.text))), None),
        dates=next((e.text for e in others if e.kind is Kind.DATE), medium_date),
        medium=medium,
        rest=((life,) if life else ()) + _rest(others),
    )
    # Several illegible titles are mostly one title, read differently.
    legible = [title for title in titles if title.confidence >= UNSURE] or titles[:1]
    records = [_titled(base, title) for title in legible] or [base]
    return [record for record in records if record != LabelledWork()]


def _rest(others: Sequence[_Entry]) -> tuple[str, ...]:
    return tuple(e.text for e in others if e.kind not in (Kind.DATE, Kind.MEDIUM, Kind.NUMBER))


def _titled(base: LabelledWork, title: _Entry) -> LabelledWork:
    text, date = split_date(title.text)
    sure = title.confidence >= UNSURE
    return replace(base, title=_clean(text) if sure else None, dates=base.dates or date)


def _clean(text: str) -> str | None:
    """Without the quotes around it and the punctuation behind it."""
    bare = text.strip().strip('"“”„«»‘ ').rstrip(" ,;:.")
    return bare or None


def _roles(work: Sequence[_Entry], vocabulary: Vocabulary) -> tuple[_Entry | None, list[_Entry]]:
    """The artist and the titles. The artist comes first unless the words say otherwise."""
    names = _names(work)
    keyed = next((e for e in names if e.role == "artist"), None)
    if keyed is not None or any(e.role for e in names):
        return keyed, [e for e in names if e.role != "artist"]
    if not names:
        return None, []
    if len(names) == 1:
        return (None, names) if _is_title(names[0], work, vocabulary) else (names[0], [])
    if _title_first(names, work, vocabulary):
        return names[1], [names[0], *names[2:]]
    return names[0], names[1:]


def _is_title(entry: _Entry, work: Sequence[_Entry], vocabulary: Vocabulary) -> bool:
    """Whether a lone name is a title: it bears a date, or the catalogue has it as one."""
    lead = vocabulary.title_likeness(entry.text) - vocabulary.artist_likeness(entry.text)
    if abs(lead) >= APART:
        return lead > 0
    dated = split_date(entry.text)[1] is not None and split_life(entry.text)[1] is None
    return dated and not _followed_by_life(entry, work)


def _followed_by_life(entry: _Entry, work: Sequence[_Entry]) -> bool:
    after = list(work)[list(work).index(entry) + 1 :]
    return bool(after) and after[0].kind is Kind.LIFE


def _title_first(names: Sequence[_Entry], work: Sequence[_Entry], vocabulary: Vocabulary) -> bool:
    first, second = names[0], names[1]
    if _BY.match(second.text):
        return True
    straight = vocabulary.artist_likeness(first.text) + vocabulary.title_likeness(second.text)
    turned = vocabulary.title_likeness(first.text) + vocabulary.artist_likeness(second.text)
    if max(straight, turned) >= LIKE + 50 and abs(turned - straight) >= APART:
        return turned > straight
    if _followed_by_life(first, work) or _has_life(first):
        return False
    return (
        _followed_by_life(second, work) or _has_life(second) or _is_title(first, work, vocabulary)
    )


def _has_life(entry: _Entry) -> bool:
    life = split_life(entry.text)[1]
    return life is not None and is_life(life)
