"""A catalogue in counts, lists and words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalogue import Catalogue, Problem, Reject, Work
from catalogue.versions import OpenedVersion
from console import brief, folded, plural
from pages._ui.words import decisions

_ALL, LEFT_OUT = "All works", "Rows left out"
LACKS: Mapping[str, Callable[[Work], bool]] = {
    _ALL: lambda work: True,
    "Without artist": lambda work: not work.artist,
    "Without picture": lambda work: work.picture is None,
    "Several records": lambda work: len(work.records) > 1,
}
_COUNTED = {"Several records": "of several records"}
"""What stands below a count, where it is not the name of the choice."""
_LOST = 0.1
"""Share of the works missing since the last export above which that looks like a mistake."""
RECORD = ("Line", "Number", "Title", "Artist")


def named(path: Path, demo: Path | None = None) -> str:
    """A catalogue's file with its folder, which tells apart the many called `catalogue.csv`."""
    if demo is not None and path.parent == demo:
        return "the demonstration collection"
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of a catalogue, and the view of the page that lists what it counts."""

    number: int
    name: str
    view: str = "Works"
    lacking: str = ""
    """The choice of `LACKS`, among works."""


def counts(catalogue: Catalogue) -> list[Count]:
    """How many works there are, then how many lack something and what was odd, where any are."""
    works = Count(len(catalogue), "work" if len(catalogue) == 1 else "works", lacking=_ALL)
    lacking = [
        Count(sum(map(holds, catalogue.works)), _COUNTED.get(name, name.lower()), lacking=name)
        for name, holds in LACKS.items()
        if name != _ALL
    ]
    left_out, odd = len(catalogue.rejects), len(oddities(catalogue))
    others = [
        Count(left_out, "row left out" if left_out == 1 else "rows left out", LEFT_OUT),
        Count(odd, "oddity in the file" if odd == 1 else "oddities in the file", LEFT_OUT),
    ]
    return [works, *(count for count in (*lacking, *others) if count.number)]


def recent(versions: Sequence[OpenedVersion], demo: Path) -> list[tuple[Path, str]]:
    """The catalogues that were opened, the newest first, with their size and when that was.

    The demonstration comes last if it was never opened.
    """
    newest = {version.path: version for version in versions}
    by_time = sorted(newest.values(), key=lambda version: version.time, reverse=True)
    opened = [(Path(v.path), f"{plural(v.works, 'work')}, {_day(v.time)}") for v in by_time]
    table = demo / "catalogue.csv"
    return opened if table in dict(opened) else [*opened, (table, "to try things out")]


def _day(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().strftime("%d %b %Y").lstrip("0")


def oddities(catalogue: Catalogue) -> list[Problem]:
    """What is odd about the file, apart from the rows left out, which have a list of their own."""
    left_out = {(reject.line, reject.reason) for reject in catalogue.rejects}
    return [
        problem
        for problem in catalogue.all_problems
        if (problem.line, problem.message) not in left_out
    ]


def fewer(now: OpenedVersion, before: OpenedVersion) -> str:
    """A question whether the export was cut off, if it has far fewer works; else empty."""
    lost = before.works - now.works
    same_file = now.file and now.file == before.file  # read differently, or with works merged
    if same_file or lost <= _LOST * before.works:
        return ""
    return (
        f"{plural(now.works, 'work')}, {lost:,} fewer than the version before "
        f"({named(Path(before.path))}): "
        "was the export cut off?"
    )


def search(catalogue: Catalogue, words: str, limit: int | None = None) -> list[Work]:
    """Works that hold every word in title, artist, subject or number, in catalogue order."""
    wanted = folded(words).split()
    works = [work for work in catalogue.works if all(word in _searchable(work) for word in wanted)]
    return works[:limit]


def _searchable(work: Work) -> str:
    return folded(f"{work.title}\n{work.artist}\n{work.subject}\n{work.identifier}")


def find(catalogue: Catalogue, words: str, lacking: str) -> list[Work]:
    """Works that hold every word and lack what was asked for."""
    return [work for work in search(catalogue, words) if LACKS[lacking](work)]


def line(work: Work) -> dict[str, str]:
    """A row of the list of works."""
    return {
        "Number": decisions.number_of(work.identifier),
        "Title": brief(work.title) or "Untitled",
        "Artist": brief(work.artist),
        "Picture": "yes" if work.picture else "none",
    }


def about(work: Work) -> list[tuple[str, str]]:
    """Everything the catalogue says beyond title and artist."""
    fields = [
        ("Date", work.date),
        ("Subject", work.subject),
        ("Genre", work.genre),
        ("Description", work.description),
        ("Videos", "\n".join(video for record in work.records for video in record.videos)),
        *work.records[0].extra,
    ]
    return [(name, brief(value, 3000)) for name, value in fields if value]


def also(work: Work, aliases: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Other ways to write its title and artist, a line each, by which it is found too."""
    own = {"title": work.title, "artist": work.artist}
    others = {
        field: [alias for alias in names if alias.split() != own[field].split()]
        for field, names in aliases.items()
    }
    return [(field.capitalize(), "\n".join(names)) for field, names in others.items() if names]


def records(work: Work) -> list[tuple[object, ...]]:
    """The records of the file that are this work, as rows under `RECORD`."""
    return [(r.line or "", r.identifier, r.title, r.artist) for r in work.records]


REJECTED = ("Line", "Why", "What it holds")
ODD = ("Line", "What")


def rejected(rejects: Sequence[Reject]) -> list[tuple[str, str, str]]:
    """Rows that were left out, under `REJECTED`: where, why and what they hold."""
    return [(f"{r.line:,}", r.reason, brief(" | ".join(r.cells))) for r in rejects]


def odd(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """What is odd about a file, under `ODD`, each with its line."""
    return [
        (f"{problem.line:,}" if problem.line else "", brief(problem.message, 1_000))
        for problem in problems
    ]
