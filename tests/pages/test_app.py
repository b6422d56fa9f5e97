"""Each page, empty and filled, with what a person does on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from ledger import Ledger
from pages._ui.shell.preferences import Preferences
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from storage.task import Task
from tests import builders
from tests.visits import html, press, sound, visit

HOSTILE = "<script>alert(1)</script> [x](http://example.org) $\\LaTeX$ :red[hot]"


def fill(bundle: Resources, folder: Path, hostile: bool = False) -> list[str]:
    """A demonstration catalogue and four clips of one video. Returns the clips' keys."""
    works = [("T-09", HOSTILE, HOSTILE, "x"), *builders.WORKS] if hostile else builders.WORKS
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo, works))
    labels = [
        ("The Harbour at Dusk", "Painter One"),
        ("Still Life with Lemons", "Painter Two"),
        (None, None),
        (HOSTILE, HOSTILE) if hostile else ("Portrait of a Notary", "Painter One"),
    ]
    clips = [
        builders.evidence(folder, n, title, artist, start=10.0 * n, sighted=None)
        for n, (title, artist) in enumerate(labels)
    ]
    Store(bundle.workspace.database).save(
        clips[0].clip.video, "recipe-1", tuple(clips), loaded.sha256
    )
    return [clip.clip.key for clip in clips]


def named(app: AppTest, name: str = "Ada") -> AppTest:
    app.text_input(key="reviewer_name").set_value(name)
    next(b for b in app.button if b.label == "Start judging").click().run()
    return sound(app)


@pytest.mark.parametrize(
    ("page", "says", "leads_to"),
    [
        ("attribute", "Open a catalogue first", "catalogue"),
        ("review", "No catalogue yet", "catalogue"),
        ("catalogue", "No catalogue yet", None),
        ("models", "Embedded", None),
        ("ledger", "No verdict yet", "review"),
    ],
)
def test_an_empty_page_says_what_to_do(
    bundle: Resources, page: str, says: str, leads_to: str | None
) -> None:
    app = visit(bundle, page)
    assert says in html(app)
    links = [link.proto.page for link in app.get("page_link")]
    assert leads_to is None or leads_to in links


def test_review_without_clips_leads_to_attribute(bundle: Resources) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    assert "Nothing to review yet" in html(visit(bundle, "review"))


def test_one_key_judges_and_moves_on(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    assert "0 of 4 judged" in html(app)
    press(app, f"accept_{keys[0]}")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.reviewer) == ("accept", "T-01", "Ada")
    assert app.query_params["clip"] in ([keys[1]], keys[1])
    assert "1 of 4 judged" in html(app)
    assert "Accepted: The Harbour at Dusk" in html(app)


def test_undo_works_after_moving_on(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    press(app, f"accept_{keys[0]}")
    press(app, f"reject_{keys[1]}")
    press(app, "previous")
    press(app, "undo")
    assert set(bundle.ledger.standing()) == {keys[0]}
    assert app.query_params["clip"] in ([keys[1]], keys[1])
    press(app, "undo")
    assert bundle.ledger.standing() == {}
    press(app, "undo")
    assert "You have nothing to undo" in html(app)
    assert bundle.ledger.verify().ok


def test_nobody_judges_without_a_name(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    assert not [b for b in app.button if b.key and b.key.startswith("accept_")]
    named(app, "   ")
    assert not [b for b in app.button if b.key and b.key.startswith("accept_")]


def test_reject_keeps_the_comment(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    app.text_input(key=f"comment_{keys[0]}").set_value(" a copy ").run()
    press(app, f"reject_{keys[0]}")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.comment) == ("reject", None, "a copy")


def test_correct_names_another_work(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    press(app, f"correct_{keys[0]}")
    app.text_input(key="correct_words").set_value("lemons").run()
    press(app, "correct_T-02")
    event = bundle.ledger.standing()[keys[0]]
    assert (event.kind, event.work, event.proposed) == ("correct", "T-02", "T-01")


def test_a_slider_redecides_and_counts_the_judged(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    press(app, f"accept_{keys[0]}")
    app.sidebar.slider(key="parameter_artist_accept").set_value(1.0).run()
    assert "3 decisions flip, 1 already judged" in html(sound(app))
    press(app, f"accept_{keys[1]}")
    assert bundle.ledger.standing()[keys[1]].outcome == "abstain"


def test_there_are_fifteen_controls_in_four_groups(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    controls = [*app.sidebar.slider, *app.sidebar.toggle]
    assert len(controls) == 15
    groups = [part.label for part in app.sidebar.get("expander")]  # type: ignore[union-attr]
    assert groups == ["Artist-driven", "Title-driven", "No title", "Scoring and behaviour"]


def test_settings_survive_another_page(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    app.sidebar.slider(key="parameter_title_accept").set_value(0.77).run()
    app.switch_page("pages/catalogue.py").run()
    sound(app.switch_page("pages/review.py").run())
    assert app.sidebar.slider(key="parameter_title_accept").value == 0.77


def test_a_profile_is_saved_and_chosen(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    app.sidebar.slider(key="parameter_artist_accept").set_value(1.0).run()
    app.text_input(key="profile_name").set_value("Strict").run()
    next(b for b in app.button if b.label == "Save these settings").click().run()
    assert "No decision flips" in html(sound(app))
    app.selectbox(key="profile_chosen").set_value("Published defaults").run()
    assert app.sidebar.slider(key="parameter_artist_accept").value == 0.38


def test_a_bulk_acceptance_is_one_undo(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    app.slider(key="bulk_minimum").set_value(0.5).run()
    press(app, "bulk_accept")
    assert set(bundle.ledger.standing()) == {keys[0], keys[1], keys[3]}
    press(app, "undo")
    assert bundle.ledger.standing() == {}


def test_a_blind_look_hides_scores_until_asked(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    bundle.preferences.put(blind=True)
    app = named(visit(bundle, "review"))
    assert 'class="ct-bars"' not in html(app)
    assert "Identified" not in html(app)
    press(app, "show_scores")
    assert 'class="ct-bars"' in html(app)


def test_a_blind_look_ends_with_the_verdict(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    bundle.preferences.put(blind=True, going="stay")
    app = named(visit(bundle, "review"))
    press(app, f"reject_{keys[0]}")
    assert 'class="ct-bars"' in html(app)


def test_a_ledger_that_cannot_be_written_says_so(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    broken = Ledger(tmp_path / "no such folder" / "ledger.db")
    app.session_state["resources"] = replace(bundle, ledger=broken)
    app.run()
    press(app, f"accept_{keys[0]}")
    assert 'class="ct-wrong"' in html(app)
    assert "1 of 4 judged" not in html(app)


def test_the_place_is_remembered(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = named(visit(bundle, "review"))
    press(app, "next")
    press(app, "next")
    again = visit(bundle, "review")
    assert again.query_params["clip"] in ([keys[2]], keys[2])


def test_filters_narrow_the_queue(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = visit(bundle, "review")
    app.text_input(key="filter_text").set_value("no such video").run()
    assert "No clip passes the filters" in html(sound(app))


@pytest.mark.parametrize("page", ["review", "catalogue", "ledger"])
def test_titles_and_words_are_shown_as_text(bundle: Resources, tmp_path: Path, page: str) -> None:
    keys = fill(bundle, tmp_path, hostile=True)
    if page != "review":
        judge_all(bundle, keys)
    app = visit(bundle, page)
    if page == "review":
        app.query_params["clip"] = keys[3]
        app.session_state["clip"] = keys[3]
        app.run()
    drawn = html(sound(app))
    assert "<script>" not in drawn
    if page != "ledger":  # its titles are cells of a table, which takes no markup
        assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](http" in drawn
    assert not [m for m in app.markdown if "alert(1)" in m.value]


def judge_all(bundle: Resources, keys: list[str]) -> AppTest:
    app = named(visit(bundle, "review"))
    for key in keys:
        kind = "reject" if app.button(key=f"accept_{key}").disabled else "accept"
        press(app, f"{kind}_{key}")
    return app


def test_the_ledger_is_listed_verified_and_filtered(bundle: Resources, tmp_path: Path) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    app = visit(bundle, "ledger")
    assert "4 of 4 lines" in html(app)
    press(app, "verify")
    assert "Intact: 4 lines" in html(app)
    assert bundle.ledger.verify().head in html(app)
    app.text_input(key="ledger_text").set_value("lemons").run()
    assert "1 of 4 lines" in html(sound(app))
    rows = app.dataframe[0].value
    assert list(rows["Title"]) == ["Still Life with Lemons"]


def test_a_catalogue_is_opened_by_path(bundle: Resources, tmp_path: Path) -> None:
    app = visit(bundle, "catalogue")
    app.text_input(key="catalogue_path").set_value(str(tmp_path / "none.csv")).run()
    press(app, "catalogue_open")
    assert "none.csv" in html(app)
    assert "ct-fault" in html(app)
    good = builders.catalogue_file(tmp_path / "own")
    app.text_input(key="catalogue_path").set_value(f'"{good}"').run()
    press(app, "catalogue_open")
    assert "<b>4</b><span>works</span>" in html(app)
    assert Preferences(bundle.workspace.root / "desk.json").get("catalogue") == str(good)
    app.text_input(key="catalogue_words").set_value("one dawn").run()
    assert list(app.dataframe[0].value["Number"]) == ["T-04"]
    assert "The Harbour at Dawn" in html(sound(app))


def test_a_video_is_queued_by_its_path(bundle: Resources, tmp_path: Path) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    app = visit(bundle, "attribute")
    press(app, "analyse")
    assert "choose a video or a picture first" in html(app)
    app.text_input(key="path").set_value(str(tmp_path / "nowhere")).run()
    press(app, "analyse")
    assert "ct-fault" in html(app)
    video = builders.picture(tmp_path / "videos" / "room.jpg", 1)
    app.text_input(key="path").set_value(str(video.parent)).run()
    press(app, "analyse")
    job: Any = bundle.jobs.recent(1)[0]
    assert job.payload.media == (video,)
    assert "waiting for its turn" in html(app)
    press(app, f"cancel_{job.id}")
    assert bundle.jobs.get(job.id).state == "cancelled"


def test_a_tab_that_is_behind_overrides_no_verdict(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    ada, ben = named(visit(bundle, "review")), visit(bundle, "review")
    ben.session_state["reviewer"] = "Ben"
    ben.run()
    press(ada, f"accept_{keys[0]}")
    press(ben, f"reject_{keys[0]}")
    assert len(bundle.ledger.events()) == 1
    drawn = html(ben)
    assert "Ada accepted this clip in the meantime" in drawn
    assert "The Harbour at Dusk. Your verdict was not saved" in drawn
    assert 'class="ct-wrong"' in drawn
    assert ben.query_params["clip"] in ([keys[0]], keys[0])
    assert "1 of 4 judged" in drawn
    press(ben, f"reject_{keys[0]}")
    assert bundle.ledger.standing()[keys[0]].reviewer == "Ben"


def test_the_painting_of_the_demonstration_is_followed(bundle: Resources) -> None:
    task = Task(bundle.workspace.painting)
    with task.doing():
        task.report(0.25, "painted “Flora”")
        app = visit(bundle, "attribute")
        assert "is being painted" in html(app)
        assert "python -m demo" not in html(app)
    app.run()
    assert "is being painted" not in html(sound(app))
    assert "python -m demo" in html(app)
