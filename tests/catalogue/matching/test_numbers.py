"""Inventory numbers as they are printed and read."""

from __future__ import annotations

import pytest

from catalogue import Record, Work
from catalogue.matching.numbers import Numbers, fold, marked_in, may_be, stands_in


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("EST-065", "est 65"),
        ("est 65", "est 65"),
        ("inv. no. 138", "138"),
        ("Inv. Nr. 00138", "138"),
        ("Accession Number: 1996.12.3", "1996 12 3"),
        ("N01234", "n 1234"),
        ("No. 7", "7"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_a_number_is_compared_without_mark_and_separators(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("read", "number", "same"),
    [
        ("NO1234", "N01234", True),
        ("N0l234", "N01234", True),
        ("E5T-O65", "EST-065", True),
        ("Poş2o5", "P05205", True),
        ("N01235", "N01234", False),
        ("138", "1380", False),
    ],
)
def test_reading_errors_explain_letters_for_digits_only(read: str, number: str, same: bool) -> None:
    assert may_be(read, number) is same


@pytest.mark.parametrize(
    ("number", "text", "whole", "marked"),
    [
        ("138", "Ecce Homo\nInv. no. 138", True, True),
        ("138", "Inv.138", True, True),
        ("138", "Inventarnummer 138.", True, True),
        ("inv. 138", "Accession Number: 138", True, True),
        ("est-065", "Museum no. EST 065, 1889", True, True),
        ("1889", "Oil on canvas, 1889.", True, False),
        ("12", "No. 12", True, False),  # an audio guide's
        ("12", "cat. 12", True, False),  # an exhibition's
        ("1889", "Gift to the museum 1889", True, False),
        ("inv. 138", "Room 138", True, False),  # the mark is not on the label
        ("12", "Inv. 1912", False, False),
        ("12", "Inv. 12/3", False, False),
        ("065", "EST-065", False, False),
        ("1889", "1889–1890", False, False),
        ("N01234", "N01235", False, False),
        ("unknown", "inv. unknown", False, False),
        ("", "inv. 1", False, False),
    ],
)
def test_a_number_stands_in_a_text_whole_and_may_be_marked(
    number: str, text: str, whole: bool, marked: bool
) -> None:
    assert (stands_in(number, text), marked_in(number, text)) == (whole, marked)


def test_works_are_found_by_their_own_number_and_form() -> None:
    works = [Work(n, (Record(n, "Flora"),)) for n in ("N01234", "N01235")]
    numbers = Numbers([*works, Work("unnumbered-ab12", (Record("", "Flora"),))])
    assert numbers.of("Inv. N1235") == (1,)
    assert numbers.of("N09999") == ()
    assert numbers.of("unnumbered-ab12") == ()


def test_a_number_of_two_titles_is_borne_by_both_and_its_form_is_without_the_line() -> None:
    night, day = Record("N01234", "Night", line=2), Record("N01234", "Day", line=3)
    numbers = Numbers([Work("N01234 (line 2)", (night,)), Work("N01234 (line 3)", (day,))])
    assert numbers.of("N1234") == (0, 1)
    assert numbers.of("N01234 (line 2)") == ()
    assert numbers.in_form("n 09999")
    assert not numbers.in_form("N01234 line 7")


@pytest.mark.parametrize(
    ("number", "like", "unlike"),
    [
        ("N01234", ["N09999", "n 01235", "Inv. N00001", "N-12345."], ["N1234", "NO1234", "01234"]),
        ("EST-065", ["est 066", "EST070"], ["EST-65", "EST-0656", "XEST-065", "EST-065a"]),
        ("1972P123", ["1969P126"], ["1969Q126", "19691P26"]),
        ("1996.12.3", ["2001.10.1"], ["1996.123", "1996123", "2001.10.12"]),
        ("M.I. 12", ["m.i.34"], ["MI 12"]),
        ("Inv. EST-065", ["EST-066", "inv. est 067"], ["Inv. 065"]),
        ("Inv. 1234", ["Inv. 5678"], ["5678", "no. 5678"]),
        ("138", [], ["138", "139", "Inv. 139"]),
        ("Untitled 4", [], ["Untitled 4", "Untitled 3"]),
        ("unnumbered-ab12", [], ["unnumbered-ab12"]),
    ],
)
def test_what_looks_like_the_numbers_of_a_catalogue(
    number: str, like: list[str], unlike: list[str]
) -> None:
    numbers = Numbers([Work(number, (Record(number, "Flora"),))])
    assert [text for text in (*like, *unlike) if numbers.in_form(text)] == like
    assert not Numbers([]).in_form(number)


def test_a_number_that_several_works_share_points_at_all_of_them() -> None:
    works = [Work(n, (Record(n, "Flora"),)) for n in ("A-1", "a 01")]
    assert Numbers(works).of("A1") == (0, 1)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Po1980", "P01980"),
        ("P0198O", "P01980"),
        ("OP 1", "OP 1"),
        ("OP l", "OP 1"),
        ("P01980", "P01980"),  # as it was read
        ("Po1981", "P01981"),  # no work's, and yet a number of this catalogue
        ("Oil", "Oil"),
    ],
)
def test_letters_that_look_like_digits_are_mended_if_a_work_has_the_number(
    read: str, printed: str
) -> None:
    records = [Record(number, "T", "A") for number in ("P01980", "OP 1")]
    numbers = Numbers([Work(record.identifier, (record,)) for record in records])
    assert numbers.mended(read) == printed
