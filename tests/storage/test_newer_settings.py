"""Settings files carry a schema number; one of a newer version is refused and stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.columns.mapping import ColumnMapping
from catalogue.loading.saved_mappings import SavedMappings
from console.errors import CartellinoError
from pages._ui.settings import profiles
from pages._ui.shell.preferences import Preferences
from pipeline.decision.config import AbstentionConfig

COLUMNS = ["What it is", "By whom"]
MAPPING = ColumnMapping.from_dict(
    {"title": {"columns": ["What it is"]}, "artist": {"columns": ["By whom"]}}
)

Use = Callable[[Path], object]
WRITE: dict[str, Use] = {
    "profile": lambda folder: profiles.save(folder, "mine", AbstentionConfig()),
    "preferences": lambda folder: Preferences(folder / "desk.json").put(reviewer="Ada"),
    "mapping": lambda folder: SavedMappings(folder).save(COLUMNS, MAPPING),
}
READ: dict[str, Use] = {
    "profile": lambda folder: profiles.load(folder, "mine"),
    "preferences": lambda folder: Preferences(folder / "desk.json").get("reviewer"),
    "mapping": lambda folder: getattr(SavedMappings(folder).find(COLUMNS), "mapping", None),
}
EXPECTED = {"profile": AbstentionConfig(), "preferences": "Ada", "mapping": MAPPING}


@pytest.mark.parametrize("kind", WRITE)
def test_a_settings_file_carries_a_number_and_one_without_is_read(
    kind: str, tmp_path: Path
) -> None:
    WRITE[kind](tmp_path)
    [path] = tmp_path.iterdir()
    values = json.loads(path.read_text())
    assert values.pop("schema") == 1
    path.write_text(json.dumps(values))  # as version 0.1 wrote it
    assert READ[kind](tmp_path) == EXPECTED[kind]


@pytest.mark.parametrize("kind", WRITE)
def test_a_newer_settings_file_is_refused_and_not_replaced(kind: str, tmp_path: Path) -> None:
    WRITE[kind](tmp_path)
    [path] = tmp_path.iterdir()
    newer = json.dumps({**json.loads(path.read_text()), "schema": 2, "new": 1})
    path.write_text(newer)
    for use in (READ[kind], WRITE[kind]):
        with pytest.raises(CartellinoError, match=r"newer version.*Update Cartellino"):
            use(tmp_path)
    assert path.read_text() == newer


def test_the_catalogue_in_the_workspace_is_remembered_when_the_workspace_moves(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    Preferences(first / "desk.json").put(
        catalogue=str(first / "uploads" / "works.csv"), reviewer="Ada"
    )
    first.rename(second)
    assert Preferences(second / "desk.json").get("catalogue") == str(
        second / "uploads" / "works.csv"
    )
    Preferences(second / "desk.json").put(catalogue="/museum/works.csv")
    assert Preferences(second / "desk.json").get("catalogue") == "/museum/works.csv"
