"""A catalogue in counts, lists and words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from catalogue import Catalogue, Problem, Reject, Work
from catalogue.versions import OpenedVersion
from console import brief, folded, plural
from pages._ui.words import decisions

LACKS: Mapping[str, Callable[[Work], bool]] = {
    "All works": lambda work: True,
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


def counts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """How many works there are, how many lack something, and what was odd, as (name, number)."""
    total = ("work" if len(catalogue) == 1 else "works", len(catalogue))
    lacking = [
        (_COUNTED.get(name, name.lower()), sum(map(holds, catalogue.works)))
        for name, holds in LACKS.items()
        if name != "All works"
    ]
    left_out, odd = len(catalogue.rejects), len(oddities(catalogue))
    return [
        total,
        *lacking,
        ("row left out" if left_out == 1 else "rows left out", left_out),
        ("oddity in the file" if odd == 1 else "oddities in the file", odd),
    ]


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
    name = Path(before.path).name
    return (
        f"{plural(now.works, 'work')}, {lost:,} fewer than the version before ({name}): "
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


def rejected(rejects: Sequence[Reject]) -> list[dict[str, object]]:
    """Rows that were left out: where, why and what they hold."""
    return [
        {
            "Line": f"{reject.line:,}",
            "Why": reject.reason,
            "What it holds": brief(" | ".join(reject.cells)),
        }
        for reject in rejects
    ]


def odd(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """What is odd about a file, each with its line."""
    return [
        {
            "Line": f"{problem.line:,}" if problem.line else "",
            "What": brief(problem.message, 1_000),
        }
        for problem in problems
    ]
