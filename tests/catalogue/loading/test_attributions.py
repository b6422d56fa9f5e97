"""Roles and qualifiers that stand in columns of their own beside the artist."""

from __future__ import annotations

import pytest

from catalogue.formats.described import FORMER, OTHERS
from catalogue.loading.attributions import Attributed, attributed


@pytest.mark.parametrize(
    ("artist", "qualifiers", "roles", "expected"),
    [
        ("Brook", ["Style of"], ["Artist"], Attributed("Brook (style of)")),
        ("Brook", ["Formerly attributed to"], ["Artist"],
         Attributed("", ((FORMER, "Brook (formerly attributed to)"),))),
        ("Brook|Clay", ["|Published by"], ["Artist|Publisher"],
         Attributed("Brook", ((OTHERS, "Clay (published by)"),))),
        ("Brook|Clay", [""], ["Artist|Donor"], Attributed("Brook", ((OTHERS, "Clay"),))),
        ("Brook", ["After"], ["Publisher|Artist"], Attributed("Brook (After)")),
        ("Brook", ["", "and workshop"], [], Attributed("Brook (and workshop)")),
        ("Formerly attributed to Brook", [], [],
         Attributed("", ((FORMER, "Brook (formerly attributed to)"),))),
        ("Ada Brook, formerly attributed to Cy Dent", [], ["formerly attributed to"],
         Attributed("Ada Brook", ((FORMER, "Cy Dent (formerly attributed to)"),))),
        ("Brook, Ada", [], ["formerly attributed to"], Attributed("", ((FORMER, "Brook, Ada"),))),
        ("Ada Brook; formerly attributed to Cy Dent; Ben Clay", [], [],
         Attributed("Ada Brook; Ben Clay", ((FORMER, "Cy Dent (formerly attributed to)"),))),
        ("Brook, Ada; Clay, Ben", [], [], Attributed("Brook, Ada; Clay, Ben")),
        ("Brook", [], ["Artist"], Attributed("Brook")),
        ("Gia Du", [], [], Attributed("Gia Du")),
        ("", ["Style of"], [], Attributed("")),
    ],
)  # fmt: skip
def test_what_other_columns_say_of_an_artist(
    artist: str, qualifiers: list[str], roles: list[str], expected: Attributed
) -> None:
    assert attributed(artist, qualifiers, roles) == expected
