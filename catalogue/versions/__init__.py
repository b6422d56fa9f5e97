"""One catalogue over time: which work is which in the next version."""

from catalogue.versions.compare import (
    HEADER,
    Comparison,
    Description,
    Version,
    compare,
    describe,
    rows,
)
from catalogue.versions.history import OpenedVersion, Versions

__all__ = [
    "HEADER",
    "Comparison",
    "Description",
    "OpenedVersion",
    "Version",
    "Versions",
    "compare",
    "describe",
    "rows",
]
