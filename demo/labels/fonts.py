"""The typefaces of labels: files under free licences, which stand beside them in fonts/."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

_FOLDER = Path(__file__).parent / "fonts"
Style = Literal["regular", "bold", "italic"]
FACES: Mapping[str, Mapping[Style, str]] = {
    **{
        face: {style: f"{face}-{style}.ttf" for style in ("regular", "bold", "italic")}
        for face in ("grotesque", "humanist", "light", "roman", "typewriter", "condensed")
    },
    # Labels in Garamond set names larger, not bolder.
    "garamond": {"regular": "garamond-regular.otf", "bold": "garamond-regular.otf",
                 "italic": "garamond-italic.otf"},
}  # fmt: skip
"""Of each face of layouts.toml the file of each style."""
_SIGNS = frozenset("←↑→↓↖↗↘↙◄►▲▼▶◀●○■□")
_SIGNS_FILE = str(_FOLDER / "signs-regular.ttf")
"""Arrows and dots, which no face has: a run of nothing else is set in a font of its own."""
_MEASURED = 200.0


@cache
def font(face: str, style: Style, capital: float, signs: bool = False) -> ImageFont.FreeTypeFont:
    """A font whose capitals are `capital` px high, or that for `signs` beside it.

    Raises KeyError for an unknown face.
    """
    path = _SIGNS_FILE if signs else str(_FOLDER / FACES[face][style])
    return _opened(path, capital / _capital(path))


def are_signs(text: str) -> bool:
    """Whether a text is of arrows and dots alone."""
    return bool(text.strip()) and _SIGNS.issuperset(text.replace(" ", ""))


def drawable(face: str, style: Style, text: str) -> str:
    """The text with letters that the font has: others lose their accents, or become a space."""
    if are_signs(text):
        return text
    letters = _letters(str(_FOLDER / FACES[face][style]))
    text = unicodedata.normalize("NFC", text)
    bare = (unicodedata.normalize("NFKD", letter)[0] for letter in text)
    return "".join(
        letter if letter in letters else base if base in letters else " "
        for letter, base in zip(text, bare, strict=True)
    )


@cache
def _letters(path: str) -> frozenset[str]:
    """The letters of the Latin script, and signs, that a font has."""
    small = _opened(path, 20.0)
    missing = bytes(small.getmask("\ue000"))
    return frozenset(
        letter
        for letter in map(chr, (*range(0x20, 0x220), *range(0x2010, 0x2120)))
        if bytes(small.getmask(letter)) != missing
    )


def _opened(path: str, size: float) -> ImageFont.FreeTypeFont:
    # The other engine needs a library that not every system has, and would set other widths.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _capital(path: str) -> float:
    """The height of a capital H, of the type size."""
    _, top, _, low = _opened(path, _MEASURED).getbbox("H")
    return (low - top) / _MEASURED
