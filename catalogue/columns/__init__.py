"""Columns: how museums name them, and which of them fill which field."""

from catalogue.columns.mapping import FIELDS, NO_CONSTANT, ColumnMapping, Filling, labels

__all__ = [
    "FIELDS",
    "NO_CONSTANT",
    "ColumnMapping",
    "Filling",
    "labels",
]
