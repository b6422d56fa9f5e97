"""A stored row that is damaged is set aside with its place, and the others are read."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from storage import DocumentSchema, Rows, notices, read_settings, stored_text


@dataclass(frozen=True, slots=True)
class Room:
    """A row of a table."""

    name: str
    floor: int
    area: float | None
    state: Literal["open", "closed"]


DAMAGES = [
    ("name", "NULL"), ("name", "7"), ("name", "x'00ff'"), ("name", "CAST(x'c328' AS TEXT)"),
    ("floor", "'two'"), ("floor", "1.5"), ("floor", "9e999"), ("area", "'wide'"),
    ("area", "9e999"), ("state", "'ajar'"), ("state", "NULL"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), DAMAGES)
def test_one_row_is_set_aside_and_the_others_are_read(column: str, value: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.text_factory = stored_text
    connection.execute("CREATE TABLE room (name, floor, area, state)")
    rows = [("Blue", 1, 20.5, "open"), ("Green", 2, None, "closed")]
    connection.executemany("INSERT INTO room VALUES (?, ?, ?, ?)", rows)
    connection.execute(f"UPDATE room SET {column} = {value} WHERE rowid = 1")
    table = Rows(Path("/w/house.db"), "room", Room, "room", "Measure it again.")
    read = table.read(connection.execute(f"SELECT {table.columns} FROM room"))
    connection.close()
    assert read.values == (Room("Green", 2, None, "closed"),)
    (aside,) = read.set_aside
    assert str(aside).startswith(f"A room cannot be read (house.db, table room, row 1): {column}")
    assert str(aside).endswith("Measure it again.")


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[1]", b"7", b"[" * 200_000, b'{"a": '])
def test_settings_that_cannot_be_read_are_kept_under_another_name(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "desk.json"
    path.write_bytes(content)
    schema = DocumentSchema("file of preferences")
    assert read_settings(path, schema, dict, "The defaults are used instead.") is None
    assert not path.exists()
    assert (tmp_path / "desk.json.unreadable-1").read_bytes() == content
    (sentence,) = notices(tmp_path)
    assert sentence.endswith("The defaults are used instead.")
    path.write_text(json.dumps({"schema": 1, "name": "Ada"}))
    assert read_settings(path, schema, dict, "") == {"name": "Ada"}
