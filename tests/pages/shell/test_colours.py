"""Colours stand in one style sheet, light and dark, and words can be read on what they lie on."""

from __future__ import annotations

import re

import pytest

from tests.places import ROOT

SHEET = ROOT / "pages/_ui/shell/colours.css"
PAIRS = dict(
    re.findall(r"--ct-([\w-]+): light-dark\((#\w{6}, #\w{6})\)", SHEET.read_text(encoding="utf-8"))
)
UNDER_OUTLINES = "#14130f"
WORDS = ("ink", "soft", "quiet", "good", "doubt", "bad")
GROUNDS = ("paper", "hover", "chosen")
ON_WASHES = [(f"{tone}{kind}", f"{tone}-wash") for tone in ("good", "doubt", "bad")
             for kind in ("", "-words")]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `#rrggbb`."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("words", "ground"), [*((w, g) for w in WORDS for g in GROUNDS), *ON_WASHES]
)
def test_words_can_be_read(words: str, ground: str, theme: int) -> None:
    on, behind = (PAIRS[name].split(", ")[theme] for name in (words, ground))
    assert contrast(on, behind) >= 4.5


def test_no_other_style_sheet_names_a_colour() -> None:
    named = {
        f"{path.name}: {colour}"
        for path in (ROOT / "pages").rglob("*.css")
        if path != SHEET
        for colour in re.findall(r"[ (](#[0-9a-fA-F]{3,8})\b", path.read_text(encoding="utf-8"))
        if colour != UNDER_OUTLINES
    }
    assert not named, "it has no dark value: use a variable of pages/_ui/shell/colours.css"
