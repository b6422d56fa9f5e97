"""XLSX, read row by row with openpyxl after a check of what the package unpacks to."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from typing import Any, NamedTuple

from openpyxl import load_workbook

from catalogue.columns.names import map_columns
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.formats.header import (
    SEARCHED_ROWS,
    header_fact,
    header_position,
    repeated_names,
    split_header,
)
from catalogue.formats.merged_cells import MergedRange, filled_down, merged_ranges
from catalogue.formats.read_as import HEADERS, ReadAs
from catalogue.formats.refused import TEXT_DOCUMENT, UNPACK
from catalogue.formats.source import READING, Source
from catalogue.formats.spreadsheet_cells import texts_of
from catalogue.formats.table import Collected, Row, Table
from catalogue.records import Problem

MAGIC = b"PK\x03\x04"
_PARTS = 10_000
_SMALL_PART = 32 << 20
"""Bytes of a part that is parsed whole, such as the styles."""
_ROWS = 1_048_576
"""Rows of a sheet in Excel."""
_WIDE_ROWS = 1_000
"""Most rows with a cell far to the right: each costs as much as a thousand others."""
_CHUNK = 1 << 20
_UNIT = re.compile(rb"<(?:\w+:)?(?:row|si)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_STREAMED = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_DETECT = ReadAs()


class _Sheet(NamedTuple):
    name: str
    others: tuple[str, ...]


def read(source: Source, read_as: ReadAs = _DETECT) -> Table:
    """The table in the chosen sheet, else in the first with a column for the title, else in the
    first filled sheet.

    A formula counts as the value that the program that wrote the file computed; a formula without
    a value is empty and listed as a problem. Raises CatalogueError.
    """
    try:
        with _package(source) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not know
            return _read(source, file, read_as, _check(source, file))
    except CatalogueError:
        raise
    except Exception as error:  # a broken package makes openpyxl raise anything
        raise UnreadableCatalogue(
            f"The catalogue {source.path} is a spreadsheet or ZIP file that cannot be read "
            f"({type(error).__name__}: {str(error)[:200]}). Open it, and save it as CSV (UTF-8)."
        ) from error


@contextmanager
def _package(source: Source) -> Iterator[Any]:
    if source.gzipped:
        yield io.BytesIO(source.whole())
        return
    with source.path.open("rb") as file:
        yield file


def _check(source: Source, file: Any) -> bool:
    """Whether there are formulas; raises UnreadableCatalogue if the package is a trap.

    The sizes that a package declares are binding: zipfile gives out no byte more.
    """
    formulas = False
    with zipfile.ZipFile(file) as package:
        _check_kind(source, package)
        parts = package.infolist()
        declared = sum(part.file_size for part in parts)
        if declared > source.limits.whole or len(parts) > _PARTS:
            raise UnreadableCatalogue(
                f"The spreadsheet {source.path} unpacks to {declared >> 20:,} MiB in "
                f"{len(parts):,} parts; {source.limits.whole >> 20:,} MiB can be read. "
                "Save it as CSV (UTF-8)."
            )
        for part in parts:
            streamed = _STREAMED.fullmatch(part.filename) is not None
            if not streamed and part.filename.endswith((".xml", ".rels")):
                _check_small(source, part)
            if part.filename.endswith((".xml", ".rels")):
                formulas |= _check_part(source, package, part, streamed)
    file.seek(0)
    return formulas


def _check_kind(source: Source, package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        return
    what = f"a ZIP file; {UNPACK}"
    if "word/document.xml" in names:
        what = TEXT_DOCUMENT
    if "content.xml" in names or "xl/workbook.bin" in names:
        what = "a spreadsheet of another kind; save it as XLSX or CSV (UTF-8)"
    raise UnreadableCatalogue(f"The catalogue {source.path} is {what}.")


def _check_small(source: Source, part: zipfile.ZipInfo) -> None:
    if part.file_size > _SMALL_PART:
        raise UnreadableCatalogue(
            f"The spreadsheet {source.path} has {part.file_size >> 20:,} MiB in "
            f"{part.filename[:80]!r}, which is not a table. Save it as CSV (UTF-8)."
        )


def _check_part(
    source: Source, package: zipfile.ZipFile, part: zipfile.ZipInfo, streamed: bool
) -> bool:
    """Whether a part holds a formula; raises if it defines entities or has an endless row."""
    formulas, since = False, 0
    with package.open(part) as file:
        chunk = file.read(_CHUNK)
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise UnreadableCatalogue(
                f"The spreadsheet {source.path} defines entities, which no spreadsheet needs. "
                "Do not trust it, or save it again as CSV (UTF-8)."
            )
        while streamed and chunk:
            formulas = formulas or _FORMULA.search(chunk) is not None
            since = 0 if _UNIT.search(chunk) else since + len(chunk)
            if since > source.limits.line:
                raise UnreadableCatalogue(
                    f"The spreadsheet {source.path} has a row of more than "
                    f"{source.limits.line >> 20:,} MiB. Save it as CSV (UTF-8)."
                )
            chunk = file.read(_CHUNK)
    return formulas


def _read(source: Source, file: Any, read_as: ReadAs, formulas: bool) -> Table:
    wanted = read_as.sheet
    values = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    expected = {worksheet.title: worksheet.max_row or _ROWS for worksheet in values.worksheets}
    sheet = _choose(source, values, wanted)
    formula_rows: Iterator[tuple[Any, ...]] = repeat(())
    if formulas:
        file.seek(0)
        written = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        formula_rows = _rows(source, written[sheet.name])
    collected = Collected(source.path, source.limits)
    value_rows = _rows(source, values[sheet.name])
    texts = _cleaned(collected, zip(value_rows, formula_rows, strict=False))
    merged = _merged_ranges(file, values[sheet.name])
    filled = (row for row in filled_down(texts, merged) if any(row[1]))
    (line, header), rows = split_header(filled, collected, read_as.header)
    columns = _header(collected, line, header) if line else header
    for line, cells in rows:
        source.report(min(1.0, line / expected[sheet.name]), READING)
        _fit(collected, line, cells, len(columns))
    if not columns:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    if sheet.others:
        message = f"Only the sheet {sheet.name!r} was read, and not: {', '.join(sheet.others)}."
        collected.problems.append(Problem("other-sheets", 0, message))
    named = f"{sheet.name} (as chosen)" if wanted else sheet.name
    facts = (("format", "XLSX"), ("sheet", named), header_fact(columns, read_as.header))
    return collected.table(columns, facts, sheet=(sheet.name, *sheet.others), header=HEADERS)


def _cleaned(
    collected: Collected, rows: Iterable[tuple[Sequence[Any], Sequence[Any]]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """All rows, each with its number, from their cells and formulas."""
    for line, (row, formulas) in enumerate(rows, 1):
        yield line, collected.cleaned(texts_of(row, formulas, line, collected), line)


def _merged_ranges(file: Any, sheet: Any) -> tuple[MergedRange, ...]:
    """The merged cells of a sheet. openpyxl leaves them out when it reads row by row."""
    with zipfile.ZipFile(file) as package, package.open(sheet._worksheet_path.lstrip("/")) as part:
        return merged_ranges(part)


def _choose(source: Source, workbook: Any, wanted: str) -> _Sheet:
    if wanted and wanted not in {sheet.title for sheet in workbook.worksheets}:
        sheets = ", ".join(repr(sheet.title) for sheet in workbook.worksheets)
        raise UnusableCatalogue(
            f"The spreadsheet {source.path} has no sheet {wanted[:60]!r}. Sheets: {sheets[:600]}."
        )
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    filled: dict[str, tuple[str, ...]] = {}
    for sheet in visible:
        rows = (row for row in _rows(source, sheet) if any(c.value for c in row))
        first = [tuple(str(c.value or "") for c in row) for row in islice(rows, SEARCHED_ROWS)]
        if first:
            filled[sheet.title] = first[header_position(first)]
    named = [name for name, header in filled.items() if "title" in map_columns(header)]
    if not filled and not wanted:
        hidden = [repr(sheet.title) for sheet in workbook.worksheets if sheet not in visible]
        if hidden:
            raise UnusableCatalogue(
                f"The spreadsheet {source.path} shows no table. If it is on a hidden sheet "
                f"({', '.join(hidden)[:300]}), unhide that sheet, or name it: python -m catalogue "
                "map FILE --sheet NAME --save."
            )
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    chosen = wanted or (named or list(filled))[0]
    return _Sheet(chosen, tuple(name for name in filled if name != chosen))


def _rows(source: Source, sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # the size that a file states is often wrong
    wide = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _ROWS:
            raise UnreadableCatalogue(
                f"The spreadsheet {source.path} claims more rows than a spreadsheet can have. "
                "Save it as CSV (UTF-8)."
            )
        if len(row) > source.limits.columns:
            wide += 1
            row = _trimmed(row)
        if wide > _WIDE_ROWS:
            raise UnusableCatalogue(
                f"The spreadsheet {source.path} has cells in columns beyond the "
                f"{source.limits.columns:,}th in more than {_WIDE_ROWS:,} rows. Delete the columns "
                "to the right of the table, or save it as CSV (UTF-8)."
            )
        yield row


def _trimmed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without the empty cells at its end, which exist only because they have a colour."""
    last = max((n for n, cell in enumerate(row, 1) if cell.value is not None), default=0)
    return row[:last]


def _header(collected: Collected, line: int, cells: tuple[str, ...]) -> tuple[str, ...]:
    width = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    collected.check_width(width)
    collected.problems += repeated_names(cells, line)
    return cells[:width]


def _fit(collected: Collected, line: int, cells: tuple[str, ...], width: int) -> None:
    if any(cells[width:]):
        message = (
            f"The row has more cells than the header, which has {width}, so it was left out. "
            "Give each column a name."
        )
        collected.reject(line, cells, "row-length", message)
        return
    collected.add(Row(line, cells[:width]))
