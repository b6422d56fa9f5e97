"""A museum's file as a table: the one door to the formats."""

from __future__ import annotations

from catalogue.formats import LONGEST_CELL, Limits, Row, Table, read_table

__all__ = ["LONGEST_CELL", "Limits", "Row", "Table", "read_table"]
