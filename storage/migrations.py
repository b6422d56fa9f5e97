"""Schema numbers: how the tables of an older file are brought up to date."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from storage.errors import NewerData


class Schema(Migrations):
    """The tables of one part of the program, as a list of migrations that only ever grows.

        EVIDENCE = Schema("evidence")

        @EVIDENCE()
        def tables(db: Database) -> None:
            db.execute("CREATE TABLE IF NOT EXISTS …")

    Parts of different names can share a file. The schema number is how many migrations the file
    has seen. A file from before schema numbers has the tables of the first migration and no
    record of it, so the first one says IF NOT EXISTS. A migration may call `folder_of`.
    """

    @property
    def newest(self) -> int:
        """The schema number that this version of the program writes."""
        return len(self._migrations)

    def number(self, db: Database) -> int:
        """The schema number of the file, 0 for a new one. Changes nothing. Raises NewerData.

        A migration is counted, whatever its record says, so that a damaged one hides no table.
        """
        applied = self._names(db)
        if len(applied) > len(self._migrations):
            raise NewerData(
                f"A newer version of Cartellino wrote {_file(db)} ({self.name}: schema "
                f"{len(applied)}, and this version reads {len(self._migrations)} or less). Update "
                "Cartellino to open it; nothing was changed in it."
            )
        return len(applied)

    def _names(self, db: Database) -> list[str]:
        """`applied`, at a third of the cost: every operation on a file asks for it."""
        table = self.migrations_table
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
            return []
        own = [migration.name for migration in self._migrations]
        named = ", ".join("?" * len(own))
        rows = db.execute(
            f"SELECT name FROM {table} WHERE migration_set = ? OR name IN ({named})",
            [self.name, *own],
        )
        return [row[0] for row in rows]

    def upgrade(self, db: Database) -> None:
        """Apply what is missing, each migration and its record in one transaction of its own.

        A migration that fails leaves the file as it was before it. Raises NewerData, or whatever
        the migration raises.
        """
        while self.number(db) < len(self._migrations):
            # The lock comes first: what another process applied meanwhile is not applied again.
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                self.apply(db, stop_before=[later.name for later in self.pending(db)[1:]])
                db.conn.execute("COMMIT")
            except BaseException:
                db.conn.rollback()
                raise


def folder_of(db: Database) -> Path:
    """The folder of a database's file: the workspace."""
    return _file(db).parent


def _file(db: Database) -> Path:
    return Path(db.execute("PRAGMA database_list").fetchone()[2])
