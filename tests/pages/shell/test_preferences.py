"""What the app remembers between visits."""

from __future__ import annotations

from pathlib import Path

from pages._ui.shell.preferences import Preferences


def test_preferences_are_remembered_and_forgotten(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "new" / "desk.json")
    assert preferences.get("reviewer", "nobody") == "nobody"
    preferences.put(reviewer="Zoë", blind=True)
    preferences.put_place("sha", "clip-7")
    again = Preferences(tmp_path / "new" / "desk.json")
    assert (again.get("reviewer"), again.get("blind"), again.place("sha")) == (
        "Zoë",
        True,
        "clip-7",
    )
    assert again.place("other") is None
    again.put(reviewer=None)
    assert again.get("reviewer") is None


def test_damaged_preferences_count_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"reviewer": ')
    assert Preferences(path).get("reviewer") is None
    path.write_text("[1, 2]")
    preferences = Preferences(path)
    preferences.put(reviewer="Ada")
    assert preferences.get("reviewer") == "Ada"


def test_what_another_version_remembers_stands_beside_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"catalogue": 7, "reviewer": "Ada", "colours": {"a": [1]}}')
    preferences = Preferences(path)
    assert (preferences.get("catalogue"), preferences.get("reviewer")) == (None, "Ada")
    assert preferences.get("colours") == {"a": [1]}


def test_preferences_that_cannot_be_written_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Preferences(tmp_path / "file" / "desk.json").put(reviewer="Ada")
    assert (tmp_path / "file").read_text() == ""
