"""Columns: how museums name them, and which of them fill which field."""

from catalogue.columns.mapping import NO_CONSTANT, RECORD_FIELDS, ColumnMapping, Filling, labels

__all__ = [
    "NO_CONSTANT",
    "RECORD_FIELDS",
    "ColumnMapping",
    "Filling",
    "labels",
]
