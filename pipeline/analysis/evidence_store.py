"""Evidence on disk, keyed by clip and recipe, so that nothing is computed twice."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection, Row

from sqlite_utils import Database

from pipeline import documents
from pipeline.types import Evidence, Video
from storage import NewerData, Schema, folder_of, opened, printable

_UNREADABLE = (ValueError, NewerData)
_SCHEMA = Schema("evidence")
_INTERVAL = re.compile(r"[^:]*:(?P<start>\d{1,12})-(?P<end>\d{1,12}):.*", re.DOTALL)
_ASTRAY = "typeof(catalogue) != 'text' OR catalogue GLOB '*[^0-9a-f]*' OR length(catalogue) != 64"
"""Rows that name no catalogue, and so would belong to none: they are read with every one."""


@_SCHEMA()
def tables(db: Database) -> None:
    for statement in (
        "CREATE TABLE IF NOT EXISTS evidence (id INTEGER PRIMARY KEY, clip TEXT NOT NULL, "
        "recipe TEXT NOT NULL, medium TEXT NOT NULL, catalogue TEXT NOT NULL, body TEXT NOT NULL, "
        "UNIQUE (clip, recipe))",
        "CREATE INDEX IF NOT EXISTS evidence_by_catalogue ON evidence (catalogue, id)",
        "CREATE INDEX IF NOT EXISTS evidence_by_medium ON evidence (medium, recipe)",
        "CREATE TABLE IF NOT EXISTS analysed (medium TEXT NOT NULL, recipe TEXT NOT NULL, "
        "body TEXT NOT NULL, PRIMARY KEY (medium, recipe))",
    ):
        db.execute(statement)


@_SCHEMA()
def portable_paths(db: Database) -> None:
    """While the workspace is still where it was written; what is damaged stays as it is."""
    root = folder_of(db)
    kinds: dict[str, type[Evidence] | type[Video]] = {"evidence": Evidence, "analysed": Video}
    for table, kind in kinds.items():
        [*rows] = db.execute(f"SELECT rowid, CAST(body AS BLOB) FROM {table}")
        for number, body in rows:
            with suppress(*_UNREADABLE):
                values = (documents.updated(body, kind, root), number)
                db.execute(f"UPDATE {table} SET body = ? WHERE rowid = ?", values)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of evidence that cannot be read, named so that a person can do something about it."""

    medium: str
    """Name of the video's file, or the beginning of its hash where that cannot be read either."""
    clip: str
    """`Clip.key`, if that can be read."""
    why: str
    place: str
    """File, table and row."""

    def __str__(self) -> str:
        return (
            f"{self.medium}, {self._interval}: what was seen there cannot be read ({self.place}). "
            f"{self.why} Analyse the video again, or restore a backup; verdicts on it are safe in "
            "the ledger."
        )

    @property
    def _interval(self) -> str:
        clip = _INTERVAL.fullmatch(self.clip)
        if clip is None:
            return "at a time that cannot be read"
        return f"{int(clip['start']) / 1000:g}–{int(clip['end']) / 1000:g} s"


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """What the store holds: the evidence, and the rows that are set aside."""

    evidence: tuple[Evidence, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """The evidence tables of a workspace's SQLite file. One connection an operation.

    Paths in the workspace are stored relative to the file's folder. Raises StorageError when the
    file cannot be read or written, NewerData when a newer version wrote it.
    """

    database: Path

    def save(
        self, video: Video, recipe: str, evidence: tuple[Evidence, ...], catalogue: str
    ) -> None:
        """Keep the evidence of a whole medium, all of it or none."""
        with self._open() as connection:
            for of_clip in evidence:
                self._keep(connection, of_clip, recipe, catalogue)
            self._finish(connection, video, recipe)

    def keep(self, evidence: Evidence, recipe: str, catalogue: str) -> None:
        """Keep the evidence of one clip of a medium whose analysis goes on."""
        with self._open() as connection:
            self._keep(connection, evidence, recipe, catalogue)

    def finish(self, video: Video, recipe: str) -> None:
        """Take note that every clip of a medium is kept: it is `analysed`."""
        with self._open() as connection:
            self._finish(connection, video, recipe)

    def analysed(self, sha256: str, recipe: str) -> tuple[Evidence, ...] | None:
        """The evidence of a medium that was analysed by this recipe, in the order of its clips.

        None if it never was, or not without an error, or if it cannot be read any more, so that
        it is analysed again.
        """
        with self._open() as connection:
            done = connection.execute(
                "SELECT 1 FROM analysed WHERE medium = ? AND recipe = ?", [sha256, recipe]
            ).fetchone()
            if done is None:
                return None
            # By the clip as well: a row with another medium must not be missed.
            own = "(medium = ? OR substr(clip, 1, 17) = ?) AND recipe = ?"
            stored = self._read(connection, own, sha256, f"{sha256[:16]}:", recipe)
        failed = any(out.error for evidence in stored.evidence for out in evidence.outputs)
        if failed or stored.set_aside:
            return None
        return tuple(sorted(stored.evidence, key=lambda evidence: evidence.clip.place))

    def load(self, clip: str) -> Evidence | None:
        """The newest evidence of the clip of that key; None where it cannot be read."""
        with self._open() as connection:
            newest = "id = (SELECT max(id) FROM evidence WHERE clip = ?)"
            return next(iter(self._read(connection, newest, clip).evidence), None)

    def of_clips(self, clips: Sequence[str], *catalogues: str) -> tuple[Evidence, ...]:
        """The newest evidence of the clips of these keys, in their order; what cannot be read, or
        is not there, is left out. Of versions of a catalogue as in `everything`."""
        named = ", ".join("?" * len(catalogues))
        which = f"AND catalogue IN ({named}) " if catalogues else ""
        newest = (
            "id IN (SELECT max(id) FROM evidence WHERE clip IN (SELECT value FROM json_each(?)) "
            f"{which}GROUP BY clip)"
        )
        with self._open() as connection:
            read = self._read(connection, newest, json.dumps(list(clips)), *catalogues)
        by_key = {evidence.clip.key: evidence for evidence in read.evidence}
        return tuple(by_key[key] for key in clips if key in by_key)

    def evidence_list(self, *catalogues: str) -> tuple[Evidence, ...]:
        """The evidence in `everything`."""
        return self.everything(*catalogues).evidence

    def everything(
        self, *catalogues: str, before: dict[int, Evidence] | None = None
    ) -> StoredEvidence:
        """The newest evidence of every clip, oldest clip first, and what cannot be read of it.

        Of the versions of a catalogue that are named, by hash; of all if none is. `before` is what
        was read before, by the number of its row, and is not read again; then it is what was read
        now.
        """
        named = ", ".join("?" * len(catalogues))
        where = f"WHERE catalogue IN ({named}) OR {_ASTRAY}" if catalogues else ""
        newest = f"id IN (SELECT max(id) FROM evidence {where} GROUP BY clip)"
        with self._open() as connection:
            return self._read(connection, newest, *catalogues, named=catalogues, before=before)

    def catalogues(self) -> Mapping[str, int]:
        """The versions of catalogues that clips belong to, by hash, with how many clips."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT catalogue, count(DISTINCT clip) FROM evidence WHERE typeof(catalogue) = "
                "'text' GROUP BY catalogue ORDER BY max(id) DESC"
            ).fetchall()
        return {str(catalogue): int(clips) for catalogue, clips in rows}

    def taught(self) -> tuple[tuple[str, str, str, str], ...]:
        """The pictures that verdicts in the same file make references, oldest first: picture, work,
        catalogue and medium, by hash. The ledger keeps the view from which they are read."""
        with self._open() as connection:
            if not connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'reference_picture'"
            ).fetchone():
                return ()
            rows = connection.execute(
                "SELECT sha256, work, catalogue_sha256, video_sha256 FROM reference_picture "
                "ORDER BY number"
            ).fetchall()
        return tuple((str(a), str(b), str(c), str(d)) for a, b, c, d in rows)

    def state(self) -> int:
        """A number that grows whenever evidence is added: what a cache is keyed by."""
        with self._open() as connection:
            return int(
                connection.execute("SELECT coalesce(max(id), 0) FROM evidence").fetchone()[0]
            )

    @property
    def _root(self) -> Path:
        return self.database.parent

    def _keep(
        self, connection: Connection, evidence: Evidence, recipe: str, catalogue: str
    ) -> None:
        clip = evidence.clip
        connection.execute(
            "INSERT OR REPLACE INTO evidence (clip, recipe, medium, catalogue, body) "
            "VALUES (?, ?, ?, ?, ?)",
            [clip.key, recipe, clip.video.sha256, catalogue, documents.dumps(evidence, self._root)],
        )

    def _finish(self, connection: Connection, video: Video, recipe: str) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO analysed (medium, recipe, body) VALUES (?, ?, ?)",
            [video.sha256, recipe, documents.dumps(video, self._root)],
        )

    def _read(
        self,
        connection: Connection,
        where: str,
        *values: str,
        named: Collection[str] = (),
        before: dict[int, Evidence] | None = None,
    ) -> StoredEvidence:
        """The rows that meet a condition; those of other catalogues than `named` are damaged."""
        # As bytes, because a damaged text would end the whole query.
        rows = connection.execute(
            "SELECT id, clip, medium, catalogue, CAST(body AS BLOB) AS body FROM evidence "
            f"WHERE {where} ORDER BY id",
            values,
        )
        known = dict(before or ())  # the number of a row that is replaced is not given again
        evidence, set_aside = dict[int, Evidence](), []
        for row in rows:
            number = row["id"]
            try:
                evidence[number] = known.get(number) or self._evidence(row, named)
            except _UNREADABLE as error:
                medium = self._medium(connection, row["medium"])
                place = f"{self.database.name}, table evidence, row {row['id']}"
                set_aside.append(SetAside(medium, printable(row["clip"]), str(error), place))
        if before is not None:
            before.clear()
            before.update(evidence)
        return StoredEvidence(tuple(evidence.values()), tuple(set_aside))

    def _evidence(self, row: Row, named: Collection[str]) -> Evidence:
        """The evidence of a row, where all that the row says of it is so. Raises ValueError."""
        evidence = documents.loads(row["body"], Evidence, self._root)
        clip, catalogue = evidence.clip, row["catalogue"]
        if row["clip"] != clip.key or row["medium"] != clip.video.sha256:
            raise ValueError("It is filed under another clip than it is about.")
        if not isinstance(catalogue, str) or (named and catalogue not in named):
            raise ValueError("It names no catalogue.")
        return evidence

    def _medium(self, connection: Connection, sha256: object) -> str:
        shown = printable(sha256)
        rows = connection.execute(
            "SELECT CAST(body AS BLOB) FROM analysed WHERE medium = ?", [shown]
        )
        for (body,) in rows:
            with suppress(*_UNREADABLE):
                return documents.loads(body, Video, self._root).path.name
        return shown[:16]

    def _open(self) -> AbstractContextManager[Connection]:
        return opened(self.database, _SCHEMA)
