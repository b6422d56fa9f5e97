"""A small picture of what was found in a clip, as a data URI. Pure."""

from __future__ import annotations

import base64
from pathlib import Path

from backends import Quad
from pages._ui.html import cut_outs, pictures

Corners = Quad | None
_LONGEST = 360


def made(frame: str, quad: Corners) -> str:
    """The painting in `quad` as seen from the front, else the whole frame; "" if unreadable."""
    path = Path(frame)
    image = cut_outs.straightened(path, quad) if quad else None
    image = image or pictures.upright(path, _LONGEST)
    if image is None:
        return ""
    image.thumbnail((_LONGEST, _LONGEST))
    return as_uri(pictures.jpeg(image, 78))


def as_uri(jpeg: bytes) -> str:
    """The bytes of a JPEG file as an address that a page can hold."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
