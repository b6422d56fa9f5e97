"""The next version of the catalogue, seen on the pages."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalogue import Versions
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.open_catalogue import opened
from tests import builders
from tests.reviewing import introduced
from tests.visits import html, press, sound, visit

pytestmark = pytest.mark.slow


def rewrite(path: Path, changed: dict[str, str | None]) -> None:
    """The next version: titles by number, None for a work that is gone."""
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    rest = [
        [r[0], changed.get(r[0], r[1]), *r[2:]] for r in rows if changed.get(r[0], "") is not None
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rest])
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))


def judged(bundle: Resources, folder: Path) -> tuple[Path, list[str], AppTest]:
    path = builders.catalogue_file(bundle.workspace.demo)
    loaded = opened(path, bundle.workspace)
    labels = (("The Harbour at Dusk", "Painter One"), ("Still Life with Lemons", "Painter Two"))
    clips = tuple(
        builders.evidence(folder, n, title, artist, start=10.0 * n, sighted=None)
        for n, (title, artist) in enumerate(labels)
    )
    Store(bundle.workspace.database).save(clips[0].clip.video, "recipe-1", clips, loaded.sha256)
    app = introduced(visit(bundle, "review"))
    keys = [clip.clip.key for clip in clips]
    for key in keys:
        press(app, f"agree_{key}")
    return path, keys, app


def test_verdicts_and_clips_outlive_the_next_version(bundle: Resources, tmp_path: Path) -> None:
    path, keys, _ = judged(bundle, tmp_path)
    rewrite(path, {"T-01": None, "T-02": "Lemons"})
    app = visit(bundle, "review")
    assert "2 of 2 judged" in html(app)
    drawn = {}
    for key in keys:
        app.session_state["clip"] = key
        drawn[key] = html(sound(app.run()))
    assert "Dusk, Painter One. This work is no longer in the catalogue" in drawn[keys[0]]
    assert "Lemons, Painter Two. The catalogue has changed this record" in drawn[keys[1]]
    assert bundle.ledger.verify().ok


def test_a_partial_export_in_between_loses_no_verdict(bundle: Resources, tmp_path: Path) -> None:
    path, keys, _ = judged(bundle, tmp_path)
    whole = path.read_text(encoding="utf-8")
    rewrite(path, {"T-01": None})
    app = visit(bundle, "catalogue")
    question = "3 works, 1 fewer than the version before ("
    assert question in html(app)
    path.write_text(whole.replace("1640", "1641") + "T-05,Flora,Painter Two,,\n", encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 2 * 10**9))
    app = visit(bundle, "review")
    app.session_state["clip"] = keys[0]
    assert "no longer in the catalogue" not in html(sound(app.run()))
    assert "cut off?" not in html(visit(bundle, "catalogue"))


def test_the_version_before_is_what_versions_compares_with(
    bundle: Resources, tmp_path: Path
) -> None:
    path, _, _ = judged(bundle, tmp_path)
    rewrite(path, {"T-02": "Lemons"})
    app = visit(bundle, "catalogue")
    app.session_state["catalogue_view"] = "Versions"
    app.run()
    rewrite(path, {"T-03": "A Notary"})
    sound(app.run())
    (box,) = [box for box in app.selectbox if box.label == "Compared with"]
    assert box.index == 0
    box.select_index(1).run()
    rewrite(path, {"T-04": "Dawn"})
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))
    sound(app.run())
    (box,) = [box for box in app.selectbox if box.label == "Compared with"]
    versions = Versions(bundle.workspace.catalogues)
    newest = versions.all()[-1]
    assert (len(box.options), box.value.sha256) == (3, newest.previous)  # type: ignore[union-attr]
    table = app.dataframe[0].value
    assert set(table["Old identifier"]) == {"T-04"}


def test_nothing_is_said_where_nothing_changed(bundle: Resources, tmp_path: Path) -> None:
    _, keys, app = judged(bundle, tmp_path)
    app.session_state["clip"] = keys[0]
    drawn = html(sound(app.run()))
    assert "no longer in the catalogue" not in drawn
    assert "has changed this record" not in drawn


def test_the_ledger_shows_the_record_as_it_was(bundle: Resources, tmp_path: Path) -> None:
    path, keys, _ = judged(bundle, tmp_path)
    rewrite(path, {"T-01": None})
    event = bundle.ledger.standing()[keys[0]]
    records = Versions(bundle.workspace.catalogues).records(event.catalogue_sha256, ["T-01"])
    assert records["T-01"]["subject"] == "harbour with two boats"

    app = AppTest.from_function(_line, default_timeout=30)
    app.session_state["bundle"], app.session_state["event"] = bundle, event
    drawn = html(sound(app.run()))
    assert "harbour with two boats" in drawn


def test_the_ledger_lists_the_number_of_today(bundle: Resources, tmp_path: Path) -> None:
    path, _, _ = judged(bundle, tmp_path)
    text = path.read_text(encoding="utf-8").replace("T-02,", "INV 2,")
    path.write_text(text, encoding="utf-8")
    rewrite(path, {"T-01": None})
    table = visit(bundle, "ledger").dataframe[0].value
    columns = zip(table["Work"], table["Work now"], table["Record now"], strict=True)
    assert list(columns) == [("T-02", "INV 2", "as it was"), ("T-01", "", "gone")]
    path.write_text("no table at all", encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))
    table = visit(bundle, "ledger").dataframe[0].value
    assert list(table["Work now"]) == ["INV 2", ""]


def _line() -> None:
    import streamlit as st

    from catalogue.versions.history import Versions
    from pages._ui.ledger import history

    bundle = st.session_state["bundle"]
    versions = Versions(bundle.workspace.catalogues)
    history.details(bundle.ledger, versions, st.session_state["event"])
