"""The errors of reading picture files; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class PictureError(CartellinoError):
    """A picture file cannot be read."""


class NoPicture(PictureError):
    """The file is no picture of a known format."""


class PictureTooLarge(PictureError):
    """Decoding the picture needs more memory than a machine has to have."""
