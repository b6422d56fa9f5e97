"""The review page: one key a verdict, undo, bulk acceptance, blind first look."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from ledger import Ledger
from pages._ui.shell.resources import Resources
from pipeline.analysis import Store
from storage import Workspace
from tests import builders
from tests.reviewing import fill, filtering, introduced
from tests.visits import html, press, sound, visit


def test_review_without_clips_leads_to_attribute(bundle: Resources) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    assert "Nothing to review yet" in html(visit(bundle, "review"))


def test_one_key_judges_and_moves_on(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    assert "0 of 4 judged" in html(app)
    press(app, f"agree_{keys[0]}")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.reviewer) == ("accept", "T-01", "Ada")
    assert app.session_state["clip"] == keys[1]
    assert "1 of 4 judged" in html(app)
    assert "Accepted: The Harbour at Dusk" in html(app)


def test_clips_that_come_in_join_the_queue_and_leave_the_reviewer_in_place(
    bundle: Resources, tmp_path: Path
) -> None:
    path = builders.catalogue_file(bundle.workspace.demo)
    clips = [
        builders.evidence(tmp_path, n, "The Harbour at Dusk", "Painter One", start=10.0 * n,
                          sighted=None)
        for n in range(4)
    ]  # fmt: skip
    store, version = Store(bundle.workspace.database), catalogue.load(path).sha256
    for clip in clips[1:3]:
        store.keep(clip, "r", version)
    app = introduced(visit(bundle, "review"))
    app = press(app, f"agree_{clips[1].clip.key}")
    assert app.session_state["clip"] == clips[2].clip.key
    for clip in (clips[0], clips[3]):
        store.keep(clip, "r", version)
    store.finish(clips[0].clip.video, "r")
    sound(app.run())
    assert app.session_state["clip"] == clips[2].clip.key
    assert "1 of 4 judged" in html(app)
    press(app, f"agree_{clips[2].clip.key}")
    assert app.session_state["clip"] == clips[3].clip.key


def test_undo_works_after_moving_on(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{keys[0]}")
    press(app, f"reject_{keys[1]}")
    press(app, "previous")
    press(app, "undo")
    assert set(bundle.ledger.standing()) == {keys[0]}
    assert app.session_state["clip"] == keys[1]
    press(app, "undo")
    assert bundle.ledger.standing() == {}
    assert app.button(key="undo").disabled, "there is nothing to undo"
    assert bundle.ledger.verify().ok


def test_nobody_judges_without_a_name(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    assert not [b for b in app.button if b.key and b.key.startswith("agree_")]
    introduced(app, "   ")
    assert not [b for b in app.button if b.key and b.key.startswith("agree_")]


def test_reject_keeps_the_comment(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    app.text_input(key=f"comment_{keys[0]}").set_value(" a copy ").run()
    press(app, f"reject_{keys[0]}")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.comment) == ("reject", None, "a copy")


def test_correct_names_another_work(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    press(app, f"correct_{keys[0]}")
    app.text_input(key="correct_words").set_value("lemons").run()
    press(app, "correct_result_T-02")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.proposed) == ("correct", "T-02", "T-01")


def test_a_bulk_acceptance_offers_what_is_sure_enough(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = press(introduced(visit(bundle, "review")), "bulk")
    app.slider(key="bulk_minimum").set_value(0.5).run()
    assert {pair["key"] for pair in in_grid(app)} == {keys[0], keys[1], keys[3]}
    app.selectbox(key="bulk_scope").set_value("of this work").run()
    assert [pair["key"] for pair in in_grid(app)] == [keys[0]]
    assert bundle.ledger.standing() == {}


def in_grid(app: AppTest) -> Any:
    """The clips that are offered to be accepted together."""
    parts = [part.proto for part in app.get("bidi_component")]
    [shown] = [json.loads(p.json) for p in parts if p.component_name == "cartellino_grid"]
    return shown["items"]


def test_a_blind_look_hides_scores_until_asked(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    bundle.preferences.put(blind=True)
    app = introduced(visit(bundle, "review"))
    assert 'class="ct-bars"' not in html(app)
    assert "Identified" not in html(app)
    press(app, "show_scores")
    assert 'class="ct-bars"' in html(app)


def test_a_blind_look_ends_with_the_verdict(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    bundle.preferences.put(blind=True, going="stay")
    app = introduced(visit(bundle, "review"))
    press(app, f"reject_{keys[0]}")
    assert 'class="ct-bars"' in html(app)


def test_a_ledger_that_cannot_be_written_says_so(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    broken = Ledger(tmp_path / "no such folder" / "ledger.db")
    app.session_state["resources"] = replace(bundle, ledger=broken)
    app.run()
    press(app, f"agree_{keys[0]}")
    assert 'class="ct-wrong"' in html(app)
    assert "1 of 4 judged" not in html(app)


def test_the_place_is_remembered(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    press(app, "next")
    press(app, "next")
    again = visit(bundle, "review")
    assert again.session_state["clip"] == keys[2]


def test_filters_narrow_the_queue(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = filtering(visit(bundle, "review"))
    app.text_input(key="filter_text").set_value("no such video").run()
    assert "No clip passes the filters" in html(sound(app))


def test_a_tab_that_is_behind_overrides_no_verdict(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    ada, ben = introduced(visit(bundle, "review")), visit(bundle, "review")
    ben.session_state["reviewer"] = "Ben"
    ben.run()
    press(ada, f"agree_{keys[0]}")
    press(ben, f"reject_{keys[0]}")
    assert len(bundle.ledger.events()) == 1
    drawn = html(ben)
    assert "Ada accepted this clip in the meantime" in drawn
    assert "The Harbour at Dusk. Your verdict was not saved" in drawn
    assert 'class="ct-wrong"' in drawn
    assert ben.session_state["clip"] == keys[0]
    assert "1 of 4 judged" in drawn
    press(ben, f"reject_{keys[0]}")
    assert bundle.ledger.standing()[keys[0]].reviewer == "Ben"


def test_both_verdicts_of_two_tabs_are_in_the_chain_and_the_later_one_stands(
    bundle: Resources, tmp_path: Path
) -> None:
    key, *_ = fill(bundle, tmp_path)
    ada, ben = introduced(visit(bundle, "review")), visit(bundle, "review")
    ben.session_state["reviewer"] = "Ben"
    ben.run()
    press(ada, f"agree_{key}")
    press(ben, f"reject_{key}")  # told, and looks
    press(ben, f"reject_{key}")
    events = bundle.ledger.events()[::-1]
    assert [(event.kind, event.reviewer) for event in events] == [
        ("accept", "Ada"),
        ("reject", "Ben"),
    ]
    assert bundle.ledger.standing()[key].kind == "reject"
    assert bundle.ledger.verify().ok
    ada.session_state["clip"] = key
    ada.run()
    assert "rejected" in html(sound(ada)), "the first tab shows what happened"
    assert "1 of 4 judged" in html(ada)


def test_undo_pressed_twice_undoes_once(bundle: Resources, tmp_path: Path) -> None:
    key, *_ = fill(bundle, tmp_path)
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{key}")
    press(app, "undo")
    assert "Undone: The Harbour at Dusk" in html(app)
    assert app.button(key="undo").disabled
    assert [event.kind for event in bundle.ledger.events()] == ["undo", "accept"]


def test_where_nothing_can_be_written_clips_are_shown_and_verdicts_are_off(
    bundle: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, *_ = fill(bundle, tmp_path)
    monkeypatch.setattr(Workspace, "read_only", "Nothing can be written in the archive.")
    app = visit(bundle, "review")
    assert "Nothing can be written in the archive." in html(app)
    assert "The Harbour at Dusk" in html(app)
    verdicts = ("agree", "correct", "reject", "defer")
    buttons = [app.button(key=name) for name in (*(f"{v}_{key}" for v in verdicts), "undo")]
    assert all(button.disabled for button in buttons)
    assert {button.help for button in buttons} == {"Nothing can be written in the archive."}
    assert not app.button(key="next").disabled
    assert list(bundle.workspace.catalogues.iterdir()) == [], "no version is stored"


def test_another_painting_in_the_frame_has_a_verdict_of_its_own(
    bundle: Resources, tmp_path: Path
) -> None:
    """Its work is looked at after a click on its outline; the clip's own verdict stays open."""
    clip = builders.evidence(tmp_path, sighted="T-02")
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    Store(bundle.workspace.database).save(clip.clip.video, "r", (clip,), loaded.sha256)
    key = clip.clip.key
    app = introduced(visit(bundle, "review"))
    app.session_state["beside"] = (key, "T-02")
    app.run()
    assert "Another painting in the frame: not judged" in html(sound(app))
    assert app.button(key=f"agree_{key}").label == "Accept `A`"
    press(app, f"agree_{key}")
    [event] = bundle.ledger.in_force()
    assert (event.kind, event.work, event.region) == ("accept", "T-02", "seen:T-02")
    assert event.title == "Still Life with Lemons"
    assert bundle.ledger.standing() == {}
    assert "0 of 1 judged" in html(app)
    assert "Other paintings in the frame" in html(app), "and the page is at the clip's own again"
    press(app, f"agree_{key}")
    assert {e.region: e.work for e in bundle.ledger.in_force()} == {
        "": "T-01", "seen:T-02": "T-02",
    }  # fmt: skip
    press(app, "undo")
    press(app, "undo")
    assert bundle.ledger.in_force() == ()
