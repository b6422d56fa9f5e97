"""What the catalogue hands to spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from catalogue.errors import CatalogueError
from catalogue.records import Catalogue

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Any) -> Any:
    """A cell with a leading apostrophe where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_line(cells: Iterable[Any]) -> str:
    """One line of CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def save(path: Path, lines: Iterable[str]) -> None:
    """Write lines of CSV to a file, marked as UTF-8 for spreadsheets. Raises CatalogueError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            file.writelines(lines)
    except OSError as error:
        raise CatalogueError(f"Cannot write {path}: {error.strerror}.") from error


def rejects(catalogue: Catalogue) -> Iterator[str]:
    """Lines of CSV: the rows that are not in the catalogue, with line and reason, as they were.

    A row that has more cells than the file has columns goes on beyond the header.
    """
    yield csv_line(("line", "reason", *catalogue.columns))
    for reject in catalogue.rejects:
        yield csv_line((reject.line, reject.reason, *reject.cells))
