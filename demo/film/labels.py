"""Wall labels: painter, title, date, medium and number on a card beside the work.

The typeface is Aileron (CC0), the default font of Pillow.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from demo.paint.study import Picture
from demo.works import Piece

WIDTH, HEIGHT = 27.0, 17.5
"""Size of a card in cm."""
X_HEIGHT = 0.98
"""x-height of the title in cm."""

_FINE = 24
"""Pixels per cm at which cards are typeset, before they are reduced to the scale of the wall."""
_SIZES = {"artist": 1.62, "title": 1.86, "small": 1.28}
"""Type sizes in cm. The x-height of Aileron is 0.53 of its type size."""


def card(piece: Piece, height: float, scale: float) -> Picture:
    """The card of a work whose canvas is `height` cm high, at `scale` px per cm, RGB."""
    image = Image.new("RGB", (round(WIDTH * _FINE), round(HEIGHT * _FINE)), (250, 248, 243))
    draw = ImageDraw.Draw(image)
    y = 1.5 * _FINE
    for text, kind in _lines(piece, height):
        font = ImageFont.load_default(_SIZES[kind] * _FINE)
        tone = (24, 24, 26) if kind != "small" else (64, 64, 66)
        for line in _wrap(text, font, (WIDTH - 3.0) * _FINE):
            draw.text((1.5 * _FINE, y), line, font=font, fill=tone)
            y += _SIZES[kind] * 1.32 * _FINE
        y += 0.42 * _FINE
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    return np.asarray(cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA), np.uint8)


def dimensions(piece: Piece, height: float) -> str:
    """Height x width, the order of catalogues."""
    return f"{height:.0f} x {piece.width:.0f} cm"


def _lines(piece: Piece, height: float) -> list[tuple[str, str]]:
    return [
        (piece.artist, "artist"),
        (piece.title, "title"),
        (piece.date, "small"),
        (f"{piece.medium}, {dimensions(piece, height)}", "small"),
        (piece.identifier, "small"),
    ]


def _wrap(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
