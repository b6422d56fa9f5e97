"""A museum's file in, a catalogue of works out."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from catalogue.columns.mapping import ColumnMapping, labels
from catalogue.columns.names import COLUMNS, likeness
from catalogue.errors import UnusableCatalogue
from catalogue.formats import ReadAs, Table
from catalogue.lengths import LONGEST_NAME
from catalogue.loading.changed_numbers import numbers_as_dates
from catalogue.loading.guess_columns import guess_mapping
from catalogue.loading.make_records import record_maker
from catalogue.loading.merge_records import merge_records, merging_problems
from catalogue.loading.open_table import open_table
from catalogue.loading.saved_mappings import SavedMapping, SavedMappings
from catalogue.merging import Merging
from catalogue.normalise import normalise
from catalogue.records import (
    Catalogue,
    NoUsableRecord,
    Problem,
    ProblemKind,
    Record,
    Reject,
)
from console import Report, no_report, part, plural

_READ = 0.35
"""The rough share of reading the file in loading it."""
_NAMED = 12
"""Names of columns that a message lists."""
_REPORT_EVERY = 1_000
"""Records between two reports of progress."""
_LISTED = 25
"""Problems of one kind that are listed one by one; the others are counted."""


def load(
    path: Path | str,
    mapping: ColumnMapping | None = None,
    saved_mappings: Path | None = None,
    read_as: ReadAs | None = None,
    merging: Merging | None = None,
    report: Report = no_report,
) -> Catalogue:
    """The catalogue in a file of any of the formats in `catalogue.formats`, gzipped or not.

    Encoding, delimiter and sheet are those of `read_as`, else those saved in the folder
    `saved_mappings` for the file's header, else detected. Without a `mapping`, the saved one is
    used, else a guess (`catalogue.loading.guess_columns`). Pictures are looked for beside the file
    and in its folder `images`. Records that share an identifier and the normalised title are one
    work; so are records without an identifier that share normalised title and artist. Records that
    share an identifier alone are one work where `merging` says so, else what was saved for the
    header. Oddities are listed in `problems`.

    Raises UnreadableCatalogue or UnusableCatalogue, saying what to do.
    """
    path = Path(path)
    saved = SavedMappings(saved_mappings) if saved_mappings else None
    opened = open_table(path, saved, read_as, part(report, 0, _READ))
    table = opened.table
    chosen = mapping or opened.mapping
    column_guess = guess_mapping(table.columns, table.rows)
    earlier = opened.earlier(saved, column_guess) if saved and not chosen else None
    if not chosen and "title" not in column_guess and (table.rows or not table.rejects):
        raise _untitled(path, table, earlier)
    used = chosen or column_guess
    problems = [*table.problems, *_offer(earlier), *_missing_columns(used)]
    problems += _doubtful(used, chosen)
    rejects = list(table.rejects)
    records = _records(table, used, path.parent, problems, rejects, part(report, _READ, 1))
    merging = opened.merging if merging is None else merging
    problems += numbers_as_dates(records)
    works = merge_records(records, merging)
    problems += merging_problems(works)
    file_sha256 = _sha256(path)
    apart = sorted({work.number for work in works if work.shares_number})
    sha256 = _with_choices(file_sha256, used, column_guess, opened.read_as, apart)
    catalogue = Catalogue(
        path, sha256, works, tuple(_summarised(problems)), tuple(problems),
        tuple(sorted(rejects, key=lambda reject: reject.line)), table.columns, table.facts,
        used, chosen is None, file_sha256, merging,
    )  # fmt: skip
    if not works:
        raise _unusable(catalogue)
    return catalogue


def _unusable(catalogue: Catalogue) -> UnusableCatalogue:
    if not catalogue.rejects:
        return UnusableCatalogue(
            f"The catalogue {catalogue.path} has no usable record: it needs at least one row with "
            "a title."
        )
    count = len(catalogue.rejects)
    all_of_them = "its only row was" if count == 1 else f"all {count:,} rows were"
    return NoUsableRecord(
        f"The catalogue {catalogue.path} has no usable record: {all_of_them} left out. The first: "
        f"{catalogue.rejects[0].reason} All are listed with the reason on the page Catalogue, and "
        "by python -m catalogue rejects.",
        catalogue,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _with_choices(
    file_sha256: str,
    used: ColumnMapping,
    column_guess: ColumnMapping,
    read_as: ReadAs,
    apart: Sequence[str],
) -> str:
    """The hash of a file, with whatever makes other works of it than one work a number would be.

    That is a mapping other than the guess, and the shared numbers whose records stay apart. With
    all of them merged the hash is that of versions which merged without asking, and so are the
    works: verdicts of that time are still theirs.
    """
    chosen: list[Any] = []
    if used != column_guess or read_as:
        chosen += [used.to_dict(), *filter(None, [read_as.to_dict()])]
    if apart:
        chosen.append({"apart": list(apart)})
    if not chosen:
        return file_sha256
    text = json.dumps([file_sha256, *chosen])
    return hashlib.sha256(text.encode()).hexdigest()


def _untitled(path: Path, table: Table, earlier: SavedMapping | None) -> UnusableCatalogue:
    if not table.columns:
        return UnusableCatalogue(f"The catalogue {path} holds no record. Export it again.")
    if not any(table.columns):
        what = "".join(p.message for p in table.problems if p.kind == "no-header")
        return UnusableCatalogue(
            f"The catalogue {path} has no names of columns. {what} Say what its "
            f"{plural(len(table.columns), 'column')} hold, as in: python -m catalogue map FILE "
            "--set title 'column 2' --set artist 'column 3' --save.",
            on_page=f"{path.name} has no names of columns: its first row looks like a record, and "
            "is read as one. Choose below what each column holds. If the first row does name "
            "them, choose it as the header.",
        )
    columns = ", ".join(name[:60] for name in labels(table.columns)[:30])
    what = f"The catalogue {path} has no column for the title. Columns found: {columns}. "
    understood = f"Names understood: {_understood('title')}. "
    return UnusableCatalogue(
        f"{what}{understood}Rename the column, or name it: python -m catalogue map."
        + "".join(f" {problem.message}" for problem in _offer(earlier)),
        on_page=f"{what}Choose below which one it is.",
    )


def _understood(field: str) -> str:
    """The first names of columns that are understood, and how many others there are."""
    names = COLUMNS[field]
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} others in many languages"


def _offer(earlier: SavedMapping | None) -> list[Problem]:
    if earlier is None:
        return []
    columns = plural(len(earlier.columns), "column")
    return [
        Problem(
            "earlier-mapping",
            0,
            f"A mapping that was saved for a file with other columns ({earlier.name}, "
            f"{columns}) fits, but is not used unless you choose it: on the page Catalogue under "
            "Columns, or by python -m catalogue map FILE --earlier --save.",
        )
    ]


def _missing_columns(mapping: ColumnMapping) -> list[Problem]:
    effects = {
        "artist": "works can only be told apart by their titles",
        "identifier": "works are told apart by title and artist",
    }
    return [
        Problem(
            "missing-column",
            0,
            f"There is no column for the {name}, so {effect}. "
            f"Names understood: {_understood(name)}.",
        )
        for name, effect in effects.items()
        if name not in mapping
    ]


def _doubtful(mapping: ColumnMapping, chosen: ColumnMapping | None) -> list[Problem]:
    """Problems that ask a person to check a column chosen by its cells, or columns joined."""
    return [
        Problem(
            "guessed-column",
            0,
            f"{doubt} If that is wrong, choose other columns: on the page Catalogue under Columns, "
            "or by python -m catalogue map.",
        )
        for field, what in (("title", "a title"), ("artist", "an artist"))
        for doubt in (() if chosen else _doubts(field, what, mapping[field].columns))
    ]


def _doubts(field: str, what: str, columns: Sequence[str]) -> Iterator[str]:
    if len(columns) > 1:
        yield (
            f"No column holds the whole name of {what}; the columns that hold its parts were "
            f"joined: {', '.join(map(repr, columns))}."
        )
    elif columns and not likeness(field, columns[0]):
        yield (
            f"No column is named like {what}; {columns[0]!r} was used, because it looks like one."
        )


def _records(
    table: Table,
    mapping: ColumnMapping,
    folder: Path,
    problems: list[Problem],
    rejects: list[Reject],
    report: Report,
) -> list[Record]:
    records = []
    make = record_maker(table.columns, mapping, folder)
    for number, row in enumerate(table.rows, 1):
        if number % _REPORT_EVERY == 0:
            report(number / len(table.rows), "Making records")
        record, problem = make(row)
        problems += [problem] if problem else []
        problems += _too_long(record)
        titled, attributed = normalise(record.title), normalise(record.artist)
        if titled or attributed:
            records.append(record)
        if not titled:
            message = f"Record {number} has {_untitled_record(record, bool(attributed))}."
            problems.append(Problem("no-title", row.line, message))
            if not attributed:
                rejects.append(Reject(row.line, row.cells, message))
    return records


def _too_long(record: Record) -> Iterator[Problem]:
    for field, text in (("title", record.title), ("artist", record.artist)):
        if len(text) > LONGEST_NAME:
            yield Problem(
                "long-cell",
                record.line,
                f"The {field} in row {record.line} has {len(text):,} characters, and only "
                f"the first {LONGEST_NAME:,} are compared: is it in the right column?",
            )


def _untitled_record(record: Record, attributed: bool) -> str:
    if record.title.strip():
        what = f"a title without letters and figures, {record.title.strip()[:60]!r}"
        return f"{what}: only its artist can name it" if attributed else f"{what}, and was left out"
    return (
        "no title: only its artist can name it"
        if attributed
        else "neither title nor artist and was left out"
    )


def _summarised(problems: Sequence[Problem]) -> Iterable[Problem]:
    """The problems grouped by kind: the first few of each kind, and a count of the others."""
    kinds: dict[ProblemKind, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.kind].append(problem)
    for kind, group in kinds.items():
        yield from group[:_LISTED]
        if len(group) > _LISTED:
            yield Problem(kind, 0, f"{len(group) - _LISTED:,} more of the same kind.")
