"""Numbers are read as the spreadsheet shows them. Expected values are those of the program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.formats.number_format import displayed

SHOWN = [
    (1910.1, "0.00", "1910.10"),
    (1910.1, "General", "1910.1"),
    (1910.0999999999999, "General", "1910.1"),
    (12, '"INV-"0000', "INV-0012"),
    (12345, "00-000", "12-345"),
    (7, r"000\/00", "000/07"),
    (5, "00000", "00005"),
    (1234567, "#,##0", "1,234,567"),
    (1234567, "0.0,,", "1.2"),
    (0.5, "0%", "50%"),
    (2.5, "0", "3"),
    (3, "0.##", "3."),
    (-7.5, "0.0", "-7.5"),
    (-4, '"A"0;"B"0', "B4"),
    (0, '0;-0;"none"', "none"),
    (3, '[<5]"low "0;"high "0', "low 3"),
    (9, '[<5]"low "0;"high "0', "high 9"),
    (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
    (5, "[Red]0", "5"),
    (12, "_-* #,##0_-", "12"),
    (12, 'General" cm"', "12 cm"),
    (1.5, "# ?/?", "1 1/2"),
    (0.25, "?/8", "2/8"),
    (1.23456e11, "0.00E+00", "1.23E+11"),
    (12345678901234, "General", "12345678901234"),
    (1, '"a;b"0', "a;b1"),
    (19103, "@", "19103"),
    (0, "#", ""),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_what_a_person_sees(value: float, code: str, text: str) -> None:
    assert displayed(value, code) == text


@given(
    st.one_of(st.integers(-(10**20), 10**20), st.floats()),
    st.text(alphabet='0#?.,%"\\_*[];eE+-/@ ab$<>=5General', max_size=25),
)
def test_no_code_is_an_error(value: float, code: str) -> None:
    assert isinstance(displayed(value, code), str)


def test_a_code_that_no_program_takes_is_no_format() -> None:
    assert displayed(1e300, "%" * 100_000 + "0") == f"{10**300}"
