"""Which column fills which field: guessed, chosen, saved and found again."""

from __future__ import annotations

import csv
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
from catalogue.formats import Row, read_table
from catalogue.loading.guess_columns import guess_mapping
from catalogue.loading.make_records import preview
from catalogue.loading.saved_mappings import default_mappings_folder
from storage.workspace import Workspace
from tests.places import KIT

HEADERS = {
    "Object Number,Is Highlight,Object ID,Gallery Number,Department,AccessionYear,Object Name,"
    "Title,Culture,Period,Constituent ID,Artist Role,Artist Prefix,Artist Display Name,"
    "Artist Display Bio,Artist Nationality,Artist Begin Date,Artist ULAN URL,Object Date,"
    "Object Begin Date,Medium,Credit Line,Metadata Date,Tags,Tags AAT URL": {
        "identifier": "Object Number",
        "title": "Title",
        "artist": "Artist Display Name",
        "date": "Object Date",
        "subject": "Tags",
    },
    "objectid,accessioned,accessionnum,locationid,title,displaydate,beginyear,medium,"
    "attributioninverted,attribution,provenancetext,creditline,parentid,wikidataid": {
        "identifier": "accessionnum",
        "title": "title",
        "artist": "attribution",
        "date": "displaydate",
    },
    "objectInventoryNumber,objectPersistentIdentifier,objectTitle[1],objectType[1],"
    "objectCreator[1],objectCreationDate[1],objectImage": {
        "identifier": "objectInventoryNumber",
        "title": "objectTitle[1]",
        "artist": "objectCreator[1]",
        "date": "objectCreationDate[1]",
        "genre": "objectType[1]",
        "picture": "objectImage",
    },
    "Reference,Ancien_depot,Auteur,Precisions_sur_l_auteur,Titre,Numero_inventaire,Domaine,"
    "Sujet_represente,Date_creation,Periode_de_creation,Localisation": {
        "identifier": "Numero_inventaire",
        "title": "Titre",
        "artist": "Auteur",
        "date": "Date_creation",
        "subject": "Sujet_represente",
    },
    "Inventarnummer,Objekttitel,Objektart,Material/Technik,Hersteller,Datierung,Bilddatei": {
        "identifier": "Inventarnummer",
        "title": "Objekttitel",
        "artist": "Hersteller",
        "date": "Datierung",
        "genre": "Objektart",
        "picture": "Bilddatei",
    },
    "N.,Autore (cognome e nome),Titolo dell'opera,Sala,Datazione,Foto": {
        "title": "Titolo dell'opera",
        "artist": "Autore (cognome e nome)",
        "date": "Datazione",
        "picture": "Foto",
    },
    "Nº Inventario,Título de la obra,Autor/a,Datación,Técnica": {
        "identifier": "Nº Inventario",
        "title": "Título de la obra",
        "artist": "Autor/a",
        "date": "Datación",
    },
    "Objectnummer,Titel,Naam vervaardiger,Datering,Afbeelding": {
        "identifier": "Objectnummer",
        "title": "Titel",
        "artist": "Naam vervaardiger",
        "date": "Datering",
        "picture": "Afbeelding",
    },
}
"""Headers of museums' published exports and of collection systems, in six languages."""


def guessed(header: str, *rows: str) -> dict[str, str]:
    read = [tuple(line) for line in csv.reader(rows)]
    mapping = guess_mapping(
        next(csv.reader([header])), [Row(n, one) for n, one in enumerate(read, 2)]
    )
    return {field: filling.columns[0] for field, filling in mapping.filled}


@pytest.mark.parametrize(("header", "expected"), HEADERS.items())
def test_columns_are_recognised_in_the_files_of_real_museums(header: Any, expected: Any) -> None:
    assert guessed(header) == expected


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("id,title,artist,creator", "1,Flora,17,Cignani", {"artist": "creator"}),
        ("id,title,date,dated", "1,Flora,no,c. 1640", {"date": "dated"}),
        ("id,title,image,photo", "1,Flora,http://x.org/a.jpg,a.jpg", {"picture": "photo"}),
        ("id,title,foto,bild", "1,Flora,ja,a.tif", {"picture": "bild"}),
        ("id,title,titolo", "1,,Flora", {"title": "titolo"}),
        ("id,title,titolo", "1,15,Flora", {"title": "titolo"}),
    ],
)
def test_what_a_column_holds_speaks_against_its_name(header: str, row: str, expected: Any) -> None:
    assert expected.items() <= guessed(header, *[row] * 3).items()


def test_a_word_for_a_field_is_not_enough() -> None:
    header = "id,title,Artist Nationality,Artist Role,Date acquired,Image rights,Subject code 2"
    assert set(guessed(header)) == {"identifier", "title"}
    assert set(guessed("id,title,artist,picture", *["1,Flora,17,yes"] * 9)) == {
        "identifier", "title", "picture",
    }  # fmt: skip


cells = st.sampled_from(
    ["", "Flora", "Reni, Guido", "12", "c. 1640", "a.jpg", "http://x.org", "é" * 30]
)
headers = st.sampled_from(["", "id", "Title", "title", "Artist Name", "foto", "data", "x", "inv."])


def rows_under(names: Any) -> Any:
    return st.tuples(st.just(names), st.lists(st.tuples(*[cells] * len(names)), max_size=9))


@given(st.lists(headers, max_size=7).flatmap(rows_under))
def test_any_table_has_a_guess_that_uses_a_column_once(table: Any) -> None:
    columns, rows = table
    mapping = guess_mapping(columns, [Row(n, tuple(row)) for n, row in enumerate(rows)])
    used = [column for _, filling in mapping.filled for column in filling.columns]
    assert len(used) == len(set(used)) == len(mapping.places(columns))


def test_numbers_that_repeat_are_not_taken_where_others_do_not() -> None:
    rows = [f"{n // 4},{n},Flora {n}" for n in range(40)]
    assert guessed("inventory number,accession number,title", *rows)["identifier"] == (
        "accession number"
    )
    assert guessed("inventory number,room,title", *rows)["identifier"] == "inventory number"


NAMES = ("Cignani, Carlo", "Reni, Guido", "Carracci, Annibale", "Dossi, Dosso", "Fei, Paolo")


def test_a_title_is_found_by_what_it_looks_like_and_said_to_be_guessed(tmp_path: Path) -> None:
    rows = [f"{NAMES[n % 5]};La Madonna del numero {n};{20 + n % 3};Oil" for n in range(30)]
    path = tmp_path / "catalogue.csv"
    path.write_text("chi;cosa;dove;come\n" + "\n".join(rows))
    catalogue = load(path)
    assert catalogue.works[2].title == "La Madonna del numero 2"
    assert catalogue.works[2].artist == "Carracci, Annibale"
    said = [p.message for p in catalogue.problems if p.kind == "guessed-column"]
    assert len(said) == 2
    assert "'cosa'" in said[0]


def test_a_table_without_words_has_no_title(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("a;b\n" + "\n".join(f"{n};{n * n}" for n in range(30)))
    with pytest.raises(UnusableCatalogue, match="python -m catalogue map"):
        load(path)


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


def test_columns_are_joined_constants_fill_what_is_empty_and_a_date_stays_text(file: Any) -> None:
    catalogue = load(file, CHOSEN)
    said = [(w.identifier, w.title, w.artist, w.date, w.genre) for w in catalogue]
    assert said == [
        ("A 1", "Flora", "Carlo Cignani", "um 1680", "Gemälde"),
        ("A 2", "Venus, mit Amor", "Guercino", "1634?", "Gemälde"),
        ("A 3", "Ceres", "Unbekannt", "", "Gemälde"),
    ]
    assert catalogue.works[0].records[0].extra == (("Raum", "22"),)
    assert catalogue.mapping == CHOSEN
    assert not catalogue.guessed


def test_another_mapping_is_another_catalogue(file: Any) -> None:
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


def test_the_preview_is_what_loading_makes(file: Any) -> None:
    table = read_table(file)
    records = preview(table, CHOSEN, file.parent, count=2)
    assert records == tuple(work.records[0] for work in load(file, CHOSEN).works[:2])


@pytest.mark.parametrize(
    ("mapping", "said"),
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
def test_what_is_no_mapping_says_so(mapping: Any, said: str) -> None:
    with pytest.raises(UnusableCatalogue, match=said):
        mapping()


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)  # type: ignore[arg-type]
fillings = st.builds(Filling, st.lists(texts, max_size=3).map(tuple), texts, texts)
constantless = fillings.map(lambda one: Filling(one.columns, one.separator))
mappings = st.fixed_dictionaries(
    {}, optional={f: constantless if f in ("identifier", "picture", "videos") else fillings
                  for f in RECORD_FIELDS}
).map(lambda filled: ColumnMapping(tuple(filled.items())))  # fmt: skip


@given(mappings)
def test_a_mapping_survives_json(mapping: Any) -> None:
    assert ColumnMapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_saved_mapping_is_found_for_the_next_file_with_the_same_columns(
    file: Any, tmp_path: Any
) -> None:
    profiles = SavedMappings(tmp_path / "mappings")
    profiles.save(read_table(file).columns, CHOSEN)
    again = tmp_path / "next.csv"
    again.write_text(
        "Raum;Titel;Untertitel;nr;Nachname;Vorname;Jahr\n3;Minerva;;B 1;Reni;Guido;1600\n"
    )
    assert load(again, saved_mappings=profiles.folder)["B 1"].artist == "Guido Reni"
    other = tmp_path / "other.csv"
    other.write_text("nr;Titel;Nachname\nB 1;Minerva;Reni\n")
    assert load(other, saved_mappings=profiles.folder).guessed
    assert profiles.forget(read_table(file).columns)
    assert load(again, saved_mappings=profiles.folder).guessed


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
def test_a_damaged_profile_says_which_file_to_delete(file: Any, tmp_path: Any, damage: Any) -> None:
    profiles = SavedMappings(tmp_path)
    path = profiles.save(read_table(file).columns, CHOSEN)
    path.write_text(damage)
    with pytest.raises((UnusableCatalogue, UnreadableCatalogue), match=f"{path.name}.*Delete it"):
        load(file, saved_mappings=tmp_path)


def test_a_mapping_that_cannot_be_written_says_so(file: Any, tmp_path: Path) -> None:
    (tmp_path / "mappings").write_text("")
    with pytest.raises(UnreadableCatalogue, match="Cannot write the mapping"):
        SavedMappings(tmp_path / "mappings").save(read_table(file).columns, CHOSEN)


def test_commands_and_app_keep_mappings_in_one_place(monkeypatch: Any, tmp_path: Any) -> None:
    assert default_mappings_folder() == Workspace.default().root / "mappings"
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path))
    assert default_mappings_folder() == Workspace.default().mappings == tmp_path / "mappings"


def test_the_command_shows_changes_and_saves_a_mapping(
    file: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--profiles", str(tmp_path / "kept")]
    change = ["--set", "artist", "Vorname", "Nachname", "--join", "artist", " "]
    constant = ["--constant", "genre", "Gemälde", "--set", "identifier", "nr"]
    assert main(["map", str(file), *change, *constant, *folder, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["saved"] is None
    assert shown["records"][0]["artist"] == "Carlo Cignani"
    assert shown["records"][0]["others"] == [{"name": "Raum", "text": "22"}]
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
    file: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["map", str(file), "--set", "date", "--json", "--profiles", str(tmp_path)]) == 0
    assert "date" not in json.loads(capsys.readouterr().out)["mapping"]


@pytest.mark.kit
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("tate_69202.csv.gz", ("acrno", "title", "all_artists", "dateText", "subjects")),
        ("moma_123919.csv.gz", ("MoMANumber", "Title", "Artist", "Date", "")),
        ("cmoa_28258.csv.gz", ("accession_number", "title", "artist", "date", "")),
        ("semart_val_1069.tsv.gz", ("", "TITLE", "AUTHOR", "DATE", "")),
        ("estense/catalogue.csv", ("inventory_number", "title", "artist", "", "")),
        ("estense/data_original.csv", ("", "Title", "Author", "", "")),
    ],
)
def test_the_kit_s_catalogues_are_mapped_by_guesses_alone(
    name: str, fields: tuple[str, ...]
) -> None:
    path = KIT / "catalogues" / name
    if not path.exists():
        pytest.skip("the kit is not here")
    table = read_table(path)
    mapping = guess_mapping(table.columns, table.rows)
    named = ("identifier", "title", "artist", "date", "subject")
    assert tuple("".join(mapping[field].columns) for field in named) == fields


@pytest.mark.kit
def test_every_record_of_the_kit_s_standards_has_its_title() -> None:
    folder = KIT / "standards"
    paths = [*folder.glob("lido/*.xml"), *folder.glob("iiif/*.json")]
    if not paths:
        pytest.skip("the kit is not here")
    for path in paths:
        catalogue = load(path)
        assert catalogue.works
        assert all(work.title for work in catalogue), path
        assert not catalogue.rejects, path


def test_a_table_of_nothing_is_mapped_to_nothing() -> None:
    assert guess_mapping((), ()) == ColumnMapping()
