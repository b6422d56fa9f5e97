"""Names of artists are taken apart, and written as labels write them."""

from __future__ import annotations

import pytest

from demo.labels import artist_of, words, written

EN = words("en")


@pytest.mark.parametrize(
    ("text", "form", "line"),
    [
        ("Joseph Mallord William Turner", "turned-caps", "TURNER, Joseph Mallord William"),
        ("Joseph Mallord William Turner", "initials-caps", "J. M. W. TURNER"),
        ("VELDE, Adriaen van de", "", "Adriaen van de Velde"),
        ("Adriaen van de Velde", "initials", "A. van de Velde"),
        ("workshop of Jan Both", "initials", "Workshop of J. Both"),
        ("VELDE, Adriaen van de", "turned-all-caps", "VELDE, ADRIAEN VAN DE"),
        ("workshop of Jan Both", "turned-all-caps", "BOTH, JAN (workshop)"),
        ("VELDE, Adriaen van de", "bracketed-caps", "VELDE (Adriaen van de)"),
        ("workshop of Jan Both", "bracketed-caps", "BOTH (Jan) (workshop)"),
        ("CARAVAGGIO", "bracketed-caps", "CARAVAGGIO"),
        ("Sir Eduardo Paolozzi", "initials-caps", "SIR E. PAOLOZZI"),
        ("CARAVAGGIO", "initials-caps", "CARAVAGGIO"),
        ("Anthony van Dyck", "turned", "van Dyck, Anthony"),
        ("Nicolas Poussin", "last-caps", "Nicolas POUSSIN"),
        ("Hans Holbein the Younger", "last-caps", "Hans HOLBEIN the Younger"),
        ("Hans Holbein the Younger", "surname-comma", "HOLBEIN,"),
        ("TIZIANO Vecellio", "turned", "Tiziano Vecellio"),
        ("CARAVAGGIO", "", "Caravaggio"),
        ("CARAVAGGIO", "surname-comma", "CARAVAGGIO"),
        ("George Barret Senior", "last-caps", "George BARRET Senior"),
        ("Da Ponte Leandro", "", "Da Ponte Leandro"),
        ("Tisi Benvenuto (bottega di) (Ferrara 1481 ca. - 1559)", "",
         "Workshop of Tisi Benvenuto"),
        ("British (?) School", "turned", "British (?) School"),
        ("Robusti Jacopo detto Tintoretto (Venezia 1518 - 1594)", "turned",
         "Robusti Jacopo detto Tintoretto"),
        ("Francesco Bartolozzi; Hans Holbein", "", "Francesco Bartolozzi and Hans Holbein"),
        ("after William Hogarth", "", "After William Hogarth"),
        ("after William Hogarth", "surname-caps", "HOGARTH (after)"),
        ("Bastiani Lazzaro (?) (Venezia 1449 ca. - 1512)", "", "Attributed to Bastiani Lazzaro"),
    ],
)  # fmt: skip
def test_a_name_in_a_form(text: str, form: str, line: str) -> None:
    assert written(artist_of(text), form, EN) == line


def test_a_catalogue_may_write_the_surname_first() -> None:
    artist = artist_of("Reni Guido (Bologna 1575 - 1642)", surname_first=True)
    assert written(artist, "", EN) == "Guido Reni"
    assert artist.life == "Bologna 1575 - 1642"


def test_who_has_no_surname_is_written_as_the_catalogue_does() -> None:
    artist = artist_of("Francesco di Neri da Volterra", surname_first=True)
    assert written(artist, "turned", EN) == "Francesco di Neri da Volterra"


def test_a_qualifier_is_in_the_language_of_the_label() -> None:
    artist = artist_of("studio of Anthony van Dyck")
    assert written(artist, "", words("it")) == "Bottega di Anthony van Dyck"
    assert written(artist, "turned", words("de")) == "van Dyck, Anthony (Werkstatt)"


def test_who_made_it_is_said_with_by_where_no_qualifier_says_it() -> None:
    assert written(artist_of("Jan Both"), "by", words("de")) == "von Jan Both"
    assert written(artist_of("workshop of Jan Both"), "by", EN) == "Workshop of Jan Both"


def test_a_forename_alone_is_printed_of_a_person_only() -> None:
    assert written(artist_of("Paul Klee"), "forename", EN) == "Paul"
    assert written(artist_of("British School"), "forename", EN) is None
