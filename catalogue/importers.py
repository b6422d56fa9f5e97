"""A museum's file in, a catalogue of works out."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from catalogue.authorities import Authority, of_cells
from catalogue.columns import COLUMNS, map_columns
from catalogue.errors import UnusableCatalogue
from catalogue.normalise import normalise
from catalogue.reading import Row, Table, read_table
from catalogue.records import Catalogue, Problem, Record, Reject, Work

_TOLD = 25
"""Problems of one kind that are listed one by one; a file that is odd throughout is said once."""

_SEVERAL = "other titles"
"""The column in which formats with several titles give them, one a line: each is a title."""


def load(path: Path | str) -> Catalogue:
    """The catalogue in a file of any of the formats in `catalogue.formats`, gzipped or not.

    Columns are recognised by name (`catalogue.columns`). Pictures are looked for beside the file
    and in its folder `images`. Records that share an identifier are one work; so are records
    without one that share normalised title and artist. What is odd is listed in `problems`.

    Raises UnreadableCatalogue or UnusableCatalogue, saying what to do.
    """
    path = Path(path)
    table = read_table(path)
    columns = _columns(table, path)
    problems = [*table.problems, *_missing_columns(columns)]
    rejects = list(table.rejects)
    records = _records(table, columns, path.parent, problems, rejects)
    if not records:
        raise UnusableCatalogue(
            f"The catalogue {path} has no usable record: it needs at least one row with a title."
        )
    works = _merged(records, problems)
    return Catalogue(
        path, _sha256(path), works, tuple(_summarised(problems)), tuple(problems),
        tuple(sorted(rejects, key=lambda reject: reject.line)), table.columns, table.facts,
    )  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _columns(table: Table, path: Path) -> dict[str, int]:
    columns = map_columns(table.columns)
    if "title" in columns:
        return columns
    found = ", ".join(name[:60] for name in table.columns[:30]) or "none"
    raise UnusableCatalogue(
        f"The catalogue {path} has no column for the title. Columns found: {found}. "
        f"Names understood: {', '.join(COLUMNS['title'])}. Rename the column."
    )


def _missing_columns(columns: Mapping[str, int]) -> list[Problem]:
    effects = {
        "artist": "works can only be told apart by their titles",
        "identifier": "works are told apart by title and artist",
    }
    return [
        Problem(
            "missing-column",
            0,
            f"There is no column for the {name}, so {effect}. "
            f"Names understood: {', '.join(COLUMNS[name])}.",
        )
        for name, effect in effects.items()
        if name not in columns
    ]


def _records(
    table: Table,
    columns: Mapping[str, int],
    folder: Path,
    problems: list[Problem],
    rejects: list[Reject],
) -> list[Record]:
    records = []
    for number, row in enumerate(table.rows, 1):
        record = _record(row, table.columns, columns, folder, problems)
        titled, attributed = normalise(record.title), normalise(record.artist)
        if titled or attributed:
            records.append(record)
        if not titled:
            what = "no title: only its artist can name it" if attributed else ""
            what = what or "neither title nor artist and was left out"
            message = f"Record {number} has {what}."
            problems.append(Problem("no-title", row.line, message))
            if not attributed:
                rejects.append(Reject(row.line, row.cells, message))
    return records


def _record(
    row: Row,
    names: tuple[str, ...],
    columns: Mapping[str, int],
    folder: Path,
    problems: list[Problem],
) -> Record:
    cell = {field: row.cells[position] for field, position in columns.items()}
    taken = set(columns.values())
    picture, problem = _picture(cell.get("picture", ""), folder, row.line)
    problems += [problem] if problem else []
    return Record(
        identifier=" ".join(cell.get("identifier", "").split()),
        title=cell["title"],
        artist=cell.get("artist", ""),
        subject=cell.get("subject", ""),
        genre=cell.get("genre", ""),
        description=cell.get("description", ""),
        picture=picture,
        videos=tuple(filter(None, map(str.strip, re.split(r"[;|\n]", cell.get("videos", ""))))),
        extra=tuple(
            [
                (name, one)
                for n, (name, text) in enumerate(zip(names, row.cells, strict=True))
                if text and n not in taken
                for one in (text.splitlines() if name == _SEVERAL else (text,))
            ]
        ),
        line=row.line,
        authorities=_together(row.authorities, of_cells(names, row.cells)),
    )


def _together(first: tuple[Authority, ...], second: tuple[Authority, ...]) -> tuple[Authority, ...]:
    return tuple(dict.fromkeys(first + second)) if first and second else first or second


def _picture(name: str, folder: Path, line: int) -> tuple[Path | None, Problem | None]:
    """The file that a record names, beside the catalogue or in its folder `images`."""
    if not name:
        return None, None
    if re.match(r"[a-z]+://", name, re.IGNORECASE):
        message = f"The picture {name[:200]!r} is an address. Nothing is fetched: give a file."
        return None, Problem("picture-address", line, message)
    spellings = dict.fromkeys((name, name.replace("\\", "/")))
    for candidate in (place / s for s in spellings for place in (folder, folder / "images")):
        if _is_file(candidate):
            return candidate, None
    message = f"There is no picture {name[:200]!r} beside the catalogue or in its folder images."
    return None, Problem("missing-picture", line, message)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _merged(records: Iterable[Record], problems: list[Problem]) -> tuple[Work, ...]:
    """One work per identifier, or per normalised title and artist, in order of first mention."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[_key(record)].append(record)
    for group in groups.values():
        problems += _about_merging(group)
    return tuple(Work(_identifier(key), tuple(group)) for key, group in groups.items())


def _key(record: Record) -> tuple[str, ...]:
    if record.identifier:
        return (record.identifier,)
    return normalise(record.title), normalise(record.artist)


def _identifier(key: tuple[str, ...]) -> str:
    """The museum's own, or one that the same title and artist get at every load."""
    if len(key) == 1:
        return key[0]
    return "unnumbered-" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:12]


def _about_merging(group: Sequence[Record]) -> list[Problem]:
    first, *others = group
    problems = []
    for record in others:
        what = first.identifier or f"{first.title} ({first.artist or 'no artist'})"
        where = f" (first on line {first.line})" if first.line else ""
        if _titled(record) == _titled(first):
            message = f"Another record of {what!r}{where}; they are one work."
            problems.append(Problem("same-work", record.line, message))
            continue
        message = (
            f"The identifier {what!r}{where} is given again with another title or artist: "
            f"{record.title!r} by {record.artist or 'nobody'!r} against {first.title!r} by "
            f"{first.artist or 'nobody'!r}. They were taken as one work that the first leads; "
            "give each work its own identifier."
        )
        problems.append(Problem("duplicate-identifier", record.line, message))
    return problems


def _titled(record: Record) -> tuple[str, str]:
    return normalise(record.title), normalise(record.artist)


def _summarised(problems: Sequence[Problem]) -> Iterable[Problem]:
    """The problems, those of one kind together, and of a frequent kind the first and a count."""
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.kind].append(problem)
    for kind, found in kinds.items():
        yield from found[:_TOLD]
        if len(found) > _TOLD:
            yield Problem(kind, 0, f"{len(found) - _TOLD:,} more of the same kind.")
