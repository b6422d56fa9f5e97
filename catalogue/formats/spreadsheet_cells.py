"""The cells of a spreadsheet as the texts that a person sees."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from catalogue.formats.number_format import displayed
from catalogue.formats.table import Collected
from catalogue.records import Problem


def texts_of(
    row: Sequence[Any], formulas: Sequence[Any], line: int, collected: Collected
) -> list[str]:
    """The cells of a row as texts, given the same row with its formulas.

    Formulas without a value, and errors, are empty and listed as problems.
    """
    cells = []
    for n, cell in enumerate(row):
        formula = formulas[n] if n < len(formulas) else None
        if cell.value is None and formula is not None and formula.value is not None:
            message = (
                f"A cell holds the formula {str(formula.value)[:80]!r} and no value. Open the "
                "file in a spreadsheet program and save it, so that its value is computed."
            )
            collected.problems.append(Problem("formula", line, message))
        if cell.data_type == "e":
            message = f"A cell holds the error {str(cell.value)[:20]} and counts as empty."
            collected.problems.append(Problem("error-cell", line, message))
            cells.append("")
            continue
        cells.append(_text(cell))
    return cells


def _text(cell: Any) -> str:
    """A value as a person sees it in the spreadsheet, but dates as ISO 8601."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return displayed(value, cell.number_format or "")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
