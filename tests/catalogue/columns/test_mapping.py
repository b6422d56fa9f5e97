"""Which column fills which field: guessed, chosen, saved and found again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import ColumnMapping, Filling, SavedMappings, UnusableCatalogue, load
from catalogue.__main__ import main
from catalogue.columns.mapping import RECORD_FIELDS, labels
from catalogue.errors import UnreadableCatalogue
from catalogue.formats import read_table
from catalogue.loading.make_records import preview
from catalogue.loading.saved_mappings import default_mappings_folder
from storage import notices
from storage.workspace import Workspace


def test_columns_of_one_name_and_of_none_can_be_told_apart() -> None:
    assert labels(["Title", "", "Title", "Title (2)", "column 2"]) == (
        "Title", "column 2", "Title (2)", "Title (2) (2)", "column 2 (2)",
    )  # fmt: skip


@given(st.lists(st.text(max_size=3), max_size=12))
def test_labels_are_as_many_as_columns_and_no_two_alike(columns: Any) -> None:
    named = labels(columns)
    assert len(named) == len(set(named)) == len(columns)


@pytest.fixture
def file(tmp_path: Path) -> Any:
    path = tmp_path / "catalogue.csv"
    path.write_text(
        "nr;Vorname;Nachname;Titel;Untertitel;Jahr;Raum\n"
        "A 1;Carlo;Cignani;Flora;;um 1680;22\n"
        "A 2;;Guercino;Venus;mit Amor;1634?;20\n"
        "A 3;;;Ceres;;;20\n"
    )
    return path


CHOSEN = ColumnMapping(
    (
        ("identifier", Filling(("nr",))),
        ("title", Filling(("Titel", "Untertitel"), ", ")),
        ("artist", Filling(("Vorname", "Nachname"), " ", "Unbekannt")),
        ("date", Filling(("Jahr",))),
        ("genre", Filling(constant="Gemälde")),
    )
)


def test_columns_are_joined_constants_fill_what_is_empty_and_a_date_stays_text(file: Path) -> None:
    catalogue = load(file, CHOSEN)
    fields = [(w.identifier, w.title, w.artist, w.date, w.genre) for w in catalogue]
    assert fields == [
        ("A 1", "Flora", "Carlo Cignani", "um 1680", "Gemälde"),
        ("A 2", "Venus, mit Amor", "Guercino", "1634?", "Gemälde"),
        ("A 3", "Ceres", "Unbekannt", "", "Gemälde"),
    ]
    assert catalogue.works[0].records[0].extra == (("Raum", "22"),)
    assert catalogue.mapping == CHOSEN
    assert not catalogue.guessed


def test_another_mapping_is_another_catalogue(file: Path) -> None:
    plain, chosen = load(file), load(file, CHOSEN)
    assert plain.guessed
    assert (
        len({plain.sha256, chosen.sha256, load(file, ColumnMapping(CHOSEN.filled[:3])).sha256}) == 3
    )
    assert load(file, CHOSEN).sha256 == chosen.sha256
    assert load(file, plain.mapping).sha256 == plain.sha256


def test_a_field_is_filled_otherwise_or_not_at_all() -> None:
    other = CHOSEN.using("artist", Filling(("Nachname",)))
    assert other["artist"] == Filling(("Nachname",))
    assert other.using("artist", CHOSEN["artist"]) == CHOSEN == ColumnMapping(CHOSEN.filled[::-1])
    assert "artist" not in other.using("artist", Filling())
    with pytest.raises(UnusableCatalogue, match="no field 'room'"):
        other.using("room", Filling())


def test_the_preview_is_what_loading_makes(file: Path) -> None:
    table = read_table(file)
    records = preview(table, CHOSEN, file.parent, count=2)
    assert records == tuple(work.records[0] for work in load(file, CHOSEN).works[:2])


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (lambda: ColumnMapping((("titel", Filling(("Titel",))),)), "no field 'titel'"),
        (lambda: ColumnMapping((("identifier", Filling(constant="1")),)), "same for every record"),
        (lambda: ColumnMapping.from_dict([]), "JSON object"),
        (lambda: ColumnMapping.from_dict({"title": {"column": "Titel"}}), "has columns, constant"),
        (lambda: ColumnMapping.from_dict({"title": {"columns": [1]}}), "values that are not text"),
        (
            lambda: ColumnMapping((("title", Filling(("Name",))),)).places(["Titel"]),
            "does not have: Name",
        ),
    ],
)
def test_what_is_no_mapping_says_so(mapping: Any, message: str) -> None:
    with pytest.raises(UnusableCatalogue, match=message):
        mapping()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
fillings = st.builds(Filling, st.lists(texts, max_size=3).map(tuple), texts, texts)
constantless = fillings.map(lambda filling: Filling(filling.columns, filling.separator))
mappings = st.fixed_dictionaries(
    {}, optional={f: constantless if f in ("identifier", "picture", "videos") else fillings
                  for f in RECORD_FIELDS}
).map(lambda filled: ColumnMapping(tuple(filled.items())))  # fmt: skip


@given(mappings)
def test_a_mapping_survives_json(mapping: Any) -> None:
    assert ColumnMapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_saved_mapping_is_found_for_the_next_file_with_the_same_columns(
    file: Path, tmp_path: Path
) -> None:
    saved_mappings = SavedMappings(tmp_path / "mappings")
    saved_mappings.save(read_table(file).columns, CHOSEN)
    again = tmp_path / "next.csv"
    again.write_text(
        "Raum;Titel;Untertitel;nr;Nachname;Vorname;Jahr\n3;Minerva;;B 1;Reni;Guido;1600\n"
    )
    assert load(again, saved_mappings=saved_mappings.folder)["B 1"].artist == "Guido Reni"
    other = tmp_path / "other.csv"
    other.write_text("nr;Titel;Nachname\nB 1;Minerva;Reni\n")
    assert load(other, saved_mappings=saved_mappings.folder).guessed
    assert saved_mappings.forget(read_table(file).columns)
    assert load(again, saved_mappings=saved_mappings.folder).guessed


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        '{"fields": {"title": {}, "artist": 1}}',
        "\x00",
        "[" * 100_000,
        '{"fields": {"title": {"columns": ["none of these"]}}}',
    ],
)
def test_a_damaged_mapping_is_set_aside_and_said(file: Path, tmp_path: Path, damage: str) -> None:
    saved_mappings = SavedMappings(tmp_path)
    path = saved_mappings.save(read_table(file).columns, CHOSEN)
    path.write_text(damage)
    assert load(file, saved_mappings=tmp_path).guessed
    assert path.with_name(f"{path.name}.unreadable-1").read_text() == damage
    (sentence,) = notices(tmp_path)
    assert path.name in sentence
    assert "guessed" in sentence


def test_a_mapping_that_cannot_be_written_says_so(file: Path, tmp_path: Path) -> None:
    (tmp_path / "mappings").write_text("")
    with pytest.raises(UnreadableCatalogue, match="Cannot write the mapping"):
        SavedMappings(tmp_path / "mappings").save(read_table(file).columns, CHOSEN)


def test_commands_and_app_keep_mappings_in_one_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert default_mappings_folder() == Workspace.default().root / "mappings"
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path))
    assert default_mappings_folder() == Workspace.default().mappings == tmp_path / "mappings"


def test_the_command_shows_changes_and_saves_a_mapping(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--profiles", str(tmp_path / "mappings")]
    change = ["--set", "artist", "Vorname", "Nachname", "--join", "artist", " "]
    constant = ["--constant", "genre", "Gemälde", "--set", "identifier", "nr"]
    assert main(["map", str(file), *change, *constant, *folder, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["saved"] is None
    assert answer["records"][0]["artist"] == "Carlo Cignani"
    assert answer["records"][0]["others"] == [{"name": "Raum", "text": "22"}]
    assert main(["map", str(file), *change, *constant, *folder, "--save"]) == 0
    assert "line 2  identifier: A 1 | title: Flora | artist: Carlo Cignani" in (
        capsys.readouterr().out
    )
    assert main(["match", str(file), "--artist", "Carlo Cignani", *folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["artist"] == "Carlo Cignani"
    assert main(["inspect", str(file), *folder]) == 0
    assert "as saved for this header" in capsys.readouterr().out
    assert main(["map", str(file), "--guess", *folder, "--json"]) == 0
    assert "genre" not in json.loads(capsys.readouterr().out)["mapping"]
    assert main(["map", str(file), "--set", "title", "Nope", *folder]) == 2
    assert "does not have: Nope" in capsys.readouterr().err


def test_a_field_can_be_left_empty(
    file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["map", str(file), "--set", "date", "--json", "--profiles", str(tmp_path)]) == 0
    assert "date" not in json.loads(capsys.readouterr().out)["mapping"]
