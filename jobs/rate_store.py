"""Rates of work, remembered from job to job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from jobs.rates import Rates
from jobs.rows import RateRow, rate_rows
from jobs.tables import open_jobs
from storage import parsed, structured


@dataclass(frozen=True, slots=True)
class RateStore:
    """A table in the SQLite file of the jobs. Raises StorageError."""

    path: Path

    def read(self, name: str) -> Rates | None:
        """What is known under this name; None where that is nothing, or cannot be read: rates
        are measured again with the next job."""
        table = rate_rows(self.path)
        with open_jobs(self.path) as connection:
            rows = connection.execute(f"SELECT {table.columns} FROM rate WHERE work = ?", [name])
            return next(iter(table.made(rows, _rates).values), None)

    def write(self, rates: Mapping[str, Rates]) -> None:
        """Remember rates by their names, in place of what was known."""
        bodies = [(name, json.dumps(asdict(each))) for name, each in rates.items()]
        with open_jobs(self.path) as connection:
            connection.executemany("INSERT OR REPLACE INTO rate VALUES (?, ?)", bodies)


def _rates(row: RateRow) -> Rates:
    rates = structured(parsed(row.body), Rates)
    if not all(rate.count > 0 and rate.seconds >= 0 for rate in rates.rates.values()):
        raise ValueError("a rate is less than nothing")
    return rates
