"""The rows that are not in the catalogue, as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.records import Catalogue
from console import csv_line


def rejects(catalogue: Catalogue) -> Iterator[str]:
    """Lines of CSV: the rows that are not in the catalogue, with line and reason, as they were.

    A row that has more cells than the file has columns goes on beyond the header.
    """
    yield csv_line(("line", "reason", *catalogue.columns))
    for reject in catalogue.rejects:
        yield csv_line((reject.line, reject.reason, *reject.cells))
