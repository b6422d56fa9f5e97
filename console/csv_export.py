"""CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from console.errors import CartellinoError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> object:
    """A cell with a leading apostrophe where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def save_csv(path: Path, lines: Iterable[str]) -> None:
    """Write lines of CSV to a file, marked as UTF-8 for spreadsheets. Raises CartellinoError.

    Under another name first: a full disk leaves no empty or half a file.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            file.writelines(lines)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CartellinoError(
            f"Cannot write {path}: {error.strerror}. Name another file, or free some space."
        ) from error
