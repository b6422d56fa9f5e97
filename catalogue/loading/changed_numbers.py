"""Inventory numbers that a spreadsheet program turned into something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalogue.records import Problem, Record

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mrz|mai|okt|dez|gen|mag|giu|lug|ago|set"
    "|ott|dic|janv|févr|mars|avr|juin|juil|août|sept|déc|ene|abr|mei|maj"
)
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[T ]00:00(?::00)?)?|\d{{1,2}}[-. ]{{1,2}}(?:{_MONTHS})\.?"
    rf"|(?:{_MONTHS})\.?[- ]\d{{2,4}}",
    re.IGNORECASE,
)
"""What becomes of "3-4" and "1910-3": 2024-04-03, 03-Apr, Mar-10."""
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+\d\d", re.IGNORECASE)
"""What becomes of a number with more than eleven digits."""
_USUAL = 0.5
"""The share of such numbers from which on they are the museum's own."""


def numbers_as_dates(records: Sequence[Record]) -> Iterator[Problem]:
    """A problem for each number that looks like a date or a rounded figure among other numbers."""
    numbered = [record for record in records if record.identifier]
    changed = [r for r in numbered if _DATE.fullmatch(r.identifier)]
    rounded = [r for r in numbered if _SCIENTIFIC.fullmatch(r.identifier)]
    for what, group in (("a date", changed), ("a rounded figure", rounded)):
        if len(group) > _USUAL * len(numbered):
            continue
        for record in group:
            message = (
                f"The number {record.identifier!r} looks like {what}: a spreadsheet program may "
                "have made it of another number. Set the column to text in that program, enter the "
                "number again, and export."
            )
            yield Problem("number-as-date", record.line, message)
