"""What is remembered, profiles of the sliders, and films that are brought in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._ui.settings import profiles
from pages._ui.shell import uploads
from pages._ui.shell.preferences import Desk
from pipeline.decision.config import AbstentionConfig
from pipeline.errors import ConfigError


def test_the_desk_remembers_and_forgets(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "new" / "desk.json")
    assert desk.get("reviewer", "nobody") == "nobody"
    desk.put(reviewer="Zoë", blind=True)
    desk.put_place("sha", "clip-7")
    again = Desk(tmp_path / "new" / "desk.json")
    assert (again.get("reviewer"), again.get("blind"), again.place("sha")) == (
        "Zoë",
        True,
        "clip-7",
    )
    assert again.place("other") is None
    again.put(reviewer=None)
    assert again.get("reviewer") is None


def test_a_damaged_desk_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"reviewer": ')
    assert Desk(path).get("reviewer") is None
    path.write_text("[1, 2]")
    desk = Desk(path)
    desk.put(reviewer="Ada")
    assert desk.get("reviewer") == "Ada"


def test_a_desk_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Desk(tmp_path / "file" / "desk.json").put(reviewer="Ada")
    assert (tmp_path / "file").read_text() == ""


def test_sliders_at_the_defaults_are_the_defaults() -> None:
    assert profiles.config_at(profiles.positions(AbstentionConfig())) == AbstentionConfig()
    assert profiles.positions(AbstentionConfig())["artist_weights"] == (0.46, 0.82)
    assert profiles.positions(AbstentionConfig())["title_weights"] == 0.78


@given(st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_handles_cut_the_unit_interval(cuts: list[int]) -> None:
    shares = profiles.shares_of(tuple(cut / 100 for cut in cuts))
    assert sum(shares) == pytest.approx(1, abs=1e-9)
    assert all(share >= 0 for share in shares)
    assert profiles.cuts_of(shares) == pytest.approx(tuple(sorted(cut / 100 for cut in cuts)))


def test_profiles_are_kept_by_name(tmp_path: Path) -> None:
    strict = AbstentionConfig(title_accept=0.8)
    assert profiles.save(tmp_path, " Strict / 2026 ", strict) == "Strict  2026"
    assert profiles.names(tmp_path) == [profiles.DEFAULTS, "Strict  2026"]
    assert profiles.load(tmp_path, "Strict  2026") == strict
    assert profiles.load(tmp_path, profiles.DEFAULTS) == AbstentionConfig()


@pytest.mark.parametrize("name", ["", "  ", "../..", profiles.DEFAULTS, "published DEFAULTS"])
def test_a_profile_needs_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        profiles.save(tmp_path, name, AbstentionConfig())
    assert list(tmp_path.iterdir()) == []


def test_an_upload_is_kept_once_and_never_overwrites(tmp_path: Path) -> None:
    first = uploads.keep_upload("walk.mp4", io.BytesIO(b"one"), tmp_path)
    again = uploads.keep_upload("walk.mp4", io.BytesIO(b"one"), tmp_path)
    other = uploads.keep_upload("walk.mp4", io.BytesIO(b"two"), tmp_path)
    assert first == again == tmp_path / "walk.mp4"
    assert other != first
    assert (first.read_bytes(), other.read_bytes()) == (b"one", b"two")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.mp4", ".hidden", "a/b.mp4", "", "x" * 400 + ".mp4"]
)
def test_an_upload_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    kept = uploads.keep_upload(name, io.BytesIO(b"x"), folder)
    assert kept.resolve().parent == folder.resolve()
    assert not kept.name.startswith(".")
    assert "etc" not in kept.name


def test_paths_are_taken_as_people_paste_them() -> None:
    assert uploads.typed_path(' "/films/a b.mp4" ') == Path("/films/a b.mp4")
    assert uploads.typed_path("file:///films/a.mp4") == Path("/films/a.mp4")
    assert uploads.typed_path("~/a") == Path.home() / "a"
