"""Cutting clips anew on the review page, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.shell.resources import Resources
from pages._ui.words.record import verdict
from pages._ui.words.verdicts import details
from pipeline.analysis import Store
from tests.reviewing import fill, introduced, judge_all
from tests.visits import html, press, sound, visit


def changing(app: AppTest, clip: str) -> AppTest:
    """The review page at a clip, with the ways to change it open."""
    app.session_state["clip"] = clip
    return press(sound(app.run()), "change_clip")


def test_a_split_clip_is_two_in_the_queue_until_it_is_undone(
    bundle: Resources, tmp_path: Path
) -> None:
    keys = fill(bundle, tmp_path)
    frames = Store(bundle.workspace.database).everything().evidence[0].frames
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{keys[0]}")
    press(app, "previous")
    app.session_state[f"frame_of_{keys[0]}"] = frames[0].sha256
    changing(app, keys[0])
    assert app.button(key=f"split_{keys[0]}").disabled, "the clip begins with this frame"
    app.session_state[f"frame_of_{keys[0]}"] = frames[1].sha256
    sound(app.run())
    assert "0:00–0:08 becomes 0:00–0:04 and 0:04–0:08" in html(app)
    assert "1 of 4 judged" in html(app)
    press(app, f"split_{keys[0]}")
    assert "Split: 0:00–0:08 becomes 0:00–0:04 and 0:04–0:08. U undoes it" in html(app)
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
    press(changing(app, keys[0]), f"split_{keys[0]}")
    [event] = bundle.ledger.events()
    assert verdict(event, True).startswith("Clip changed by Ada")
    frozen = bundle.ledger.frozen(event)
    cited = details(event, None, frozen.ablations, recut=frozen.recut)
    assert ("Clip", "0:00–0:08 split at 0:04") in cited
    visit(bundle, "ledger")


def test_clips_are_joined_and_both_verdicts_come_back_with_undo(
    bundle: Resources, tmp_path: Path
) -> None:
    keys = fill(bundle, tmp_path)
    app = changing(judge_all(bundle, keys[:2]), keys[0])
    assert "0:00–0:08 and 0:10–0:18 become 0:00–0:18" in html(app)
    press(app, f"join_{keys[0]}")
    assert "Joined: 0:00–0:08 and 0:10–0:18 become 0:00–0:18" in html(app)
    assert "0 of 3 judged" in html(app)
    assert app.session_state["clip"].split(":")[1] == "0-18000"
    press(app, "undo")
    assert "2 of 4 judged" in html(app)
    assert "the clips are as before" in html(app)
    assert app.session_state["clip"] == keys[0]
    assert bundle.ledger.verify().ok


def test_the_last_clip_cannot_be_joined(bundle: Resources, tmp_path: Path) -> None:
    keys = fill(bundle, tmp_path)
    app = changing(introduced(visit(bundle, "review")), keys[-1])
    assert app.button(key=f"join_{keys[-1]}").disabled
    assert "No clip of this video comes after this one" in html(app)


def test_a_clip_that_somebody_changed_meanwhile_stays_as_it_is(
    bundle: Resources, tmp_path: Path
) -> None:
    keys = fill(bundle, tmp_path)
    ada = changing(introduced(visit(bundle, "review")), keys[0])
    ben = changing(introduced(visit(bundle, "review"), "Ben"), keys[0])
    press(ada, f"join_{keys[0]}")
    press(ben, f"join_{keys[0]}")
    assert "Nothing was written" in html(ben)
    assert len(bundle.ledger.events()) == 2


@pytest.mark.parametrize(("way", "interval"), [("begin", "4000-8000"), ("end", "0-5500")])
def test_a_clip_begins_or_ends_at_a_chosen_frame(
    bundle: Resources, tmp_path: Path, way: str, interval: str
) -> None:
    keys = fill(bundle, tmp_path)
    frames = Store(bundle.workspace.database).everything().evidence[0].frames
    app = introduced(visit(bundle, "review"))
    app.session_state[f"frame_of_{keys[0]}"] = frames[1].sha256
    press(changing(app, keys[0]), f"{way}_{keys[0]}")
    assert app.session_state["clip"].split(":")[1] == interval
    assert "0 of 4 judged" in html(app)
