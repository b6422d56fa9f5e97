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
        ("500 BC", Span(-500, -500)),
        ("1200 BC", Span(-1200, -1200)),
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
        ("300 v. Chr.", "300 v. Chr.", True),
        ("300 v. Chr.", "300 BC", True),
        ("300 BC", "AD 300", False),
        ("c. 300 BC", "300 BC", False),
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


@pytest.mark.parametrize(
    "text",
    [
        "323 BC", "323 B.C.", "323 BCE", "323 v. Chr.", "323 vor Christus", "323 v.u.Z.",
        "323 av. J.-C.", "323 avant J.-C.", "323 a.C.", "323 avanti Cristo", "323 aC",
        "323 antes de Cristo", "323 p.n.e.", "323 př. n. l.", "323 př. Kr.", "323 pred Kr.",
        "323 f.Kr.", "323 f. Kr.", "323 före Kristus", "323 f.v.t.", "323 eKr.", "323 eaa.",
        "323 pr. Kr.", "323 î.Hr.", "323 v.Chr.", "323 до н. э.", "323 г. до н. э.",
        "323 до н. е.", "323 пр. Хр.", "323 π.Χ.", "MÖ 323", "Kr. e. 323", "-0323", "-0323-06-10",
    ],
)  # fmt: skip
def test_a_year_before_christ_in_many_languages(text: str) -> None:
    assert span(text) == Span(-323, -323)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("323–317 BC", Span(-323, -317)),
        ("-0323/-0317", Span(-323, -317)),
        ("50 v. Chr. – 50 n. Chr.", Span(-50, 50)),
        ("10 BC–AD 14", Span(-10, 14)),
        ("c. 500–480 B.C.", Span(-510, -470)),
        ("c. 10,000 BC", Span(-10010, -9990)),
        ("5th century BC", Span(-500, -400)),
        ("5. Jh. v. Chr.", Span(-500, -400)),
        ("Ve siècle av. J.-C.", Span(-500, -400)),
        ("IV w. p.n.e.", Span(-400, -300)),
        ("siglo V a. C.", Span(-500, -400)),
        ("4th–3rd century BC", Span(-400, -200)),
        ("2nd millennium BC", Span(-2000, -1000)),
        ("after 323 BC", Span(-323, 9999)),
        ("before 300 BC", Span(-9999, -300)),
        ("500 BC, restored 1850", Span(-500, -500)),
        ("AD 120", Span(120, 120)),
        ("120–130 n. Chr.", Span(120, 130)),
        ("300 e.Kr.", Span(300, 300)),
        ("120 d.C.", Span(120, 120)),
        ("1976 -1980", Span(1976, 1980)),
        ("1850 [i.e. 1851]", Span(1850, 1851)),
        ("inv. BC 1650", None),
        ("Washington D.C., 1890", Span(1890, 1890)),
        ("early BC", None),
    ],
)
def test_eras_of_a_date(text: str, expected: Span | None) -> None:
    assert span(text) == expected


def test_dates_before_christ_agree_as_others_do() -> None:
    assert agree(["323 BC"], ["4th century BC"]) is True
    assert agree(["323 BC"], ["317 v. Chr."]) is False
    assert agree(["300 BC"], ["AD 300"]) is False
    assert agree(["c. 305 BC"], ["300 a.C."]) is True
