"""The columns of museums' published files, guessed by their names and cells."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import ColumnMapping, UnusableCatalogue, load
from catalogue.formats import Row, read_table
from catalogue.loading.guess_columns import guess_mapping
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
        next(csv.reader([header])), [Row(n, row_cells) for n, row_cells in enumerate(read, 2)]
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
    messages = [p.message for p in catalogue.problems if p.kind == "guessed-column"]
    assert len(messages) == 2
    assert "'cosa'" in messages[0]


def test_a_table_without_words_has_no_title(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("a;b\n" + "\n".join(f"{n};{n * n}" for n in range(30)))
    with pytest.raises(UnusableCatalogue, match="python -m catalogue map"):
        load(path)


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
