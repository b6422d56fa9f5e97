"""Records that are one work, and records that only share a number.

Records with the same number and the same normalised title are one work; so are records without a
number that share title and artist. Records that share a number but not the title may be a row a
language, or two works of which one has a wrong number. A person decides that, and until then they
stay apart under identifiers of their own.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from catalogue.merging import Merging
from catalogue.normalise import normalise
from catalogue.records import UNNUMBERED, Problem, Record, Work

_NAMED = 4
"""Records of a shared number that a problem names; the others are counted."""
_LONGEST = 80
"""Characters of a title in a problem."""
Key = tuple[str, ...]
"""What the records of one work have in common: number; title and artist; or all three."""


def merge_records(records: Sequence[Record], merging: Merging) -> tuple[Work, ...]:
    """The works of the records, in the order of the file.

    A work whose number is shared with others has an identifier of its own, such as
    "1910.1 (line 12)": it is never a number of the file.
    """
    shared = {number for number in _shared(records) if not merging.merges(number)}
    groups: dict[Key, list[Record]] = defaultdict(list)
    positions: dict[Key, int] = {}
    for position, record in enumerate(records, 1):
        key = _key(record, shared)
        groups[key].append(record)
        positions.setdefault(key, position)
    taken = {record.identifier for record in records}
    places = Counter((group[0].identifier, group[0].line) for group in groups.values())
    works = []
    for key, group in groups.items():
        number, line = group[0].identifier, group[0].line
        names = _names(number, line if places[number, line] == 1 else 0, positions[key])
        works.append(Work(_identifier(key, names, taken), tuple(group)))
    return tuple(works)


def _shared(records: Iterable[Record]) -> set[str]:
    """The numbers whose records do not all have the same title."""
    counts = Counter(record.identifier for record in records)
    titles: dict[str, set[Key]] = defaultdict(set)
    for record in records:
        if record.identifier and counts[record.identifier] > 1:
            titles[record.identifier].add(_named(record))
    return {number for number, several in titles.items() if len(several) > 1}


def _named(record: Record) -> Key:
    """What distinguishes the records of a number: the title, or without one the artist."""
    title = normalise(record.title)
    return title, "" if title else normalise(record.artist)


def _key(record: Record, shared: set[str]) -> Key:
    if not record.identifier:
        return normalise(record.title), normalise(record.artist)
    if record.identifier in shared:
        return record.identifier, *_named(record)
    return (record.identifier,)


def _identifier(key: Key, names: Iterator[str], taken: set[str]) -> str:
    """The museum's own, or one that every load of the file gives again."""
    if len(key) == 1:
        return key[0]
    if len(key) == 2:
        return UNNUMBERED + hashlib.sha256("\n".join(key).encode()).hexdigest()[:12]
    identifier = next(name for name in names if name not in taken)
    taken.add(identifier)
    return identifier


def _names(number: str, line: int, position: int) -> Iterator[str]:
    """Number and line; where there is no line of its own, the position among the records.

    Several records may lie on one line of JSON, and a museum may have written such a number itself.
    """
    if line:
        yield f"{number} (line {line})"
    name = f"{number} (record {position})"
    while True:
        yield name
        name += "*"


def merging_problems(works: Iterable[Work]) -> Iterator[Problem]:
    """What was merged and what was kept apart, for people to check."""
    apart: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        yield from _about_merged(work)
        if work.shares_number:
            apart[work.number].append(work)
    for number, group in apart.items():
        message = (
            f"The number {number!r} is shared by {_listed([w.records[0] for w in group])}. They "
            "are kept apart, and the number alone names none of them. If they are one work, merge "
            "them: on the page Catalogue under Shared numbers, or by python -m catalogue map FILE "
            f"--merge {number!r} --save."
        )
        yield Problem("duplicate-identifier", group[1].records[0].line, message)


def _about_merged(work: Work) -> Iterator[Problem]:
    first, *others = work.records
    differing = [record for record in others if _named(record) != _named(first)]
    if differing:
        message = (
            f"The number {first.identifier!r} is shared by {_listed([first, *differing])}. They "
            "are one work, which the first leads, because that was chosen for this header."
        )
        yield Problem("merged-number", differing[0].line, message)
    what = first.identifier or f"{first.title} ({first.artist or 'no artist'})"
    where = f" (first on line {first.line})" if first.line else ""
    for record in others:
        if _named(record) == _named(first):
            artist = "" if normalise(record.artist) == normalise(first.artist) else _artists(work)
            message = f"Another record of {what!r}{where}; they are one work{artist}."
            yield Problem("same-work", record.line, message)


def _artists(work: Work) -> str:
    names = dict.fromkeys(record.artist or "no artist" for record in work.records)
    return f", though the artists differ ({'; '.join(name[:_LONGEST] for name in names)})"


def _listed(records: Sequence[Record]) -> str:
    """`'Night' (line 4) and 'Still Life' (line 5)`, shortened."""
    named = [
        repr(r.title[:_LONGEST]) + (f" (line {r.line})" if r.line else "") for r in records[:_NAMED]
    ]
    more = len(records) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more else "")
