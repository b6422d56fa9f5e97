"""Evidence on disk: kept whole, found again, never twice."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

import catalogue
from pipeline.__main__ import main
from pipeline.analysis.evidence_store import Store
from pipeline.types import Clip, Evidence, Video
from storage.errors import NewerData, StorageError

VIDEO = Video(Path("/films/walk.mp4"), "ab" * 32, 30.0)


def evidence(start: float, recipe: str) -> Evidence:
    return Evidence(Clip(VIDEO, start, start + 5), "embedded", recipe, (), ())


def test_a_medium_is_known_by_hash_and_recipe(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    found = (evidence(0, "one"), evidence(10, "one"))
    store.save(VIDEO, "one", found, "catalogue")
    assert store.analysed(VIDEO.sha256, "one") == found
    assert store.analysed(VIDEO.sha256, "two") is None
    assert store.analysed("cd" * 32, "one") is None


def test_a_medium_without_clips_is_known_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    store.save(VIDEO, "one", (), "catalogue")
    assert store.analysed(VIDEO.sha256, "one") == ()


def test_a_clip_is_there_before_its_medium_is_complete(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    store.keep(evidence(0, "one"), "one", "catalogue")
    assert store.evidence_list("catalogue") == (evidence(0, "one"),)
    assert store.analysed(VIDEO.sha256, "one") is None, "the rest of it is still to be analysed"
    store.finish(VIDEO, "one")
    assert store.analysed(VIDEO.sha256, "one") == (evidence(0, "one"),)


def test_the_list_holds_the_newest_evidence_of_each_clip(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    store.save(VIDEO, "one", (evidence(0, "one"), evidence(10, "one")), "catalogue")
    before = store.state()
    store.save(VIDEO, "two", (evidence(0, "two"),), "catalogue")
    assert store.state() > before
    assert {(e.clip.start, e.recipe) for e in store.evidence_list()} == {(0, "two"), (10, "one")}
    assert store.load(evidence(0, "one").clip.key) == evidence(0, "two")
    assert store.evidence_list("another") == ()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"my holiday notes" * 100)
    with pytest.raises(StorageError, match="Check"):
        Store(path).evidence_list()
    assert path.read_bytes() == b"my holiday notes" * 100


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("json_set(body, '$.colour', 1)", "colour"),
        ("json_remove(body, '$.backend')", "'backend' is missing"),
        ("replace(body, '\"schema\": 3', '\"schema\": 9')", "Update Cartellino"),
        ("substr(body, 1, 40)", "damaged|delimiter|Unterminated|Expecting"),
        ("CAST(x'fffefd' AS TEXT)", "decode"),
        ("'[]'", "no JSON object"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_and_named(
    body: str, why: str, tmp_path: Path
) -> None:
    store = Store(tmp_path / "c.db")
    clips = (evidence(0, "one"), evidence(10.5, "one"), evidence(20, "one"))
    store.save(VIDEO, "one", clips, "catalogue")
    with sqlite3.connect(store.database) as connection:
        connection.execute(f"UPDATE evidence SET body = {body} WHERE id = 2")
    connection.close()

    stored = store.everything("catalogue")
    assert stored.evidence == (clips[0], clips[2])
    [row] = stored.set_aside
    assert (row.medium, row.clip) == ("walk.mp4", clips[1].clip.key)
    assert str(row).startswith("walk.mp4, 10.5–15.5 s: ")
    assert re.search(why, row.why)
    assert store.load(clips[1].clip.key) is None
    assert store.analysed(VIDEO.sha256, "one") is None  # so that it is analysed again

    store.save(VIDEO, "one", clips, "catalogue")
    assert store.everything().set_aside == ()


@pytest.mark.parametrize("column", ["clip", "medium", "catalogue"])
@pytest.mark.parametrize("value", ["NULL", "x'fffefd'", "CAST(x'c328ff41' AS TEXT)", "7", "''"])
def test_a_row_with_a_damaged_name_is_set_aside(tmp_path: Path, column: str, value: str) -> None:
    store = Store(tmp_path / "c.db")
    clips = (evidence(0, "one"), evidence(10.5, "one"))
    store.save(VIDEO, "one", clips, "catalogue")
    with sqlite3.connect(store.database) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    connection.close()
    with sqlite3.connect(store.database) as connection:
        connection.execute(f"UPDATE evidence SET {column} = {value} WHERE id = 2")
    connection.close()
    stored = store.everything()
    assert stored.evidence[:1] == clips[:1]
    assert len(stored.evidence) + len(stored.set_aside) == 2
    assert all(str(row) for row in stored.set_aside)


def test_evidence_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    store.save(VIDEO, "one", (evidence(0, "one"),), "catalogue")
    with sqlite3.connect(store.database) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('evidence', 'something new', '2030')"
        )
    connection.close()
    for use in (store.everything, store.state, lambda: store.save(VIDEO, "two", (), "c")):
        with pytest.raises(NewerData, match=r"newer version.*Update Cartellino"):
            use()


def test_a_workspace_can_be_copied_and_the_first_deleted(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "uploads").mkdir(parents=True)
    video = replace(VIDEO, path=first / "uploads" / "walk.mp4")
    clip = replace(evidence(0, "one"), clip=Clip(video, 0.0, 5.0))
    Store(first / "c.db").save(video, "one", (clip,), "catalogue")
    first.rename(second)
    [moved] = Store(second / "c.db").evidence_list()
    assert moved.clip.video.path == second / "uploads" / "walk.mp4"
    assert moved.clip.key == clip.clip.key


def test_the_command_names_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works = tmp_path / "works.csv"
    works.write_text("id,title,artist\nA,Minerva,Gaspare Venturini\n", encoding="utf-8")
    store = Store(tmp_path / "c.db")
    store.save(VIDEO, "one", (evidence(0, "one"),), catalogue.load(works).sha256)
    with sqlite3.connect(store.database) as connection:
        connection.execute("UPDATE evidence SET body = '{}'")
    connection.close()
    command = ["analyse", str(tmp_path / "missing.mp4"), "--catalogue", str(works)]
    assert main([*command, "--db", str(store.database), "--json", str(tmp_path / "o.json")]) == 2
    assert "walk.mp4, 0–5 s: what was seen there cannot be read" in capsys.readouterr().err


def test_the_state_changes_when_the_last_clip_is_replaced(tmp_path: Path) -> None:
    store, clip = Store(tmp_path / "c.db"), evidence(0, "r")
    store.keep(clip, "r", "catalogue")
    before = store.state()
    store.keep(clip, "r", "catalogue")
    assert store.state() > before


def test_rows_that_were_read_before_are_not_read_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "c.db")
    first, second = evidence(0, "r"), evidence(10, "r")
    store.keep(first, "r", "catalogue")
    before: dict[int, Evidence] = {}
    [read] = store.everything(before=before).evidence
    store.keep(second, "r", "catalogue")
    again = store.everything(before=before).evidence
    assert again == (first, second)
    assert again[0] is read
    store.keep(replace(first, backend="other"), "r", "catalogue")
    assert [e.backend for e in store.everything(before=before).evidence] == ["embedded", "other"]
    assert len(before) == 2
