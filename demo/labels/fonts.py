"""The typefaces of labels: files under free licences, which stand beside them in fonts/."""

from __future__ import annotations

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
        for face in ("grotesque", "humanist", "light", "roman", "typewriter")
    },
    # Labels in Garamond set names larger, not bolder.
    "garamond": {"regular": "garamond-regular.otf", "bold": "garamond-regular.otf",
                 "italic": "garamond-italic.otf"},
}  # fmt: skip
"""Of each face of layouts.toml the file of each style."""
_MEASURED = 200.0


@cache
def font(face: str, style: Style, capital: float) -> ImageFont.FreeTypeFont:
    """A font whose capitals are `capital` px high. Raises KeyError for an unknown face."""
    path = str(_FOLDER / FACES[face][style])
    return ImageFont.truetype(path, capital / _capital(path))


@cache
def _capital(path: str) -> float:
    """The height of a capital H, of the type size."""
    _, top, _, low = ImageFont.truetype(path, _MEASURED).getbbox("H")
    return (low - top) / _MEASURED
