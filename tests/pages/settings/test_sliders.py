"""The fifteen sliders on the review page, and the profiles that set them."""

from __future__ import annotations

from pathlib import Path

from pages._ui.shell.resources import Resources
from tests.reviewing import fill, introduced, tuning
from tests.visits import html, press, sound, visit


def test_a_slider_redecides_and_counts_the_judged(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = tuning(introduced(visit(bundle, "review")))
    press(app, f"agree_{keys[0]}")
    app.sidebar.slider(key="parameter_artist_accept").set_value(1.0).run()
    assert "3 decisions flip, 1 already judged" in html(sound(app))
    press(app, f"agree_{keys[1]}")
    assert bundle.ledger.standing()[keys[1]].outcome == "abstain"


def test_there_are_fifteen_controls_in_four_groups(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = tuning(visit(bundle, "review"))
    controls = [str(control.key) for control in (*app.sidebar.slider, *app.sidebar.toggle)]
    assert len([key for key in controls if key.startswith("parameter_")]) == 15
    groups = [group.label for group in app.sidebar.expander]
    assert groups == [
        "Artist-driven", "Title-driven", "No title", "Scoring and behaviour", "Ablations"
    ]  # fmt: skip


def test_settings_survive_another_page(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = tuning(visit(bundle, "review"))
    app.sidebar.slider(key="parameter_title_accept").set_value(0.77).run()
    app.switch_page("pages/catalogue.py").run()
    sound(app.switch_page("pages/review.py").run())
    assert app.sidebar.slider(key="parameter_title_accept").value == 0.77


def test_a_profile_is_saved_and_chosen(bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    app = tuning(visit(bundle, "review"))
    app.sidebar.slider(key="parameter_artist_accept").set_value(1.0).run()
    app.text_input(key="profile_name").set_value("Strict").run()
    next(b for b in app.button if b.label == "Save these settings").click().run()
    assert "No decision flips" in html(sound(app))
    app.selectbox(key="profile_chosen").set_value("Published defaults").run()
    assert app.sidebar.slider(key="parameter_artist_accept").value == 0.38
