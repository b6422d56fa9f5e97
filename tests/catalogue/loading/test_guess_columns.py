"""Columns of awkward files: added plurals, names in two columns, names with dates of life."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import ColumnMapping, Filling, load
from catalogue.columns.names import likeness
from catalogue.columns.person_names import OTHERS, is_of_another
from catalogue.formats import Row
from catalogue.loading.guess_columns import guess_mapping

PEOPLE = (("Carlo", "Cignani"), ("Guido", "Reni"), ("Anna Maria", "Groß"), ("J. M. W.", "Turner"))


def guessed(header: str, *rows: str) -> ColumnMapping:
    read = [tuple(line) for line in csv.reader(rows)]
    return guess_mapping(
        next(csv.reader([header])), [Row(n, cells) for n, cells in enumerate(read, 2)]
    )


@pytest.mark.parametrize(
    ("field", "names"),
    [
        (
            "title",
            "Title of the work|Title(s)|titleOfWork|Name of the work|Titolo dell'opera|"
            "Titolo dell’opera|Titolo del dipinto|Titolo/i|Nome dell'opera|Titel des Werks|"
            "Titel des Werkes|Bezeichnung des Werks|Titel des Gemäldes|Titre de l'œuvre|"
            "Titre(s) de l’œuvre|Titre du tableau|Título de la obra|Título(s)|Título del cuadro|"
            "Titel van het werk|Titel van het schilderij|Naam van het werk",
        ),
        (
            "artist",
            "Artist(s)|Artist/s|Author(s)|Artist of the work|Maker(s)|Autore/i|Autore (i)|"
            "Autore/Autrice|Artista/i|Autore dell'opera|Künstler/in|Künstler*in|Künstler:in|"
            "KünstlerIn|Künstler(innen)|Künstler / Künstlerin|Kuenstler|Maler/in|Urheber/in|"
            "Künstler des Werks|Artiste(s)|Auteur·rice|Auteur(s)|Auteur de l'œuvre|Autor/a|"
            "Autor(es)|Autor de la obra|Pintor/a|Kunstenaar(s)|Schilder/s|Naam van de kunstenaar|"
            "Vervaardiger van het werk",
        ),
        ("date", "Date(s)|Date of the work|Datierung des Werks|Datazione dell'opera"),
    ],
)
def test_plurals_genders_and_of_the_work_are_understood(field: str, names: str) -> None:
    for name in names.split("|"):
        assert likeness(field, name), name
        assert not any(likeness(f, name) for f in ("title", "artist", "date") if f != field), name


NOT_THE_MAKER = """
Number of works|Owner of the work|Text author|Author of the text|Autore del testo|Autor des Textes
Label author|Record creator|File creator|Donor(s)|Artist(s) nationality|Place of the work
Titles sold
"""


@pytest.mark.parametrize("name", re.split(r"[|\n]", NOT_THE_MAKER.strip()))
def test_what_only_sounds_like_it_is_not(name: Any) -> None:
    assert not likeness("title", name)
    assert not likeness("artist", name)


IN_TWO_COLUMNS = """
Forename/Surname|First name/Last name|given_name/family_name|Artist Forename/Artist Surname
artistFirstName/artistLastName|Maker(s) forename/Maker(s) surname|Vorname/Nachname|Vorname/Name
Künstler Vorname/Künstler Nachname|Künstlervorname/Künstlernachname|Vorname/Künstler Nachname
Nome/Cognome|Autore (nome)/Autore (cognome)|Prénom/Nom|Prénom/Nom de famille
Prénom de l'artiste/Nom de l'artiste|Nombre/Apellidos|Nombre del autor/Apellidos del autor
Voornaam/Achternaam|Voornaam kunstenaar/Achternaam kunstenaar
"""


@pytest.mark.parametrize("pair", re.split(r"[|\n]", IN_TWO_COLUMNS.strip()))
def test_forename_and_surname_are_joined(pair: Any) -> None:
    forename, surname = pair.split("/")
    rows = [f"{n},Flora {n},{last},{first}" for n, (first, last) in enumerate(PEOPLE)]
    mapping = guessed(f"Inv,Title,{surname},{forename}", *rows)
    assert mapping["artist"] == Filling((forename, surname), " ")
    assert mapping["title"].columns == ("Title",)


def test_a_prefix_that_has_a_column_of_its_own_stands_between() -> None:
    mapping = guessed("Titel,Achternaam,Tussenvoegsel,Voornaam", "Tuin,Gogh,van,Vincent")
    assert mapping["artist"] == Filling(("Voornaam", "Tussenvoegsel", "Achternaam"), " ")


@pytest.mark.parametrize(
    ("header", "row", "artist"),
    [
        ("Title,Artist,Surname,Forename", "Flora,Carlo Cignani,Cignani,Carlo", "Artist"),
        ("Title,Künstler Name,Künstler Vorname", "Flora,Carlo Cignani,Carlo", "Künstler Name"),
        ("Title,Autore (cognome e nome),Nome file", "Flora,Reni Guido,a.jpg",
         "Autore (cognome e nome)"),
        ("Title,Autore (cognome),Donatore (nome)", "Flora,Reni,Mario", "Autore (cognome)"),
        ("Title,Nom Prénom,Auteur", "Flora,Jean Roux,Guido Reni", "Auteur"),
    ],
)  # fmt: skip
def test_a_column_with_the_whole_name_stays_the_artist(header: str, row: str, artist: str) -> None:
    assert guessed(header, *[row] * 6)["artist"].columns == (artist,)


def test_an_empty_column_for_the_artist_gives_way_to_the_parts_of_the_name() -> None:
    mapping = guessed("Title,Artist,Surname,Forename", *["Flora,,Reni,Guido"] * 6)
    assert mapping["artist"].columns == ("Forename", "Surname")
    assert guessed("Title,Artist,Surname,Forename")["artist"].columns == ("Forename", "Surname")


def test_of_several_people_the_maker_is_taken() -> None:
    header = "Title,Surname,Forename,Donor Surname,Donor Forename,Artist Surname,Artist Forename"
    mapping = guessed(header, *["Flora,Low,Ann,Hill,Joe,Reni,Guido"] * 6)
    assert mapping["artist"].columns == ("Artist Forename", "Artist Surname")


people = st.sampled_from(sorted(OTHERS))
written = st.sampled_from(["text", "label", "file", "scheda", "record"])
about_people = st.sampled_from(
    ["{} surname,{} forename", "{} (cognome),{} (nome)", "Nom {},Prénom {}", "{} name,{}_Vorname"]
)
about_writers = st.sampled_from(
    [
        "author of {} surname,author of {} forename",
        "author of {},{} author",
        "Autore ({}),{} surname",
    ]
)


@given(st.tuples(people, about_people) | st.tuples(written, about_writers), st.booleans())
def test_nobody_but_the_maker_is_guessed(columns: Any, titled: Any) -> None:
    person, wording = columns
    named = [(f"{first} {last}", first) for first, last in PEOPLE]
    rows = [
        f"La Madonna numero {n},{whole_name},{forename}"
        for n, (whole_name, forename) in enumerate(named * 4)
    ]
    header = f"{'Title' if titled else 'K1'},{wording.replace('{}', person)}"
    assert "artist" not in guessed(header, *rows)


def test_a_joined_artist_is_listed_for_a_person_to_look_at(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("Inv,Titel,Nachname,Vorname\n1,Flora,Cignani,Carlo\n2,Venus,Guercino,\n")
    catalogue = load(path)
    assert [work.artist for work in catalogue] == ["Carlo Cignani", "Guercino"]
    (message,) = [p.message for p in catalogue.problems if p.kind == "guessed-column"]
    assert "were joined: 'Vorname', 'Nachname'." in message


@pytest.mark.parametrize(
    "life",
    [
        "{1}, {0}",
        "{0} {1} (1820–1891)",
        "{1}, {0}, 1820-1891",
        "{1}, {0}, geb. 1820",
        "{0} {1} * 1820 † 1891",
        "{1}, {0} (born in the small town of Reggio near Modena in 1820, died in Rome)",
        "{1} {0} detto il {1} (Venezia  1518 - 1594)",
    ],
)
def test_artists_are_found_by_what_they_look_like_with_and_without_dates_of_life(
    tmp_path: Path, life: str
) -> None:
    rows = [f"{n};La Madonna del numero {n};{life.format(*PEOPLE[n % 4])}" for n in range(30)]
    path = Path(tmp_path) / "catalogue.csv"
    path.write_text("K1;K2;K3\n" + "\n".join(rows))
    catalogue = load(path)
    assert catalogue.works[1].title == "La Madonna del numero 1"
    assert catalogue.works[1].artist == life.format(*PEOPLE[1])
    assert [p.kind for p in catalogue.problems].count("guessed-column") == 2


def test_an_artist_who_is_named_stays_where_only_the_title_is_found_by_what_it_looks_like() -> None:
    rows = [f"Low Ann,La Madonna del numero {n},{' '.join(PEOPLE[n % 4])}" for n in range(30)]
    mapping = guessed("K1,K2,Artist", *rows)
    assert mapping["title"].columns == ("K2",)
    assert mapping["artist"].columns == ("Artist",)


def test_who_did_not_make_it_is_known_in_six_languages() -> None:
    for name in ("Donor(s)", "Besitzer/in", "Proprietario", "Donateur", "Retratado", "Eigenaar"):
        assert is_of_another(name), name
    assert not is_of_another("Artist")
