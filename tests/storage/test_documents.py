"""Schema numbers of documents, and paths that move with the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.documents import DocumentSchema, Values
from storage.errors import NewerData
from storage.paths import located, stored
from storage.workspace import Workspace


def renamed(values: Values) -> Values:
    return {"colour": values["color"]}


def doubled(values: Values) -> Values:
    return {"colour": values["colour"] * 2}


PALETTE = DocumentSchema("palette", (renamed, doubled))


def test_a_document_goes_through_the_steps_that_it_has_not_seen() -> None:
    assert PALETTE.current({"color": "red"}) == {"colour": "redred"}
    assert PALETTE.current({"schema": 2, "colour": "red"}) == {"colour": "redred"}
    assert PALETTE.current({"schema": 3, "colour": "red"}) == {"colour": "red"}
    assert PALETTE.stamped({"colour": "red"}) == {"schema": 3, "colour": "red"}


def test_a_newer_document_is_refused_with_what_to_do() -> None:
    with pytest.raises(NewerData, match=r"palette \(schema 4, .* 3 or less\)\. Update Cartellino"):
        PALETTE.current({"schema": 4})


@pytest.mark.parametrize(
    "values", [[], "red", None, *({"schema": wrong} for wrong in ("2", 0, True))]
)
def test_what_is_no_document_is_refused(values: object) -> None:
    with pytest.raises(ValueError, match="palette"):
        PALETTE.current(values)


def test_a_path_in_the_workspace_is_relative_and_moves_with_it(tmp_path: Path) -> None:
    inside = tmp_path / "old" / "uploads" / "walk.mp4"
    assert stored(inside, tmp_path / "old") == "uploads/walk.mp4"
    assert located("uploads/walk.mp4", tmp_path / "new") == tmp_path / "new/uploads/walk.mp4"


def test_a_path_elsewhere_stays_where_it_is(tmp_path: Path) -> None:
    for path in (tmp_path / "films/walk.mp4", tmp_path / "old/../films/walk.mp4"):
        text = stored(path, tmp_path / "old")
        assert Path(text).is_absolute()
        assert located(text, tmp_path / "new") == path


def test_a_workspace_behind_a_link_is_one_workspace(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "workspace").symlink_to(tmp_path / "disk")
    for path in (tmp_path / "disk" / "f.jpg", tmp_path / "workspace" / "f.jpg"):
        assert stored(path, tmp_path / "workspace") == "f.jpg"


def test_a_path_that_is_relative_to_this_folder_does_not_move_into_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    monkeypatch.chdir(tmp_path)
    text = workspace.relative(Path("films/walk.mp4"))
    assert workspace.absolute(text) == tmp_path / "films" / "walk.mp4"
