"""What models took on this machine, kept from job to job."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from backends.base import Choice
from jobs.rates import LOADING, UNKNOWN, Effort
from pipeline import codec
from storage.database import opened

_SCHEMA = "CREATE TABLE IF NOT EXISTS pace (model TEXT PRIMARY KEY, body TEXT NOT NULL);"


@dataclass(frozen=True, slots=True)
class Timings:
    """A table in the SQLite file of the jobs. Raises StorageError."""

    path: Path

    def effort(self, choice: Choice, expected: Effort = UNKNOWN) -> Effort:
        """What a model took with these settings; loading counts whatever its settings are."""
        loading = self._read(_weights(choice)) or expected
        effort = self._read(codec.dumps(choice)) or expected
        seconds = loading.mean(LOADING)
        return effort if seconds is None else effort.plus(LOADING, seconds)

    def keep(self, choice: Choice, effort: Effort) -> None:
        seconds = effort.mean(LOADING)
        with self._open() as connection:
            _write(connection, codec.dumps(choice), effort)
            if seconds is not None:
                _write(connection, _weights(choice), Effort().plus(LOADING, seconds))

    def _read(self, model: str) -> Effort | None:
        with self._open() as connection:
            row = connection.execute("SELECT body FROM pace WHERE model = ?", [model]).fetchone()
        return codec.loads(row["body"], Effort) if row else None

    def _open(self) -> AbstractContextManager[Connection]:
        return opened(self.path, _SCHEMA)


def _weights(choice: Choice) -> str:
    """What a model's loading depends on."""
    return "loading " + codec.dumps(Choice(choice.backend, choice.model, choice.quantise))


def _write(connection: Connection, model: str, effort: Effort) -> None:
    connection.execute("INSERT OR REPLACE INTO pace VALUES (?, ?)", [model, codec.dumps(effort)])
