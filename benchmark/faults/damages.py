"""Every way in which one stored value can be damaged: columns of tables, files, keys in JSON."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from storage import CATALOGUES

DEEP = "[" * 200_000
"""JSON in which a parser that calls itself runs out of stack."""
_TEXTS: dict[str, str] = {
    "NULL": "NULL",
    "blob": "X'00FF00FF'",
    "no UTF-8": "CAST(X'C328FF41' AS TEXT)",
    "surrogate": "CAST(X'41EDA08042' AS TEXT)",
    "NUL": "CAST(X'41004200' AS TEXT)",
    "word": "'nonsense'",
    "empty": "''",
    "number": "7",
    "infinity": "9e999",
    "huge": "9223372036854775807",
    "minus": "-5",
}
"""Name → SQL of a value that may stand where another kind belongs."""
_JSON = {
    "broken": '{"clip": ',
    "list": "[1, 2]",
    "NaN": "NaN",
    "unknown key": '{"unknown": 1}',
    "deep": DEEP,
}
_LEAVES: dict[str, Any] = {
    "null": None,
    "number": 7,
    "text": "nonsense",
    "list": [],
    "object": {"unknown": 1},
    "infinity": float("inf"),
    "NaN": float("nan"),
    "huge": 10**400,
    "minus": -5,
    "NUL": "a\0b",
    "surrogate": "a\ud800b",
}
_FILES: dict[str, bytes] = {
    "empty": b"",
    "junk": b"\x80\xffPK\x00\x01 junk" * 40,
    "list": b"[1, 2]",
    "number": b"7",
    "unknown keys": b'{"catalogue": 7, "unknown": {"a": [1]}, "schema": 1}',
    "newer": b'{"schema": 99}',
    "deep": DEEP.encode(),
}
_STORED = ("desk.json", f"{CATALOGUES}/*", "profiles/*", "mappings/*", "features/*", "prepared/*",
           "tasks/*/state.json", "*.db", "demo/truth.json", "frames/*")  # fmt: skip
_SETTINGS = ("desk.json", f"{CATALOGUES}/*.json", "profiles/*", "mappings/*")
JSON_COLUMNS = (
    ("cartellino.db", "evidence", "body"),
    ("cartellino.db", "analysed", "body"),
    ("cartellino.db", "ledger_frozen", "document"),
    ("jobs.db", "job", "payload"),
    ("jobs.db", "entry", "body"),
    ("jobs.db", "rate", "body"),
)
"""File, table and column."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is done to a workspace in a folder."""

    place: str
    """A table and its column, or a file."""
    how: str
    do: Callable[[Path], None]

    def __str__(self) -> str:
        return f"{self.place}: {self.how}"


def of_columns(workspace: Path) -> Iterator[Damage]:
    """Every column of every table, in its first row."""
    for file in sorted(workspace.glob("*.db")):
        with closing(sqlite3.connect(file)) as connection:
            query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            tables = [row[0] for row in connection.execute(query)]
            for table in tables:
                first = connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchone()
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                for column, value in zip(columns, first or (), strict=False):
                    yield from _of_column(file.name, table, column, value)


def _of_column(file: str, table: str, column: str, value: object) -> Iterator[Damage]:
    place = f"{file} {table}.{column}"
    values = dict(_TEXTS)
    is_json = isinstance(value, str) and value.startswith(("{", "["))
    if is_json:
        values |= {how: f"'{text}'" for how, text in _JSON.items()}
    for how, sql in values.items():
        yield Damage(place, how, partial(_set, file, table, column, sql, None))


def of_keys(workspace: Path) -> Iterator[Damage]:
    """Every key in stored JSON: in the first row of each column, and in each settings file."""
    for file, table, column in JSON_COLUMNS:
        with closing(sqlite3.connect(workspace / file)) as connection:
            query = f"SELECT rowid, {column} FROM {table} WHERE {column} LIKE '{{%' ORDER BY rowid"
            row, text = connection.execute(query).fetchone()
        for path, how, changed in _changes(text):
            sql = "'" + changed.replace("'", "''") + "'"
            yield Damage(
                f"{file} {table}.{column} {path}", how,
                partial(_set, file, table, column, sql, row),
            )  # fmt: skip
    for name in _first_files(workspace, _SETTINGS):
        for path, how, changed in _changes((workspace / name).read_text(encoding="utf-8")):
            data = changed.encode()
            yield Damage(f"{name} {path}", how, partial(_write, name, data))


def _changes(text: str) -> Iterator[tuple[str, str, str]]:
    """The way to each value, what it is replaced by, and the JSON text with that."""
    for path in _paths(json.loads(text)):
        for how, leaf in _LEAVES.items():
            yield ".".join(map(str, path)), how, _changed(text, path, leaf)


def of_files(workspace: Path) -> Iterator[Damage]:
    """Every stored file of a workspace, the first of each folder and ending."""
    names = _first_files(workspace, _STORED)
    for name in (*names, *(file.name for file in sorted(workspace.glob("*.db"))[1:])):
        content = (workspace / name).read_bytes()
        for how, data in {**_FILES, "truncated": content[: len(content) // 2]}.items():
            yield Damage(name, how, partial(_write, name, data))
        yield Damage(name, "folder", partial(_folder, name))
        if os.name == "posix" and os.geteuid():
            yield Damage(name, "no permission", partial(_locked, name))


def _first_files(workspace: Path, patterns: Sequence[str]) -> tuple[str, ...]:
    places: dict[tuple[str, str], str] = {}
    for pattern in patterns:
        for file in sorted(workspace.glob(pattern)):
            name = file.relative_to(workspace).as_posix()
            places.setdefault((pattern, "".join(file.suffixes)), name)
    return tuple(places.values())


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value in JSON, of the first entry of a list only."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1] if
            isinstance(value, list) else ())  # fmt: skip
    for key, part in inner:
        yield from _paths(part, (*path, key))


def _changed(text: str, path: tuple[str | int, ...], leaf: Any) -> str:
    value = json.loads(text)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = leaf
    return json.dumps(value)


def _set(name: str, table: str, column: str, sql: str, row: int | None, root: Path) -> None:
    """Set a value in a row, the first unless it is named, whatever triggers and constraints say."""
    file = root / name
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        _without_constraints(connection, table)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        first = row or f"(SELECT min(rowid) FROM {table})"
        try:
            connection.execute(f'UPDATE {table} SET "{column}" = {sql} WHERE rowid = {first}')
        except sqlite3.IntegrityError:  # a number of a row takes whole numbers only
            connection.execute(f'UPDATE {table} SET "{column}" = -9 WHERE rowid = {first}')


def _without_constraints(connection: sqlite3.Connection, table: str) -> None:
    (sql,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]
    ).fetchone()
    loose = re.sub(r"(?<!IS) NOT NULL\b", "", sql, flags=re.IGNORECASE)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", [loose, table]
    )


def _write(name: str, content: bytes, root: Path) -> None:
    (root / name).unlink()  # it may be a link to the file of another workspace
    (root / name).write_bytes(content)


def _folder(name: str, root: Path) -> None:
    (root / name).unlink()
    (root / name).mkdir()


def _locked(name: str, root: Path) -> None:
    _write(name, (root / name).read_bytes(), root)
    (root / name).chmod(0)


def copied(workspace: Path, target: Path) -> Path:
    """A workspace of its own: files are links, which `Damage.do` takes away; databases copies."""
    shutil.copytree(workspace, target, copy_function=_linked)
    return target


def _linked(source: str, target: str) -> str:
    if source.endswith((".db", ".db-wal", ".db-shm")):
        return shutil.copy2(source, target)
    os.link(source, target)
    return target
