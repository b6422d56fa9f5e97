"""Rates of work, remembered from job to job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from jobs.rates import Rate, Rates
from jobs.tables import open_jobs


@dataclass(frozen=True, slots=True)
class RateStore:
    """A table in the SQLite file of the jobs. Raises StorageError."""

    path: Path

    def read(self, name: str) -> Rates | None:
        """What is known under this name; None where that is nothing."""
        with open_jobs(self.path) as connection:
            row = connection.execute("SELECT body FROM rate WHERE work = ?", [name]).fetchone()
        if row is None:
            return None
        rates = json.loads(row["body"])["rates"]
        return Rates({work: Rate(**rate) for work, rate in rates.items()})

    def write(self, rates: Mapping[str, Rates]) -> None:
        """Remember rates by their names, in place of what was known."""
        bodies = [(name, json.dumps(asdict(each))) for name, each in rates.items()]
        with open_jobs(self.path) as connection:
            connection.executemany("INSERT OR REPLACE INTO rate VALUES (?, ?)", bodies)
