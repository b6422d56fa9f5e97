"""Evidence on disk: kept whole, found again, never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.analysis.evidence_store import Store
from pipeline.types import Clip, Evidence, Video
from storage.errors import StorageError

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
