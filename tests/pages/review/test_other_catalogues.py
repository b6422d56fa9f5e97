"""Clips that belong to another catalogue than the one that is open."""

from __future__ import annotations

from pathlib import Path

from pages._ui.review.other_catalogues import others
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.open_catalogue import opened
from tests import builders
from tests.visits import html, press, visit


def analysed(bundle: Resources, path: Path, folder: Path, medium: str) -> None:
    loaded = opened(path, bundle.workspace)
    clips = tuple(
        builders.evidence(folder, n, medium=medium, start=10.0 * n, sighted=None) for n in range(2)
    )
    Store(bundle.workspace.database).save(clips[0].clip.video, "recipe-1", clips, loaded.sha256)


def test_review_names_the_catalogues_of_the_clips_and_opens_one(
    bundle: Resources, tmp_path: Path
) -> None:
    mine = builders.catalogue_file(tmp_path / "mine")
    lost = builders.catalogue_file(tmp_path / "lost", [("L-1", "Lost", "Nobody", "x")])
    analysed(bundle, mine, tmp_path, "mine.mp4")
    mine.write_text(mine.read_text(encoding="utf-8").replace("boats", "ships"), encoding="utf-8")
    opened(mine, bundle.workspace)  # the next version, of which there are no clips
    analysed(bundle, lost, tmp_path, "lost.mp4")
    lost.unlink()
    other = builders.catalogue_file(tmp_path / "other", [("O-1", "Other", "Somebody", "y")])
    bundle.preferences.put(catalogue=str(other))
    app = visit(bundle, "review")
    drawn = html(app)
    assert "Nothing to review with this catalogue" in drawn
    assert f"2 clips: {mine}</div>" in drawn
    assert f"2 clips: {lost}. The file is gone" in drawn
    buttons = [b for b in app.button if str(b.key).startswith("open_other")]
    assert [b.label for b in buttons] == ["Open catalogue.csv"]
    press(app, str(buttons[0].key))
    assert "0 of 2 judged" in html(app)
    assert bundle.preferences.get("catalogue") == str(mine)


def test_a_catalogue_that_cannot_be_opened_says_why(bundle: Resources, tmp_path: Path) -> None:
    mine = builders.catalogue_file(tmp_path / "mine")
    analysed(bundle, mine, tmp_path, "mine.mp4")
    mine.write_text("", encoding="utf-8")
    bundle.preferences.put(
        catalogue=str(builders.catalogue_file(tmp_path / "other", [("O-1", "Other", "S", "y")]))
    )
    app = visit(bundle, "review")
    press(app, "open_other_0")
    assert "ct-fault" in html(app)
    assert "Nothing to review with this catalogue" in html(app)
    assert "Nothing to review" in html(app.run())


def test_clips_of_a_catalogue_of_which_nothing_is_kept(bundle: Resources, tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path, 0, sighted=None)
    Store(bundle.workspace.database).save(clip.clip.video, "recipe-1", (clip,), "f" * 64)
    builders.catalogue_file(bundle.workspace.demo)
    assert "of which no version is stored here" in html(visit(bundle, "review"))


def test_an_older_version_is_offered_where_the_newest_file_is_gone(
    bundle: Resources, tmp_path: Path
) -> None:
    mine = builders.catalogue_file(tmp_path / "b")
    analysed(bundle, mine, tmp_path, "mine.mp4")
    newer = builders.catalogue_file(tmp_path / "a", [*builders.WORKS, ("T-05", "New", "S", "y")])
    opened(newer, bundle.workspace)
    assert [other.path for other in others(bundle)] == [newer]
    newer.unlink()
    assert [(other.path, other.clips) for other in others(bundle)] == [(mine, 2)]
