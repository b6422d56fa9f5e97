"""A museum's file in, a catalogue of works out."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from catalogue.columns.mapping import Mapping, labels
from catalogue.columns.names import COLUMNS, likeness
from catalogue.errors import UnusableCatalogue
from catalogue.formats import ReadAs, Table
from catalogue.loading.guess_columns import guess
from catalogue.loading.make_records import maker
from catalogue.loading.open_table import open_table
from catalogue.loading.saved_mappings import Profile, Profiles
from catalogue.normalise import normalise
from catalogue.records import (
    Catalogue,
    NoUsableRecord,
    Problem,
    ProblemKind,
    Record,
    Reject,
    Work,
)
from console.progress import Report, part, unheard
from console.words import plural

_READ = 0.35
"""The share of reading the file in loading it, about."""
_EVERY = 1_000
"""Records between two reports of progress."""
_TOLD = 25
"""Problems of one kind that are listed one by one; a file that is odd throughout is said once."""


def load(
    path: Path | str,
    mapping: Mapping | None = None,
    profiles: Path | None = None,
    read_as: ReadAs | None = None,
    report: Report = unheard,
) -> Catalogue:
    """The catalogue in a file of any of the formats in `catalogue.formats`, gzipped or not.

    Encoding, delimiter and sheet are those of `read_as`, or those that were saved in the folder
    `profiles` for the file's header, else found out. Without a `mapping`, the one that was saved
    there is taken, else one that is guessed (`catalogue.loading.guess_columns`). Pictures are
    looked for beside the file and in its folder `images`. Records that share an identifier are one
    work; so are records without one that share normalised title and artist. What is odd is listed
    in `problems`.

    Raises UnreadableCatalogue or UnusableCatalogue, saying what to do.
    """
    path = Path(path)
    saved = Profiles(profiles) if profiles else None
    opened = open_table(path, saved, read_as, part(report, 0, _READ))
    table = opened.table
    chosen = mapping or opened.mapping
    guessed = guess(table.columns, table.rows)
    earlier = opened.earlier(saved, guessed) if saved and not chosen else None
    if not chosen and "title" not in guessed and (table.rows or not table.rejects):
        raise _untitled(path, table, earlier)
    used = chosen or guessed
    problems = [*table.problems, *_offered(earlier), *_missing_columns(used)]
    problems += _doubtful(used, chosen)
    rejects = list(table.rejects)
    making = part(report, _READ, 1)
    records = _records(table, used, path.parent, problems, rejects, making)
    works = _merged(records, problems)
    of_file = _sha256(path)
    sha256 = _with_mapping(of_file, used, guessed, opened.read_as)
    catalogue = Catalogue(
        path, sha256, works, tuple(_summarised(problems)), tuple(problems),
        tuple(sorted(rejects, key=lambda reject: reject.line)), table.columns, table.facts,
        used, chosen is None, of_file,
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


def _with_mapping(of_file: str, used: Mapping, guessed: Mapping, read_as: ReadAs) -> str:
    """The hash of a file, and of what a person chose instead of a guess: it makes other works."""
    if used == guessed and not read_as:
        return of_file
    chosen = [used.to_dict(), *filter(None, [read_as.to_dict()])]
    text = json.dumps([of_file, *chosen])
    return hashlib.sha256(text.encode()).hexdigest()


def _untitled(path: Path, table: Table, earlier: Profile | None) -> UnusableCatalogue:
    if not table.columns:
        return UnusableCatalogue(f"The catalogue {path} holds no record. Export it again.")
    found = ", ".join(name[:60] for name in labels(table.columns)[:30])
    what = f"The catalogue {path} has no column for the title. Columns found: {found}. "
    understood = f"Names understood: {', '.join(COLUMNS['title'])}. "
    return UnusableCatalogue(
        f"{what}{understood}Rename the column, or say which one it is: python -m catalogue map."
        + "".join(f" {problem.message}" for problem in _offered(earlier)),
        on_page=f"{what}Choose below which one it is.",
    )


def _offered(earlier: Profile | None) -> list[Problem]:
    if earlier is None:
        return []
    columns = plural(len(earlier.columns), "column")
    return [
        Problem(
            "earlier-mapping",
            0,
            f"A mapping that was saved for a file with other columns ({earlier.name}, "
            f"{columns}) fits, and is not used unasked. To "
            "use it: on the page Catalogue under Columns, or by python -m catalogue map FILE "
            "--earlier --save.",
        )
    ]


def _missing_columns(mapping: Mapping) -> list[Problem]:
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
        if name not in mapping
    ]


def _doubtful(mapping: Mapping, chosen: Mapping | None) -> list[Problem]:
    """Columns that were taken for what they hold, or joined, which a person should look at."""
    return [
        Problem(
            "guessed-column",
            0,
            f"{said} If that is wrong, choose other columns: on the page Catalogue under Columns, "
            "or by python -m catalogue map.",
        )
        for field, what in (("title", "a title"), ("artist", "an artist"))
        for said in (() if chosen else _doubt(field, what, mapping[field].columns))
    ]


def _doubt(field: str, what: str, columns: Sequence[str]) -> Iterator[str]:
    if len(columns) > 1:
        yield (
            f"No column holds the whole name of {what}; those that hold its parts were joined: "
            f"{', '.join(map(repr, columns))}."
        )
    elif columns and not likeness(field, columns[0]):
        yield (
            f"No column is called like {what}; {columns[0]!r} was taken, because it looks like one."
        )


def _records(
    table: Table,
    mapping: Mapping,
    folder: Path,
    problems: list[Problem],
    rejects: list[Reject],
    report: Report,
) -> list[Record]:
    records = []
    make = maker(table.columns, mapping, folder)
    for number, row in enumerate(table.rows, 1):
        if number % _EVERY == 0:
            report(number / len(table.rows), "Making records")
        record, problem = make(row)
        problems += [problem] if problem else []
        titled, attributed = normalise(record.title), normalise(record.artist)
        if titled or attributed:
            records.append(record)
        if not titled:
            message = f"Record {number} has {_untitled_record(record, bool(attributed))}."
            problems.append(Problem("no-title", row.line, message))
            if not attributed:
                rejects.append(Reject(row.line, row.cells, message))
    return records


def _untitled_record(record: Record, attributed: bool) -> str:
    if record.title.strip():
        what = f"a title without letters and figures, {record.title.strip()[:60]!r}"
        return f"{what}: only its artist can name it" if attributed else f"{what}, and was left out"
    return (
        "no title: only its artist can name it"
        if attributed
        else "neither title nor artist and was left out"
    )


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
    kinds: dict[ProblemKind, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.kind].append(problem)
    for kind, found in kinds.items():
        yield from found[:_TOLD]
        if len(found) > _TOLD:
            yield Problem(kind, 0, f"{len(found) - _TOLD:,} more of the same kind.")
