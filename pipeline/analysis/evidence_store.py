"""Evidence on disk, keyed by clip and recipe, so that nothing is computed twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipeline import codec
from pipeline.types import Evidence, Video
from storage.database import opened

_SCHEMA = """
CREATE TABLE IF NOT EXISTS evidence (
  id INTEGER PRIMARY KEY,
  clip TEXT NOT NULL,
  recipe TEXT NOT NULL,
  medium TEXT NOT NULL,
  catalogue TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (clip, recipe)
);
CREATE INDEX IF NOT EXISTS evidence_by_catalogue ON evidence (catalogue, id);
CREATE INDEX IF NOT EXISTS evidence_by_medium ON evidence (medium, recipe);
CREATE TABLE IF NOT EXISTS analysed (
  medium TEXT NOT NULL,
  recipe TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (medium, recipe)
);
"""


@dataclass(frozen=True, slots=True)
class Store:
    """The evidence tables of an SQLite file. One connection an operation.

    Raises StorageError when the file cannot be read or written.
    """

    database: Path

    def save(self, video: Video, recipe: str, found: tuple[Evidence, ...], catalogue: str) -> None:
        """Keep the evidence of a whole medium, all of it or none."""
        with self._open() as connection:
            for evidence in found:
                connection.execute(
                    "INSERT OR REPLACE INTO evidence (clip, recipe, medium, catalogue, body) "
                    "VALUES (?, ?, ?, ?, ?)",
                    [evidence.clip.key, recipe, video.sha256, catalogue, codec.dumps(evidence)],
                )
            connection.execute(
                "INSERT OR REPLACE INTO analysed (medium, recipe, body) VALUES (?, ?, ?)",
                [video.sha256, recipe, codec.dumps(video)],
            )

    def analysed(self, sha256: str, recipe: str) -> tuple[Evidence, ...] | None:
        """The evidence of a medium that was analysed by this recipe.

        None if it never was, or not without an error, so that it is tried again.
        """
        with self._open() as connection:
            known = connection.execute(
                "SELECT 1 FROM analysed WHERE medium = ? AND recipe = ?", [sha256, recipe]
            ).fetchone()
            if known is None:
                return None
            rows = connection.execute(
                "SELECT body FROM evidence WHERE medium = ? AND recipe = ? ORDER BY id",
                [sha256, recipe],
            )
            found = tuple(codec.loads(row[0], Evidence) for row in rows)
        return None if any(out.error for one in found for out in one.outputs) else found

    def load(self, clip: str) -> Evidence | None:
        """The newest evidence of the clip of that key."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT body FROM evidence WHERE clip = ? ORDER BY id DESC LIMIT 1", [clip]
            ).fetchone()
            return codec.loads(row[0], Evidence) if row else None

    def evidence_list(self, *catalogues: str) -> tuple[Evidence, ...]:
        """The newest evidence of every clip, oldest clip first.

        Of the versions of a catalogue that are named, by hash; of all if none is.
        """
        named = ", ".join("?" * len(catalogues))
        where = f"WHERE catalogue IN ({named})" if catalogues else ""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT body FROM evidence WHERE id IN (SELECT max(id) FROM evidence "
                f"{where} GROUP BY clip) ORDER BY id",
                catalogues,
            )
            return tuple(codec.loads(row[0], Evidence) for row in rows)

    def catalogues(self) -> Mapping[str, int]:
        """The versions of catalogues that clips belong to, by hash, with how many clips."""
        with self._open() as connection:
            return dict(
                connection.execute(
                    "SELECT catalogue, count(DISTINCT clip) FROM evidence GROUP BY catalogue "
                    "ORDER BY max(id) DESC"
                ).fetchall()
            )

    def state(self) -> int:
        """A number that grows whenever evidence is added: what a cache is keyed by."""
        with self._open() as connection:
            return int(
                connection.execute("SELECT coalesce(max(id), 0) FROM evidence").fetchone()[0]
            )

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.database, _SCHEMA)
