"""A museum's file as a table of plain text: encodings, delimiters and JSON shapes.

Nothing is interpreted: markup and formulas in a cell are characters like any others.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.columns import map_columns
from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.records import Problem

LONGEST_CELL = 20_000
"""Characters of a cell that are kept. The longest text in the exports of Tate, MoMA, the Carnegie
and SemArt has 5,854; a longer one is nearly always a quotation mark that was never closed."""

_LIST_NAMES = ("paintings", "records", "items", "works", "artworks", "objects", "catalogue", "data")
_DELIMITERS = ",;\t|"
_NOT_TEXT = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MAGIC = {
    b"PK\x03\x04": "a spreadsheet or ZIP file; save it as CSV (UTF-8) first",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as CSV (UTF-8) first",
    b"%PDF": "a PDF; export the catalogue as CSV or JSON",
    b"SQLite format 3": "a database; export the catalogue as CSV or JSON",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row or object, as many as the table has columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and rows, and what was odd about the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableCatalogue."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableCatalogue(
            f"Cannot read the catalogue {path}: {error.strerror or error}."
        ) from error


def read_table(data: bytes, path: Path) -> Table:
    """The table in a CSV, TSV or JSON file, gzipped or not. Raises CatalogueError."""
    text, problems = decode(_unzipped(data, path), path)
    if not text.strip():
        raise UnusableCatalogue(f"The catalogue {path} is empty. Export it again.")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    is_json = ".json" in suffixes or (
        not {".csv", ".tsv", ".txt"} & set(suffixes) and text.lstrip()[0] in "[{"
    )
    if is_json:
        table = _json_table(text, path)
    else:
        with _cells_of_any_length():
            table = _csv_table(text)
    return Table(table.columns, table.rows, (*problems, *table.problems))


def _unzipped(data: bytes, path: Path) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableCatalogue(
            f"The compressed catalogue {path} is damaged ({error}). Copy or export it again."
        ) from error


def decode(data: bytes, path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file whose encoding nobody stated, and a problem where it was guessed.

    UTF-8 and UTF-16 prove themselves. Anything else is taken for the Western European encoding
    of Windows, or for Latin-1 where it holds bytes that Windows does not use.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableCatalogue(f"The catalogue {path} is {what}.")
    text, encoding = _decoded(data)
    problems = []
    if encoding not in ("utf-8-sig", "utf-16"):
        message = f"The file is not UTF-8 and was read as {encoding}. Check accented letters."
        problems.append(Problem("encoding", 0, message))
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        problems.append(Problem("nul", 0, f"{nuls} NUL bytes were left out."))
    if len(_NOT_TEXT.findall(text[:100_000])) > len(text[:100_000]) / 20:
        raise UnreadableCatalogue(f"The catalogue {path} is not text. Export it as CSV or JSON.")
    return text, tuple(problems)


def _decoded(data: bytes) -> tuple[str, str]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) * marked + ("utf-8-sig",):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    windows = any(0x80 <= byte <= 0x9F for byte in set(data))
    try:
        return (data.decode("cp1252"), "cp1252") if windows else (data.decode("latin-1"), "latin-1")
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _csv_table(text: str) -> Table:
    lines = text.lstrip("\r\n")
    skipped = text[: len(text) - len(lines)].count("\n")
    if declared := re.match(r"sep=(.)\r?\n", lines):  # what Excel writes to name its delimiter
        lines, skipped = lines[declared.end() :], skipped + 1
    delimiter = declared.group(1) if declared else _delimiter(lines)
    problems: list[Problem] = []
    rows: list[Row] = []
    for line, raw in _csv_rows(lines, delimiter):
        cells, cut = _shortened(raw, line + skipped)
        problems += cut
        if any(cells):
            rows.append(Row(line + skipped, cells))
    columns = rows[0].cells if rows else ()
    fitted = [_fitted(row, len(columns)) for row in rows[1:]]
    problems += [problem for _, problem in fitted if problem]
    kept = tuple(row for row, _ in fitted if row)
    return Table(columns, kept, tuple(sorted(problems, key=lambda problem: problem.line)))


def _delimiter(text: str) -> str:
    """The delimiter under which the header has the most known columns, then the most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        _, header = next(_csv_rows(text[:100_000], delimiter))
        return len(map_columns(header)), len(header)

    return max(_DELIMITERS, key=known)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins, however long a cell is."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


_limit = threading.Lock()


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    # The limit is the whole process's: put back, because others may rely on it, and held by one
    # thread at a time, because the first to end would put it back under the others.
    with _limit:
        before = csv.field_size_limit(2**31 - 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _shortened(cells: list[str], line: int) -> tuple[tuple[str, ...], list[Problem]]:
    """Cells without surrounding space, cut at `LONGEST_CELL`."""
    problems = [
        Problem(
            "long-cell",
            line,
            f"A cell of {len(cell):,} characters was cut to {LONGEST_CELL:,}. If a quotation "
            "mark was never closed, the rows after it are inside this cell: close it.",
        )
        for cell in cells
        if len(cell) > LONGEST_CELL
    ]
    return tuple(_SURROGATE.sub("�", cell[:LONGEST_CELL]).strip() for cell in cells), problems


def _fitted(row: Row, width: int) -> tuple[Row | None, Problem | None]:
    """The row with as many cells as the header has.

    A row with too many is left out: an unquoted delimiter has moved its cells, and a title in
    the artist's place is worse than a work that is missing.
    """
    given, surplus = row.cells[:width], row.cells[width:]
    if any(surplus):
        message = (
            f"The row has {len(row.cells)} cells and the header {width}, so it was left out. "
            "Put quotation marks around cells that hold the delimiter."
        )
        return None, Problem("row-length", row.line, message)
    if len(given) == width:
        return Row(row.line, given), None
    filled = Row(row.line, given + ("",) * (width - len(given)))
    message = f"The row has {len(given)} cells and the header {width}; the rest was taken as empty."
    return filled, Problem("row-length", row.line, message)


def _json_table(text: str, path: Path) -> Table:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableCatalogue(
            f"The catalogue {path} is not JSON: {error}. Export it as CSV or JSON."
        ) from error
    entries = _entries(document, path)
    problems: list[Problem] = []
    objects: list[tuple[int, Mapping[str, Any]]] = []
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            objects.append((number, entry))
        else:
            message = f"Entry {number} is not an object with a title and was left out."
            problems.append(Problem("not-an-object", 0, message))
    columns = tuple(dict.fromkeys(key for _, entry in objects for key in entry))
    rows: list[Row] = []
    for _, entry in objects:
        cells, cut = _shortened([_text(entry.get(column)) for column in columns], 0)
        problems += cut
        rows.append(Row(0, cells))
    return Table(columns, tuple(rows), tuple(problems))


def _entries(document: Any, path: Path) -> list[Any]:
    """The list of records, at the top or under one of the names that exports use."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        named = [document[name] for name in _LIST_NAMES if isinstance(document.get(name), list)]
        lists = named or [value for value in document.values() if isinstance(value, list)]
        if named or len(lists) == 1:
            return list(lists[0])
    raise UnusableCatalogue(
        f"The catalogue {path} holds no list of records. Give a JSON list of objects, "
        f"or an object with such a list under one of: {', '.join(_LIST_NAMES)}."
    )


def _text(value: Any) -> str:
    """A JSON value as one cell: lists joined by "; ", of an object its name."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return next((_text(value[k]) for k in ("name", "title", "value", "label", "path", "file")
                     if k in value), "")  # fmt: skip
    return str(value)
