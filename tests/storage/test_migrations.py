"""Schema numbers: tables grow, an interrupted change leaves nothing, a newer file is refused."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.database import opened
from storage.errors import NewerData, StorageError
from storage.migrations import Schema, folder_of


def schema(*more: str) -> Schema:
    shelves = Schema("shelves")

    @shelves()
    def tables(db: Database) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS shelf (name TEXT)")

    for number, statement in enumerate(more, 2):
        shelves(name=f"change {number}")(lambda db, statement=statement: db.execute(statement))
    return shelves


ADD = "ALTER TABLE shelf ADD COLUMN height REAL"


def columns(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(shelf)")]


def test_an_older_file_is_brought_up_to_date_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    with sqlite3.connect(path) as connection:  # as it was before schema numbers
        connection.execute("CREATE TABLE shelf (name TEXT)")
        connection.execute("INSERT INTO shelf VALUES ('top')")

    with opened(path, schema(ADD)) as connection:
        assert [tuple(row) for row in connection.execute("SELECT * FROM shelf")] == [("top", None)]
        assert schema(ADD).number(Database(connection)) == 2


def test_a_migration_is_applied_once(tmp_path: Path) -> None:
    for _ in range(3):
        with opened(tmp_path / "house.db", schema(ADD)):
            pass
    assert columns(tmp_path / "house.db") == ["name", "height"]


def test_a_failing_migration_leaves_the_file_at_the_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    broken = schema(ADD)

    @broken()
    def half(db: Database) -> None:
        db.execute("ALTER TABLE shelf ADD COLUMN width REAL")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StorageError, match="no such table: nowhere"), opened(path, broken):
        pass
    assert columns(path) == ["name", "height"]
    with sqlite3.connect(path) as connection:
        assert schema(ADD).number(Database(connection)) == 2


def test_a_newer_file_is_refused_and_not_a_byte_of_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    with sqlite3.connect(path) as connection:
        schema(ADD).upgrade(Database(connection))
    connection.close()
    before = path.read_bytes()

    with pytest.raises(NewerData, match=r"house\.db .*schema 2.*Update Cartellino"):
        opened(path, schema()).__enter__()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["house.db"]


def test_parts_of_other_names_share_a_file(tmp_path: Path) -> None:
    other = Schema("drawers")

    @other()
    def tables(db: Database) -> None:
        db.execute("CREATE TABLE drawer (name TEXT)")

    for part in (schema(), other, schema(ADD)):
        with opened(tmp_path / "house.db", part):
            pass
    assert columns(tmp_path / "house.db") == ["name", "height"]


def test_many_threads_at_once_apply_each_migration_once(tmp_path: Path) -> None:
    errors: list[Exception] = []
    start = threading.Barrier(8)

    def use() -> None:
        start.wait()
        try:
            with opened(tmp_path / "house.db", schema(ADD)):
                pass
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert columns(tmp_path / "house.db") == ["name", "height"]


def test_a_migration_can_ask_for_the_folder_of_its_workspace(tmp_path: Path) -> None:
    with opened(tmp_path / "house.db", schema()) as connection:
        assert folder_of(Database(connection)) == tmp_path
