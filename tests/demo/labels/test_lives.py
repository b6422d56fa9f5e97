"""The life of an artist is written in every form that labels have for it."""

from __future__ import annotations

import pytest

from demo.labels import words
from demo.labels.lives import Life

LIFE = Life("1606", "1669", "Leiden", "Amsterdam")
LIVING = Life("1960", "", "Wien", "Roma")


@pytest.mark.parametrize(
    ("form", "dead", "living"),
    [
        ("", "1606–1669", "geb. 1960"),
        ("short", "1606–69", "geb. 1960"),
        ("spaced", "1606 – 1669", "geb. 1960"),
        ("hyphen", "1606-1669", "geb. 1960"),
        ("words", "geb. 1606, gest. 1669", "geb. 1960"),
        ("places", "Leiden 1606 – 1669 Amsterdam", "Wien 1960"),
        ("commas", "Leiden, 1606 – Amsterdam, 1669", "Wien, 1960"),
        ("closed", "Leiden, 1606-Amsterdam, 1669", "Wien, 1960"),
        ("plain", "Leiden 1606 - Amsterdam 1669", "Wien 1960"),
        ("years-places", "1606 Leiden – 1669 Amsterdam", "1960 Wien"),
        ("told", "geb. 1606, Leiden; gest. 1669, Amsterdam", "geb. 1960, Wien"),
        ("signs", "* 1606 Leiden, † 1669 Amsterdam", "* 1960 Wien"),
    ],
)
def test_a_life_in_a_form(form: str, dead: str, living: str) -> None:
    assert LIFE.written(form, words("de")) == dead
    assert LIVING.written(form, words("de")) == living


def test_a_year_of_another_century_is_not_shortened() -> None:
    assert Life("1775", "1851", "", "").written("short", words("en")) == "1775–1851"


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIFE.written("backwards", words("en"))
