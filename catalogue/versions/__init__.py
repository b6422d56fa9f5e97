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
from catalogue.versions.history import Versions
from catalogue.versions.opened import OpenedVersion

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
