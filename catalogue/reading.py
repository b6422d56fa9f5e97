"""A museum's file as a table: the one door to the formats."""

from __future__ import annotations

from collections.abc import Iterable

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
    "says_itself",
]

_SAYING = ("LIDO", "Linked Art", "IIIF")


def says_itself(facts: Iterable[tuple[str, str]]) -> str:
    """The format that says itself what is what, by the `facts` of a table; empty for any other."""
    form = dict(facts).get("format", "")
    return next((name for name in _SAYING if form.startswith(name)), "")
