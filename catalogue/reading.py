"""A museum's file as a table: the one door to the formats."""

from __future__ import annotations

from catalogue.formats import LONGEST_CELL, Limits, ReadAs, Row, Table, read_table
from catalogue.formats.read_as import DELIMITERS, ENCODINGS

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "LONGEST_CELL",
    "Limits",
    "ReadAs",
    "Row",
    "Table",
    "read_table",
]
