"""Labels with codes on them, as the camera of the demonstration photographs them."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from demo.labels import Layout, Photograph, Printed, label, photograph_card
from demo.labels.card import Card, card
from demo.labels.sight import FINE

Side = Literal["right", "below"]
CAPITAL = 18.0
"""px of the capitals of the label's title in the picture."""
_LAYOUT = {"name": "", "use": "kept", "measure": 40, "face": "grotesque",
           "lines": "{artist}\n{title}\n{date}\n{medium}"}  # fmt: skip


def ink(text: str | bytes, kind: str, module: float) -> NDArray[np.float32]:
    """A code with its quiet zone as ink, 0 to 1; its finest bars and gaps are `module` px wide."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    drawn = np.asarray(barcode.to_image(scale=8), np.float32)
    scale = module / 8
    small = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(1 - small / 255, np.float32)


def coded_card(
    work: Printed,
    *codes: str | bytes,
    kind: str = "QRCode",
    where: Side = "right",
    module: float = 4.0,
) -> Card:
    """A white card of a work with codes at one of its sides; `module` is px of the picture."""
    printed = label(work, Layout.of({**_LAYOUT}), "en", 7)
    made = card(printed, CAPITAL * FINE, np.random.default_rng(1))
    for text in codes:
        made = _beside(made, ink(text, kind, module * FINE), where)
    return made


def _beside(made: Card, code: NDArray[np.float32], where: Side) -> Card:
    assert made.paper is not None
    rows, columns = made.ink.shape
    margin = round(CAPITAL * FINE)
    tall, wide = code.shape[0] + 2 * margin, code.shape[1] + 2 * margin
    across, down = (
        (wide, max(0, tall - rows)) if where == "right" else (max(0, wide - columns), tall)
    )
    more = ((0, down), (0, across))
    paper = np.pad(made.paper, (*more, (0, 0)), "edge")
    drawn = np.pad(made.ink, more)
    y, x = (margin, columns + margin) if where == "right" else (rows + margin, margin)
    drawn[y : y + code.shape[0], x : x + code.shape[1]] = code
    return Card(paper, drawn, (24, 24, 26), made.title)


def photographed(made: Card, seed: int) -> Photograph:
    """A card on a wall, a little aside and aslant."""
    return photograph_card(made, CAPITAL, seed)
