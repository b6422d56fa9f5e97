"""A clip whose evidence cannot be read is named, and the others are reviewed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import catalogue
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from tests import builders
from tests.visits import html, visit


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_shown(
    bundle: Resources, tmp_path: Path
) -> None:
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    clips = tuple(builders.evidence(tmp_path, n, start=10.0 * n, sighted=None) for n in range(4))
    store = Store(bundle.workspace.database)
    store.save(clips[0].clip.video, "recipe-1", clips, loaded.sha256)
    with sqlite3.connect(store.database) as connection:
        connection.execute("UPDATE evidence SET body = json_set(body, '$.colour', 1) WHERE id = 2")
    connection.close()
    drawn = html(visit(bundle, "review"))
    assert "walk.mp4, 10–18 s: what was seen there cannot be read" in drawn
    assert "1 clip cannot be read" in drawn
    assert "table evidence, row 2" in drawn
    assert "colour" in drawn
    assert "0 of 3 judged" in drawn
