"""What museums' files look like, the good ones and the bad ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue import load
from tests.catalogue_samples import problem_kinds


def test_a_plain_csv(write: Callable[..., Path]) -> None:
    path = write("inventory_number,title,artist,room\nA 1,Ecce Homo,Reni Guido,20\n")
    catalogue = load(path)
    (work,) = catalogue.works
    assert (work.identifier, work.title, work.artist) == ("A 1", "Ecce Homo", "Reni Guido")
    assert work.records[0].extra == (("room", "20"),)
    assert work.records[0].line == 2
    assert catalogue.problems == ()
    assert catalogue["A 1"] is work
    assert catalogue.sha256 == load(path).sha256


@pytest.mark.parametrize(
    "header",
    [
        "Inventario;Titolo;Autore;Soggetto",
        "N. inv.;TITOLO;Pittore;Iconografia",
        "accession_number;Title;Artist;Subjects",
        "inventoryNumber;Titel;Künstler;Thema",
        "Numéro d'inventaire;Titre;Auteur;Sujet",
        "Número de inventario;Título;Autor;Tema",
        "Inventarisnummer;Titel;Kunstenaar;Onderwerp",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_found_by_name_in_several_languages(
    write: Callable[..., Path], header: str, delimiter: str
) -> None:
    text = f"{header}\n7;Flora;Cignani Carlo;una donna\n".replace(";", delimiter)
    record = load(write(text)).works[0].records[0]
    expected = ("7", "Flora", "Cignani Carlo", "una donna")
    assert (record.identifier, record.title, record.artist, record.subject) == expected


def test_an_accession_number_is_preferred_to_a_database_id(write: Callable[..., Path]) -> None:
    assert "A00001" in load(write("id,acrno,title\n1035,A00001,Flora\n"))


def test_excel_names_its_delimiter(write: Callable[..., Path]) -> None:
    catalogue = load(write("sep=;\r\nid;title\r\n1;Flora, Minerva\r\n"))
    assert catalogue["1"].title == "Flora, Minerva"
    assert catalogue["1"].records[0].line == 3


def test_quoted_cells_may_hold_lines_and_delimiters(write: Callable[..., Path]) -> None:
    catalogue = load(write('id,title\n1,"Flora,\nnot ""Ceres"""\n2,Minerva\n'))
    assert catalogue["1"].title == 'Flora,\nnot "Ceres"'
    assert catalogue["2"].records[0].line == 4


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("latin-1", "Windows-1252"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_detected_and_a_guess_is_reported(
    write: Callable[..., Path], encoding: str, reported: str
) -> None:
    title = "La Carità d’oggi" if encoding == "cp1252" else "La Carità"
    catalogue = load(write(f"id,title,artist\n1,{title},Régnier\n".encode(encoding)))
    assert catalogue["1"].title == title
    assert problem_kinds(catalogue) == (["encoding"] if reported else [])
    assert reported in "".join(problem.message for problem in catalogue.problems)


def test_bytes_that_windows_does_not_use_are_of_another_encoding(
    write: Callable[..., Path],
) -> None:
    catalogue = load(write(b"id,title,artist\n1,M\x84dchen mit Fr\x81chten,x\n"))
    assert catalogue["1"].title == "Mädchen mit Früchten"
    assert "read as CP850" in catalogue.problems[0].message


def test_gzip_is_read_whatever_the_name(write: Callable[..., Path]) -> None:
    path = write(gzip.compress(b"id\ttitle\tartist\n1\tFlora\tx\n"), "catalogue.tsv.gz")
    assert load(path)["1"].title == "Flora"


@pytest.mark.parametrize("wrap", [None, "paintings", "records", "items", "anything"])
def test_json_in_the_source_s_own_form(write: Callable[..., Path], wrap: str | None) -> None:
    records = [
        {
            "title": "The Entombment",
            "title_raw": "The Entombment (or Christ being carried)",
            "artist": ["Michelangelo", "Workshop"],
            "subject": "burial",
            "genre": "religious",
            "description": "Unfinished.",
            "inventory": 790,
            "videos": ["a.mp4", "b.mp4"],
            "room": None,
        }
    ]
    path = write(json.dumps({wrap: records} if wrap else records), "catalogue.json")
    (record,) = load(path).works[0].records
    assert (record.identifier, record.title) == ("790", "The Entombment")
    assert record.artist == "Michelangelo; Workshop"
    assert (record.subject, record.genre, record.description) == (
        "burial",
        "religious",
        "Unfinished.",
    )
    assert record.videos == ("a.mp4", "b.mp4")
    assert record.extra == (("title_raw", "The Entombment (or Christ being carried)"),)


def test_json_is_recognised_without_its_suffix(write: Callable[..., Path]) -> None:
    assert len(load(write('\n[{"title": "Flora"}]', "catalogue"))) == 1


def test_pictures_are_found_beside_the_file_and_in_its_images_folder(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "images").mkdir()
    for name in ("a.jpg", "images/b.jpg"):
        (tmp_path / name).write_bytes(b"x")
    rows = ["1,A,x,a.jpg", "2,B,x,b.jpg", "3,C,x,images\\b.jpg", "4,D,x,no.jpg", "5,E,x,"]
    catalogue = load(write("\n".join(["id,title,artist,image", *rows])))
    assert [work.picture and work.picture.name for work in catalogue] == [
        "a.jpg", "b.jpg", "b.jpg", None, None,
    ]  # fmt: skip
    (problem,) = catalogue.problems
    assert (problem.kind, problem.line) == ("missing-picture", 5)
    assert "no.jpg" in problem.message


@pytest.mark.parametrize("name", ["x" * 5000, "a\tb", "../..", "https://example.org/a.jpg"])
def test_picture_names_that_are_no_files(write: Callable[..., Path], name: str) -> None:
    catalogue = load(write(f'id,title,artist,image\n1,A,x,"{name}"\n'))
    assert catalogue["1"].picture is None
    assert problem_kinds(catalogue) in (["missing-picture"], ["picture-address"])


# Merging


def test_records_that_share_an_identifier_are_one_work(write: Callable[..., Path]) -> None:
    catalogue = load(write("id,title,artist,video\n1,Flora,Cignani,a.mp4\n1,FLORA,cignani,b.mp4\n"))
    (work,) = catalogue.works
    assert [record.videos for record in work.records] == [("a.mp4",), ("b.mp4",)]
    assert problem_kinds(catalogue) == ["same-work"]


def test_two_identifiers_are_two_works_however_alike(write: Callable[..., Path]) -> None:
    assert len(load(write("id,title,artist\n1,Minerva,Venturini\n2,Minerva,Venturini\n"))) == 2


def test_without_identifiers_title_and_artist_tell_works_apart(write: Callable[..., Path]) -> None:
    text = "title,artist\nMadonna,Reni\nMADONNA!,réni\nMadonna,Tura\nMadonna,\n"
    catalogue = load(write(text))
    assert [(work.title, work.artist) for work in catalogue] == [
        ("Madonna", "Reni"), ("Madonna", "Tura"), ("Madonna", ""),
    ]  # fmt: skip
    again = load(write(text + "Flora,x\n"))
    assert [work.identifier for work in again][:3] == [work.identifier for work in catalogue]


def test_a_numbered_record_does_not_merge_with_an_unnumbered_one(
    write: Callable[..., Path],
) -> None:
    assert len(load(write("id,title,artist\n1,Flora,x\n,Flora,x\n,Flora,x\n"))) == 2
