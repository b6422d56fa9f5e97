"""A catalogue in counts, lists and words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from catalogue.columns.mapping import ColumnMapping, labels
from catalogue.formats import Table, self_describing
from catalogue.loading.saved_mappings import SavedMapping
from catalogue.records import Catalogue, Problem, Record, Reject, Work
from catalogue.versions.history import OpenedVersion
from pages._ui.review.bench import search
from pages._ui.words import decisions

LACKS: Mapping[str, Callable[[Work], bool]] = {
    "All works": lambda work: True,
    "Without artist": lambda work: not work.artist,
    "Without picture": lambda work: work.picture is None,
    "Several records": lambda work: len(work.records) > 1,
}
_LOST = 0.1
"""Share of its works that a collection does not part with from one export to the next."""
RECORD = ("Line", "Number", "Title", "Artist")


def counts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """What there is and what is missing, as (name, number)."""
    total = ("work" if len(catalogue) == 1 else "works", len(catalogue))
    lacking = [
        (name.lower(), sum(map(holds, catalogue.works)))
        for name, holds in LACKS.items()
        if name != "All works"
    ]
    left_out, odd = len(catalogue.rejects), len(catalogue.findings)
    return [
        total,
        *lacking,
        ("row left out" if left_out == 1 else "rows left out", left_out),
        ("thing to know" if odd == 1 else "things to know", odd),
    ]


def fewer(now: OpenedVersion, before: OpenedVersion) -> str:
    """Asks whether an export was cut off, where it holds far fewer works than the one before."""
    lost = before.works - now.works
    if lost <= _LOST * before.works:
        return ""
    name = Path(before.path).name
    return (
        f"{decisions.plural(now.works, 'work')}, {lost:,} fewer than the version before ({name}): "
        "was the export cut off?"
    )


def find(catalogue: Catalogue, words: str, lacking: str) -> list[Work]:
    """Works that hold every word and lack what was asked for."""
    return [work for work in search(catalogue, words) if LACKS[lacking](work)]


def line(work: Work) -> dict[str, str]:
    return {
        "Number": decisions.number_of(work),
        "Title": decisions.brief(work.title) or "Untitled",
        "Artist": decisions.brief(work.artist),
        "Picture": "yes" if work.picture else "none",
    }


def about(work: Work) -> list[tuple[str, str]]:
    """Everything the catalogue says beyond title and artist."""
    first = work.records[0]
    known = [("Subject", work.subject), ("Genre", work.genre), ("Description", work.description)]
    films = ("Films", "\n".join(v for record in work.records for v in record.videos))
    found = [("Date", work.date), *known, films, *first.extra]
    return [(name, decisions.brief(value, 3000)) for name, value in found if value]


def records(work: Work) -> list[tuple[object, ...]]:
    return [(r.line or "", r.identifier, r.title, r.artist) for r in work.records]


def previewed(records: Sequence[Record], mapping: ColumnMapping) -> list[dict[str, str]]:
    """Records as they will be, with the fields that a mapping fills."""
    return [
        {field.capitalize(): decisions.brief(_said(record, field)) for field, _ in mapping.filled}
        for record in records
    ]


def as_it_is(table: Table) -> list[dict[str, str]]:
    """The rows of a file under its own column names."""
    named = labels(table.columns)
    return [dict(zip(named, map(decisions.brief, row.cells), strict=True)) for row in table.rows]


def standing(table: Table, saved: bool, titled: bool) -> str:
    """Where the mapping of a file comes from, and what a person can do about it."""
    kept = "it is kept for every file with the same header."
    if saved:
        return "These columns were chosen here, and are used for every file with the same header."
    if form := self_describing(table.facts):
        return f"{form} says itself what is what. Change what you want otherwise: {kept}"
    if not titled:
        return "What these columns are could not be guessed. Say which one holds the title: " + kept
    return (
        "The columns were guessed by what they are called and hold. Change what is wrong: " + kept
    )


def offer(earlier: SavedMapping) -> str:
    """What a button says that takes a mapping which was saved for other columns."""
    columns = decisions.plural(len(earlier.columns), "column")
    return f"Use the mapping of {decisions.brief(earlier.name, 60)} ({columns}, saved earlier)"


def _said(record: Record, field: str) -> str:
    value = getattr(record, field)
    if field == "picture":
        return value.name if value else "not found"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def rejected(rejects: Sequence[Reject]) -> list[dict[str, object]]:
    """Rows that were left out: where, why and what they hold."""
    return [
        {
            "Line": f"{one.line:,}",
            "Why": one.reason,
            "What it holds": decisions.brief(" | ".join(one.cells)),
        }
        for one in rejects
    ]


def found(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [
        {"Line": f"{one.line:,}" if one.line else "", "What": decisions.brief(one.message, 1_000)}
        for one in problems
    ]
