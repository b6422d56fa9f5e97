"""What museums' files look like, the good ones and the bad ones."""

from __future__ import annotations

import csv
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from catalogue import UnreadableCatalogue, UnusableCatalogue, load
from catalogue.formats import LONGEST_CELL


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(content: Any, name: str = "catalogue.csv") -> Any:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def kinds(catalogue: Any) -> Any:
    return [problem.kind for problem in catalogue.problems]


# Good files


def test_a_plain_csv(write: Any) -> None:
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
    write: Any, header: str, delimiter: str
) -> None:
    text = f"{header}\n7;Flora;Cignani Carlo;una donna\n".replace(";", delimiter)
    record = load(write(text)).works[0].records[0]
    expected = ("7", "Flora", "Cignani Carlo", "una donna")
    assert (record.identifier, record.title, record.artist, record.subject) == expected


def test_an_accession_number_is_preferred_to_a_database_id(write: Any) -> None:
    assert "A00001" in load(write("id,acrno,title\n1035,A00001,Flora\n"))


def test_excel_names_its_delimiter(write: Any) -> None:
    catalogue = load(write("sep=;\r\nid;title\r\n1;Flora, Minerva\r\n"))
    assert catalogue["1"].title == "Flora, Minerva"
    assert catalogue["1"].records[0].line == 3


def test_quoted_cells_may_hold_lines_and_delimiters(write: Any) -> None:
    catalogue = load(write('id,title\n1,"Flora,\nnot ""Ceres"""\n2,Minerva\n'))
    assert catalogue["1"].title == 'Flora,\nnot "Ceres"'
    assert catalogue["2"].records[0].line == 4


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_detected_and_a_guess_is_reported(
    write: Any, encoding: str, reported: str
) -> None:
    title = "La Carità d’oggi" if encoding == "cp1252" else "La Carità"
    catalogue = load(write(f"id,title,artist\n1,{title},Régnier\n".encode(encoding)))
    assert catalogue["1"].title == title
    assert kinds(catalogue) == (["encoding"] if reported else [])
    assert reported in "".join(problem.message for problem in catalogue.problems)


def test_bytes_that_windows_does_not_use_are_latin_1(write: Any) -> None:
    catalogue = load(write(b"id,title,artist\n1,Carit\xe0 \x81,x\n"))
    assert "latin-1" in catalogue.problems[0].message


def test_gzip_is_read_whatever_the_name(write: Any) -> None:
    path = write(gzip.compress(b"id\ttitle\tartist\n1\tFlora\tx\n"), "catalogue.tsv.gz")
    assert load(path)["1"].title == "Flora"


@pytest.mark.parametrize("wrap", [None, "paintings", "records", "items", "anything"])
def test_json_in_the_source_s_own_form(write: Any, wrap: str | None) -> None:
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


def test_json_is_recognised_without_its_suffix(write: Any) -> None:
    assert len(load(write('\n[{"title": "Flora"}]', "catalogue"))) == 1


def test_pictures_are_found_beside_the_file_and_in_its_images_folder(
    write: Any, tmp_path: Path
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
def test_picture_names_that_are_no_files(write: Any, name: str) -> None:
    catalogue = load(write(f'id,title,artist,image\n1,A,x,"{name}"\n'))
    assert catalogue["1"].picture is None
    assert kinds(catalogue) in (["missing-picture"], ["picture-address"])


# Merging


def test_records_that_share_an_identifier_are_one_work(write: Any) -> None:
    catalogue = load(write("id,title,artist,video\n1,Flora,Cignani,a.mp4\n1,FLORA,cignani,b.mp4\n"))
    (work,) = catalogue.works
    assert [record.videos for record in work.records] == [("a.mp4",), ("b.mp4",)]
    assert kinds(catalogue) == ["same-work"]


def test_an_identifier_with_two_titles_is_one_work_and_a_problem(write: Any) -> None:
    catalogue = load(write("id,title,artist\n1,Flora,Cignani\n1,Minerva,Cignani\n"))
    assert [work.title for work in catalogue] == ["Flora"]
    (problem,) = catalogue.problems
    assert (problem.kind, problem.line) == ("duplicate-identifier", 3)
    assert "Minerva" in problem.message
    assert "Flora" in problem.message


def test_two_identifiers_are_two_works_however_alike(write: Any) -> None:
    assert len(load(write("id,title,artist\n1,Minerva,Venturini\n2,Minerva,Venturini\n"))) == 2


def test_without_identifiers_title_and_artist_tell_works_apart(write: Any) -> None:
    text = "title,artist\nMadonna,Reni\nMADONNA!,réni\nMadonna,Tura\nMadonna,\n"
    catalogue = load(write(text))
    assert [(work.title, work.artist) for work in catalogue] == [
        ("Madonna", "Reni"), ("Madonna", "Tura"), ("Madonna", ""),
    ]  # fmt: skip
    again = load(write(text + "Flora,x\n"))
    assert [work.identifier for work in again][:3] == [work.identifier for work in catalogue]


def test_a_numbered_record_does_not_merge_with_an_unnumbered_one(write: Any) -> None:
    assert len(load(write("id,title,artist\n1,Flora,x\n,Flora,x\n,Flora,x\n"))) == 2


# Bad files


def test_a_missing_title_column_names_what_was_found_and_what_is_understood(write: Any) -> None:
    with pytest.raises(UnusableCatalogue, match=r"Columns found: colour, size.*titolo"):
        load(write("colour,size\nred,3\n"))


def test_a_missing_artist_column_is_a_problem_only(write: Any) -> None:
    catalogue = load(write("id,title\n1,Flora\n"))
    assert kinds(catalogue) == ["missing-column"]
    assert "autore" in catalogue.problems[0].message


@pytest.mark.parametrize("text", ["", " \n \n", "\ufeff"])
def test_an_empty_file(write: Any, text: str) -> None:
    with pytest.raises(UnusableCatalogue, match="is empty"):
        load(write(text))


@pytest.mark.parametrize("text", ["id,title\n", "id,title\n,,\n\n", "id,title\n1,???\n"])
def test_a_header_and_no_record(write: Any, text: str) -> None:
    with pytest.raises(UnusableCatalogue, match="no usable record"):
        load(write(text))


def test_a_cell_of_five_megabytes_is_cut_and_the_limit_of_csv_is_put_back(write: Any) -> None:
    csv.field_size_limit(131_072)  # what Python starts with
    catalogue = load(write(f"id,title,artist\n1,{'Flora ' * 900_000},x\n2,Minerva,y\n"))
    assert csv.field_size_limit() == 131_072
    assert len(catalogue["1"].title) <= LONGEST_CELL
    assert catalogue["2"].title == "Minerva"
    assert [(p.kind, p.line) for p in catalogue.problems] == [("long-cell", 2)]


def test_five_megabytes_in_a_json_cell_are_cut(write: Any) -> None:
    catalogue = load(write(json.dumps([{"title": "F" * 5_000_000}]), "c.json"))
    assert len(catalogue.works[0].title) == LONGEST_CELL
    assert "long-cell" in kinds(catalogue)


def test_threads_may_load_at_once(write: Any) -> None:
    path = write(f"id,title,artist\n1,{'Flora ' * 40_000},x\n" * 3)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: load(path).sha256, range(12)))) == 1


def test_lines_may_end_as_on_any_system(write: Any) -> None:
    for end in ("\n", "\r\n", "\r"):
        catalogue = load(write(end.join(["id,title,artist", "1,Flora,x", "2,Minerva,y"])))
        assert [work.records[0].line for work in catalogue] == [2, 3]


def test_a_quotation_mark_that_is_never_closed(write: Any) -> None:
    rows = "".join(f"{n},Title {n},x\n" for n in range(3000))
    catalogue = load(write(f'id,title,artist\na,Flora,x\nb,"Minerva,y\n{rows}'))
    assert catalogue["a"].title == "Flora"
    assert "quotation mark" in "".join(problem.message for problem in catalogue.problems)


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "=HYPERLINK(0)", "+1", "@SUM(A1)", "**bold** [x](y)", "{{x}}"],
)
def test_markup_and_formulas_are_plain_words(write: Any, title: str) -> None:
    assert load(write(f"id,title,artist\n1,{title},x\n"))["1"].title == title


def test_a_record_without_a_title_is_kept_for_its_artist_and_listed(write: Any) -> None:
    catalogue = load(write("id,title,artist\n1,,Reni\n2,?,\n3,Flora,\n"))
    assert [work.identifier for work in catalogue] == ["1", "3"]
    assert [(p.kind, p.line) for p in catalogue.problems] == [("no-title", 2), ("no-title", 3)]
    assert ["left out" in p.message for p in catalogue.problems] == [False, True]


def test_nul_bytes_are_left_out(write: Any) -> None:
    catalogue = load(write(b"id,title,artist\n1,Fl\0ora,x\n"))
    assert catalogue["1"].title == "Flora"
    assert kinds(catalogue) == ["nul"]


def test_rows_of_other_lengths(write: Any) -> None:
    catalogue = load(write("id,title,artist\n1,Flora\n2,Minerva, dea,Venturini\n3,Galatea,x,,\n"))
    assert [work.identifier for work in catalogue] == ["1", "3"]
    assert [(p.kind, p.line) for p in catalogue.problems] == [("row-length", 2), ("row-length", 3)]


def test_a_problem_on_every_row_is_not_listed_ten_thousand_times(write: Any) -> None:
    rows = "".join(f"{n},Flora {n},x,no.jpg\n" for n in range(10_000))
    catalogue = load(write(f"id,title,artist,image\n{rows}"))
    assert len(catalogue.problems) == 26
    assert "9,975 more" in catalogue.problems[-1].message


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"PK\x03\x04rest", "catalogue.xlsx", "save it as CSV"),
        (b"%PDF-1.7", "catalogue.csv", "PDF"),
        (bytes(range(1, 255)) * 9, "catalogue.csv", "not text"),
        (b"{broken", "catalogue.json", "not JSON"),
        (b"[" * 100_000, "catalogue.json", "not JSON"),
        (gzip.compress(b"id,title\n" * 999)[:40], "catalogue.csv.gz", "damaged"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_a_cure(
    write: Any, content: Any, name: str, message: str
) -> None:
    with pytest.raises(UnreadableCatalogue, match=message):
        load(write(content, name))


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(UnreadableCatalogue, match="Cannot read the catalogue"):
            load(path)


@pytest.mark.parametrize("document", ["{}", '"title"', "3", '{"a": {"b": 1}}'])
def test_json_without_a_list_of_records(write: Any, document: str) -> None:
    with pytest.raises(UnusableCatalogue, match="no list of records"):
        load(write(document, "catalogue.json"))


def test_odd_json_entries_are_left_out_one_by_one(write: Any) -> None:
    text = (
        '[3, {"title": "Flora", "artist": {"name": "Cignani"}}, {"id": 2}, {"title": "\\ud800x"}]'
    )
    catalogue = load(write(text, "catalogue.json"))
    assert [work.title for work in catalogue] == ["Flora", "�x"]
    assert catalogue.works[0].artist == "Cignani"
    assert {"not-an-object", "no-title"} <= set(kinds(catalogue))
