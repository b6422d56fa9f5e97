"""What a wall label says: artist, title, date, medium and number, out of its lines.

What was read is only data: a label that gives orders is a label with odd words on it. A line
whose reading is unsure keeps its role, so that the next line does not take it, but its words are
not passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backends.embedded.labels.entries import BY, CLOSING, LIKE, UNSURE, Entry, entries_of
from backends.embedded.labels.line_kinds import (
    Kind,
    as_long_as_a_life,
    is_life,
    medium_of,
    split_date,
    split_life,
)
from backends.embedded.labels.particulars import date_beside, date_in_title, number_on
from backends.embedded.labels.transcription import Line
from backends.embedded.labels.vocabulary import Vocabulary

APART = 15.0
"""Lead in likeness that this reading must have over the other."""


@dataclass(frozen=True, slots=True)
class LabelledWork:
    """What a label says of one work; None where that is missing or illegible.

    `dates` is the date of the work as printed, `rest` every other line, the artist's places and
    years included. `marked` says that the number is marked as one, or has the form of the
    catalogue's numbers. `confidences` holds what the readings of the fields are worth.
    """

    title: str | None = None
    artist: str | None = None
    inventory: str | None = None
    dates: str | None = None
    medium: str | None = None
    rest: tuple[str, ...] = ()
    marked: bool = field(default=False, compare=False)
    confidences: tuple[tuple[str, float], ...] = field(default=(), compare=False)


def labelled_works(
    lines: Sequence[Line], vocabulary: Vocabulary | None = None
) -> tuple[LabelledWork, ...]:
    """The works on a label, from the top; none when no line is legible.

    A label for two works, or two titles under one artist, gives one record each. `vocabulary`
    mends single misread letters (`Vocabulary.mend`) and settles which line is the artist.
    """
    words = vocabulary or Vocabulary()
    works = _works(entries_of(lines, words))
    return tuple(record for work in works for record in _records(work, words))


def _works(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries by work: a name after a medium, number or origin begins the next work."""
    works: list[list[Entry]] = []
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
            closed = closed or entry.kind in CLOSING
    return _tail_merged(works)


def _tail_merged(works: list[list[Entry]]) -> list[list[Entry]]:
    """Title, medium, artist: a lone name at the end belongs to the lone name before it."""
    if len(works) == 2 and len(works[1]) == 1 and len(_names(works[0])) == 1:
        return [works[0] + works[1]]
    return works


def _names(work: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in work if entry.kind is Kind.NAME]


def _records(work: Sequence[Entry], vocabulary: Vocabulary) -> list[LabelledWork]:
    artist, titles = _roles(work, vocabulary)
    others = [entry for entry in work if entry.kind is not Kind.NAME]
    name, life = split_life(BY.sub("", artist.text)) if artist else ("", None)
    number, date = number_on(others, vocabulary), date_beside(others)
    worth = {
        "artist": artist.worth if artist else None,
        "inventory": number.worth,
        "dates": date.worth,
    }
    base = LabelledWork(
        artist=_clean(name) if artist and artist.confidence >= UNSURE else None,
        inventory=number.text,
        dates=date.text,
        medium=next((medium_of(e.text)[0] for e in others if e.kind is Kind.MEDIUM), None),
        rest=((life,) if life else ()) + _rest(others),
        marked=number.marked,
        confidences=tuple((key, value) for key, value in worth.items() if value is not None),
    )
    # Several illegible titles are mostly one title, read differently.
    legible = [title for title in titles if title.confidence >= UNSURE] or titles[:1]
    records = [_titled(base, title, vocabulary) for title in legible] or [base]
    return [record for record in records if record != LabelledWork()]


def _rest(others: Sequence[Entry]) -> tuple[str, ...]:
    named = (Kind.MEDIUM, Kind.NUMBER)
    undated = [e for e in others if e.kind is not Kind.DATE or as_long_as_a_life(e.text)]
    return tuple(e.text for e in undated if e.kind not in named)


def _titled(base: LabelledWork, title: Entry, vocabulary: Vocabulary) -> LabelledWork:
    text, _ = split_date(title.text)
    sure = title.confidence >= UNSURE
    worth = (*base.confidences, ("title", title.worth))
    date = date_in_title(title, vocabulary)
    if base.dates is None and date is not None:
        base, worth = replace(base, dates=date), (*worth, ("dates", title.worth))
    return replace(base, title=_clean(text) if sure else None, confidences=worth)


def _clean(text: str) -> str | None:
    """Without the quotes around it and the punctuation behind it."""
    bare = text.strip().strip('"“”„«»‘ ').rstrip(" ,;:.")
    return bare or None


def _roles(work: Sequence[Entry], vocabulary: Vocabulary) -> tuple[Entry | None, list[Entry]]:
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


def _is_title(entry: Entry, work: Sequence[Entry], vocabulary: Vocabulary) -> bool:
    """Whether a lone name is a title: it bears a date, or the catalogue has it as one."""
    lead = vocabulary.title_likeness(entry.text) - vocabulary.artist_likeness(entry.text)
    if abs(lead) >= APART:
        return lead > 0
    dated = split_date(entry.text)[1] is not None and split_life(entry.text)[1] is None
    return dated and not _followed_by_life(entry, work)


def _followed_by_life(entry: Entry, work: Sequence[Entry]) -> bool:
    after = list(work)[list(work).index(entry) + 1 :]
    return bool(after) and after[0].kind is Kind.LIFE


def _title_first(names: Sequence[Entry], work: Sequence[Entry], vocabulary: Vocabulary) -> bool:
    first, second = names[0], names[1]
    if BY.match(second.text):
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


def _has_life(entry: Entry) -> bool:
    life = split_life(entry.text)[1]
    return life is not None and is_life(life)
