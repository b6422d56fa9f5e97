"""Splitting a clip on the review page, and taking it back."""

from __future__ import annotations

from pathlib import Path

from pages._ui.shell.resources import Resources
from pages._ui.words.record import verdict
from pipeline.analysis import Store
from tests.reviewing import fill, introduced
from tests.visits import html, press, sound, visit


def test_a_split_clip_is_two_in_the_queue_until_it_is_undone(
    bundle: Resources, tmp_path: Path
) -> None:
    keys = fill(bundle, tmp_path)
    frames = Store(bundle.workspace.database).everything().evidence[0].frames
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{keys[0]}")
    press(app, "previous")
    assert app.button(key=f"split_{keys[0]}").disabled, "no frame is chosen"
    app.session_state[f"frame_of_{keys[0]}"] = frames[1].sha256
    sound(app.run())
    assert "0:00–0:08 becomes 0:00–0:04 and 0:04–0:08" in html(app)
    assert "1 of 4 judged" in html(app)
    press(app, f"split_{keys[0]}")
    assert "Split. U undoes it" in html(app)
    assert "0 of 5 judged" in html(app), "the verdict on the longer clip does not count"
    part = app.session_state["clip"]
    assert part.split(":")[1] == "0-4000"
    press(app, f"agree_{part}")
    assert "1 of 5 judged" in html(app)
    press(app, "undo")
    press(app, "undo")
    assert "1 of 4 judged" in html(app), "the verdict on the longer clip stands again"
    assert app.session_state["clip"] == keys[0]
    assert bundle.ledger.verify().ok


def test_the_ledger_says_that_a_clip_was_split(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    frames = Store(bundle.workspace.database).everything().evidence[0].frames
    app = introduced(visit(bundle, "review"))
    app.session_state[f"frame_of_{keys[0]}"] = frames[1].sha256
    press(sound(app.run()), f"split_{keys[0]}")
    [event] = bundle.ledger.events()
    assert verdict(event, True).startswith("Split by Ada")
    visit(bundle, "ledger")
