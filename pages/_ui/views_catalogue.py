"""A catalogue in counts, lists and words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from catalogue.records import Catalogue, Work
from pages._ui import views
from pages._ui.bench import search

LACKS: Mapping[str, Callable[[Work], bool]] = {
    "All works": lambda work: True,
    "Without artist": lambda work: not work.artist,
    "Without picture": lambda work: work.picture is None,
    "Several records": lambda work: len(work.records) > 1,
}
RECORD = ("Line", "Number", "Title", "Artist")


def counts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """What there is and what is missing, as (name, number)."""
    total = ("works", len(catalogue))
    lacking = [
        (name.lower(), sum(map(holds, catalogue.works)))
        for name, holds in LACKS.items()
        if name != "All works"
    ]
    return [total, *lacking, ("things to know", len(catalogue.problems))]


def find(catalogue: Catalogue, words: str, lacking: str) -> list[Work]:
    """Works that hold every word and lack what was asked for."""
    return [work for work in search(catalogue, words) if LACKS[lacking](work)]


def line(work: Work) -> dict[str, str]:
    return {
        "Number": views.number_of(work),
        "Title": views.brief(work.title) or "Untitled",
        "Artist": views.brief(work.artist),
        "Picture": "yes" if work.picture else "none",
    }


def about(work: Work) -> list[tuple[str, str]]:
    """Everything the catalogue says beyond title and artist."""
    first = work.records[0]
    known = [("Subject", work.subject), ("Genre", work.genre), ("Description", work.description)]
    films = ("Films", "\n".join(v for record in work.records for v in record.videos))
    found = [("Date", work.date), *known, films, *first.extra]
    return [(name, views.brief(value, 3000)) for name, value in found if value]


def records(work: Work) -> list[tuple[object, ...]]:
    return [(r.line or "", r.identifier, r.title, r.artist) for r in work.records]
