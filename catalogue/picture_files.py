"""What names of picture files look like."""

from __future__ import annotations

import re

ENDINGS = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".jp2"}
    | {".jpx", ".avif", ".heic", ".mpo"}
)
"""Endings of pictures, also of some that are not read here."""
_ENDING = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(ENDINGS)))})\b", re.IGNORECASE)


def names_a_picture(text: str) -> bool:
    """Whether the name of a picture file stands in a text."""
    return _ENDING.search(text) is not None
