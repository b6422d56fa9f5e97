"""Dates as museums write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.dates import Span, agree, same, span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1838", Span(1838, 1838)),
        ("1976-77", Span(1976, 1977)),
        ("1851–2", Span(1851, 1852)),
        ("published 1859–61", Span(1859, 1861)),
        ("1604-1610", Span(1604, 1610)),
        ("c.1650", Span(1640, 1660)),
        ("um 1500", Span(1490, 1510)),
        ("1650?", Span(1640, 1660)),
        ("1838-04-01", Span(1838, 1838)),
        ("1604-10-05", Span(1604, 1604)),
        ("1838-04", Span(1838, 1838)),
        ("1914, cast 1961", Span(1914, 1961)),
        ("17th century", Span(1600, 1700)),
        ("18. Jahrhundert", Span(1700, 1800)),
        ("XVI secolo", Span(1500, 1600)),
        ("sec. XIX", Span(1800, 1900)),
        ("XVIIe siècle", Span(1600, 1700)),
        ("siglo XV", Span(1400, 1500)),
        ("16de eeuw", Span(1500, 1600)),
        ("late 16th century", Span(1500, 1600)),
        ("1960s", Span(1960, 1969)),
        ("1870er Jahre", Span(1870, 1879)),
        ("after 1888", Span(1888, 9999)),
        ("after c.1830", Span(1820, 10009)),
        ("nach 1888", Span(1888, 9999)),
        ("before 1600", Span(-9999, 1600)),
        ("avant 1600", Span(-9999, 1600)),
        ("c. 1510-20", Span(1500, 1530)),
        ("born 1850", None),
        ("* 1850 † 1910", None),
        ("purchased 1912", None),
        ("Vermächtnis 1902", None),
        ("500 BC", None),
        ("1200 BC", None),
        ("99th century", None),
        ("date not known", None),
        ("inv. 123456", None),
        ("", None),
    ],
)
def test_years_of_a_date(text: str, expected: Span | None) -> None:
    assert span(text) == expected


def test_dates_agree_where_they_overlap() -> None:
    assert agree(["1650"], ["17th century"]) is True
    assert agree(["1969"], ["c. 1946–7"]) is False
    assert agree(["1969", "1946"], ["c. 1946–7"]) is True
    assert agree(["undated"], ["1969"]) is None
    assert agree(["1969"], []) is None


@pytest.mark.parametrize(
    ("wanted", "recorded", "expected"),
    [
        ("1953", "1953", True),
        ("v. 1953", "c. 1953", True),
        ("v. 1953", "1953", False),
        ("noin 1820–30", "c.1820-30", True),
        ("1820–30", "1825", False),
        ("300 v. Chr.", "300 v. Chr.", False),
        ("undated", "undated", False),
    ],
)
def test_the_very_date_has_the_same_years_and_is_as_rough(
    wanted: str, recorded: str, expected: bool
) -> None:
    assert same(wanted, [recorded]) == expected


@given(st.text(), st.text())
def test_agreement_is_mutual(first: str, second: str) -> None:
    assert agree([first], [second]) is agree([second], [first])


@given(st.integers(1000, 2100), st.integers(1000, 2100))
def test_single_years_agree_only_with_themselves(first: int, second: int) -> None:
    assert agree([str(first)], [str(second)]) is (first == second)


@pytest.mark.parametrize(
    ("read", "recorded", "same"),
    [
        ("c. 1806", "1815", True),
        ("1806", "c. 1815", True),
        ("c. 1806", "c. 1815", True),
        ("c. 1806", "c. 1825", False),
        ("c. 1806", "1817", False),
        ("17th century", "18th century", False),
        ("1700", "18th century", True),
        ("late 17th century", "c. 1705", True),
    ],
)
def test_rough_dates_are_off_by_ten_years_together_at_most(
    read: str, recorded: str, same: bool
) -> None:
    assert agree([read], [recorded]) is same
