"""Inventory numbers as they are printed and read."""

from __future__ import annotations

import pytest

from catalogue import Record, Work
from catalogue.matching.numbers import Numbers, fold, may_be


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
        ("N01235", "N01234", False),
        ("138", "1380", False),
    ],
)
def test_reading_errors_explain_letters_for_digits_only(read: str, number: str, same: bool) -> None:
    assert may_be(read, number) is same


def test_works_are_found_by_their_own_number_and_form() -> None:
    works = [Work(n, (Record(n, "Flora"),)) for n in ("N01234", "N01235", "unnumbered-ab12")]
    numbers = Numbers(works)
    assert numbers.of("Inv. N1235") == (1,)
    assert numbers.of("N09999") == ()
    assert numbers.of("unnumbered-ab12") == ()
    assert numbers.in_form("N09999")
    assert not numbers.in_form("1234")


def test_a_number_that_several_works_share_points_at_all_of_them() -> None:
    works = [Work(n, (Record(n, "Flora"),)) for n in ("A-1", "a 01")]
    assert Numbers(works).of("A1") == (0, 1)
