"""Columns: how museums name them, and which of them fill which field."""

from catalogue.columns.mapping import NO_CONSTANT, RECORD_FIELDS, ColumnMapping, Filling, labels
from catalogue.columns.names import is_listed

__all__ = [
    "NO_CONSTANT",
    "RECORD_FIELDS",
    "ColumnMapping",
    "Filling",
    "is_listed",
    "labels",
]
