"""The weaknesses of a catalogue, as lists that a person can work through.

Nothing is changed and nothing is refused. A catalogue with all of these faults can be used, but
attribution is worse than it could be.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import ftfy
from ftfy.badness import is_bad

import imaging
from catalogue.normalise import normalise, title_aliases, tokens, trigrams
from catalogue.quality.artist_names import people, same_person
from catalogue.records import TEXT_FIELDS, Catalogue, Record, Work
from console import Report, no_report
from imaging import PictureError

_LONGEST = 200
"""Characters of a listed text."""
_TEXTS, _PICTURE = 0.3, 5.0
"""Rough ms that the texts of a work and a picture take, for the progress."""
_REPORT_EVERY = 200
"""Works between two reports of progress."""
_WORK = ("identifier", "title", "artist", "date", "line")
CheckName = Literal[
    "no-artist", "no-title", "no-picture", "shared-numbers", "same-title-and-artist",
    "indistinct-titles", "similar-artists", "broken-text", "unreadable-pictures",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """The findings of a check as a table, with a line of advice."""

    name: CheckName
    title: str
    advice: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)


Rows = Iterator[tuple[str | int, ...]]


def quality(catalogue: Catalogue, report: Report = no_report) -> tuple[Check, ...]:
    """All checks of a catalogue, also those without a finding. Opens every picture."""
    works = catalogue.works
    text_time = _TEXTS * len(works)
    time = text_time + _PICTURE * sum(work.picture is not None for work in works)
    checks = []
    for number, (name, title, advice, columns, find) in enumerate(_CHECKS):
        report(text_time * number / len(_CHECKS) / max(time, 1), title)
        checks.append(Check(name, title, advice, columns, tuple(find(catalogue))))
    unreadable: list[tuple[str | int, ...]] = []
    for number, work in enumerate(works):
        if number % _REPORT_EVERY == 0:
            report((text_time + (time - text_time) * number / len(works)) / time, _UNREADABLE[1])
        unreadable += _unreadable(work)
    return (*checks, Check(*_UNREADABLE, tuple(unreadable)))


def _line(work: Work) -> tuple[str | int, ...]:
    """The cells of a work under the columns `_WORK`."""
    title, artist = work.title[:_LONGEST], work.artist[:_LONGEST]
    return work.identifier, title, artist, work.date[:_LONGEST], work.records[0].line


def _pictureless(catalogue: Catalogue) -> Rows:
    kinds = ("missing-picture", "outside-picture", "picture-address")
    why = {
        problem.line: problem.message for problem in catalogue.all_problems if problem.kind in kinds
    }
    for work in catalogue.works:
        if work.picture is None:
            reasons = (why[record.line] for record in work.records if record.line in why)
            yield *_line(work), next(reasons, "The file names none.")


def _shared_numbers(catalogue: Catalogue) -> Rows:
    apart = (shared for shared in catalogue.shared_numbers if not shared.merged)
    for number, shared in enumerate(apart, 1):
        yield from ((number, *_line(work)) for work in shared.works)


def _same_title_and_artist(works: Iterable[Work]) -> Rows:
    groups: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        if title := normalise(work.title):
            groups[title, normalise(work.artist)].append(work)
    several = sorted((g for g in groups.values() if len(g) > 1), key=len, reverse=True)
    for number, group in enumerate(several, 1):
        yield from ((number, *_line(work)) for work in group)


def _indistinct_titles(works: Iterable[Work]) -> Rows:
    """Works whose whole title scores exactly like a name of another work.

    Texts with the same words and the same trigrams score alike against any text. Nearly always
    they have the same normal form.
    """
    named: dict[str, dict[str, Work]] = defaultdict(dict)
    whole: dict[str, str] = {}
    for work in works:
        for title in dict.fromkeys(record.title for record in work.records):
            if form := normalise(title):
                whole.setdefault(form, title)
                for alias in (form, *title_aliases(title)):
                    named[alias][work.identifier] = work
    groups = (_together(forms, named) for forms in _alike(named))
    several = [(t, g) for t, g in _titled(groups, whole) if len(g) > 1]
    for number, (title, group) in enumerate(sorted(several, key=lambda pair: -len(pair[1])), 1):
        for work in group.values():
            yield number, title[:_LONGEST], *_line(work)


def _alike(forms: Iterable[str]) -> Iterator[list[str]]:
    """The texts in groups with the same words and the same trigrams."""
    worded: dict[frozenset[str], list[str]] = defaultdict(list)
    for form in forms:
        worded[tokens(form)].append(form)
    for group in worded.values():
        lettered: dict[frozenset[str], list[str]] = defaultdict(list)
        for form in group:
            lettered[trigrams(form) if len(group) > 1 else frozenset()].append(form)
        yield from lettered.values()


def _together(
    forms: list[str], named: Mapping[str, dict[str, Work]]
) -> tuple[list[str], dict[str, Work]]:
    return forms, {number: work for form in forms for number, work in named[form].items()}


def _titled(
    groups: Iterable[tuple[list[str], dict[str, Work]]], whole: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Work]]]:
    """The groups whose name is the whole title of a work, and not only a part of one."""
    for forms, group in groups:
        if title := next((whole[form] for form in forms if form in whole), ""):
            yield title, group


def _similar_artists(works: Iterable[Work]) -> Rows:
    counts: dict[str, list[str]] = defaultdict(list)
    for work in works:
        for name in dict.fromkeys(people(work.artist)):
            counts[name].append(work.identifier)
    for number, group in enumerate(same_person(counts), 1):
        for name, why in group:
            yield number, name[:_LONGEST], why, len(counts[name]), counts[name][0]


_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
_LOST = re.compile(r"\ufffd|[\x80-\x9f]|[^\W\d_]{2}\?[a-zß-ÿ]{2}")
"""A replacement character, a control character, or a question mark within a word."""


def _broken(works: Iterable[Work]) -> Rows:
    for work in works:
        for record in work.records:
            for field, text in _texts(record):
                if _is_broken(text):
                    yield work.identifier, record.line, field, *_mended(text)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for field in TEXT_FIELDS:
        yield field, getattr(record, field)
    yield from record.extra


def _mended(text: str) -> tuple[str, str]:
    """The text, and what it may have been; of a long text, the stretch around the fault."""
    mended = ftfy.fix_encoding(html.unescape(text))
    if mended == text:
        return text[:_LONGEST], ""
    pairs = enumerate(zip(text, mended, strict=False))
    first = next((n for n, (a, b) in pairs if a != b), 0)
    start = max(0, first - _LONGEST // 2) if len(text) > _LONGEST else 0
    return text[start : start + _LONGEST], mended[start : start + _LONGEST]


@lru_cache(maxsize=65_536)
def _is_broken(text: str) -> bool:
    if not text or "://" in text:
        return False
    if "&" in text and _ENTITY.search(text) and html.unescape(text) != text:
        return True
    if text.isascii():
        return "?" in text and bool(_LOST.search(text))
    return bool(_LOST.search(text)) or is_bad(text)


def _unreadable(work: Work) -> Rows:
    for record in work.records:
        if record.picture and (why := _fault(record.picture)):
            yield work.identifier, work.title[:_LONGEST], str(record.picture), why


def _fault(path: Path) -> str:
    """Why a picture cannot be read; empty if it can. Decodes the whole picture, reduced."""
    try:
        with imaging.opened(path) as picture:
            picture.draft("RGB", (64, 64))
            picture.load()
    except PictureError as error:
        return str(error)
    return ""


_CHECKS: tuple[tuple[CheckName, str, str, tuple[str, ...], Callable[[Catalogue], Rows]], ...] = (
    (
        "no-artist", "Works without an artist",
        "Only the title can name them, and a title that several share never does.",
        _WORK, lambda c: (_line(work) for work in c.works if not normalise(work.artist)),
    ),
    (
        "no-title", "Works without a title",
        "Only artist and subject can name them. A title needs letters or figures.",
        _WORK, lambda c: (_line(work) for work in c.works if not normalise(work.title)),
    ),
    (
        "no-picture", "Works without a picture",
        "They are recognised by their label alone. Put the files beside the catalogue.",
        (*_WORK, "why"), _pictureless,
    ),
    (
        "shared-numbers", "Numbers on records with different titles",
        "Such a number names no work. Mend it in the file, or merge the records under Shared "
        "numbers if they are one work.",
        ("group", *_WORK), _shared_numbers,
    ),
    (
        "same-title-and-artist", "Same title and artist under different identifiers",
        "A label cannot tell them apart. If they are one work, give them one identifier.",
        ("group", *_WORK), lambda c: _same_title_and_artist(c.works),
    ),
    (
        "indistinct-titles", "Titles that no threshold can tell apart",
        "These titles always score alike: only artist, subject or picture decide.",
        ("group", "shared title", *_WORK), lambda c: _indistinct_titles(c.works),
    ),
    (
        "similar-artists", "Names of artists that look like the same person",
        "A name that is written alike everywhere counts for all works of the artist.",
        ("group", "name", "why", "works", "one of them"), lambda c: _similar_artists(c.works),
    ),
    (
        "broken-text", "Text in a wrong encoding",
        "Export the file again as UTF-8. The last column is a guess; where it is empty, the text "
        "may be right.",
        ("identifier", "line", "field", "text", "perhaps"), lambda c: _broken(c.works),
    ),
)  # fmt: skip
_UNREADABLE: tuple[CheckName, str, str, tuple[str, ...]] = (
    "unreadable-pictures", "Pictures that cannot be read",
    "Save them again as JPEG or PNG.",
    ("identifier", "title", "file", "why"),
)  # fmt: skip
