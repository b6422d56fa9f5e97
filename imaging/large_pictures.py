"""Pictures of hundreds of megapixels within a memory that any machine has.

A file of a megabyte can unpack to gigabytes. So what decoding needs is estimated from the header,
and refused beyond a limit; and a large picture is reduced in strips, in its own form, before
anything else is done with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image as Pillow

from imaging.errors import PictureTooLarge
from imaging.limits import LARGEST_FRAME, MOST_BYTES, MOST_PIXELS

_PIXEL: Mapping[str, int] = {"JPEG": 6, "MPO": 6, "WEBP": 12, "AVIF": 12, "JPEG2000": 16}
"""Bytes a pixel that decoders need beside the picture: coefficients, canvases, components."""
_BITS, _SAMPLES, _ROWS_PER_STRIP = 258, 277, 278
"""Tags of TIFF."""
_STRIP = 4_000_000
"""Pixels that are reduced at once."""


def require_memory(path: Path, picture: Pillow.Image) -> None:
    """Raise PictureTooLarge if decoding a picture that is only opened needs too much memory."""
    width, height = picture.size
    needed = width * height * _PIXEL.get(picture.format or "", 0) or _unpacked(picture)
    if width * height > MOST_PIXELS or needed > MOST_BYTES:
        raise PictureTooLarge(
            f"The picture {path.name} is too large: it has {width * height / 1e6:,.0f} megapixels "
            f"and needs {needed / 1e9:.1f} GB to be unpacked. Up to {MOST_PIXELS // 10**6} "
            f"megapixels and {MOST_BYTES / 1e9:.1f} GB can be read: save it smaller, as JPEG."
        )


def _unpacked(picture: Pillow.Image) -> int:
    """Bytes of the pixels, and of the largest strip of a TIFF, which is unpacked as a whole."""
    width, height = picture.size
    bands = {"1": 1, "L": 1, "P": 1, "I;16": 2}.get(picture.mode, 4)
    tags = getattr(picture, "tag_v2", None)
    strip = 0
    if tags:
        bits = max(map(int, _several(tags.get(_BITS, 8))))
        rows = min(height, int(_several(tags.get(_ROWS_PER_STRIP, height))[0]))
        strip = width * rows * int(tags.get(_SAMPLES, 1)) * bits // 8
    return width * height * bands + strip


def _several(value: object) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)


def longest_of_a_frame(width: int, height: int) -> int:
    """px of the longer side at which a picture has `LARGEST_FRAME` pixels; its own if fewer."""
    scale = min(1.0, (LARGEST_FRAME / (width * height)) ** 0.5)
    return max(1, int(max(width, height) * scale))


def reduced(picture: Pillow.Image, longest: int) -> Pillow.Image:
    """The picture at a whole fraction of its size, not below `longest` px on its longer side.

    One with more pixels than `LARGEST_FRAME` is halved at least.
    """
    width, height = picture.size
    factor = max(max(picture.size) // longest, 2 if width * height > LARGEST_FRAME else 1)
    if factor < 2:
        return picture
    rows = max(1, _STRIP // width // factor) * factor
    whole: Pillow.Image | None = None
    for top in range(0, height, rows):
        strip = _averaging(picture.crop((0, top, width, min(top + rows, height)))).reduce(factor)
        whole = whole or Pillow.new(strip.mode, (strip.width, -(-height // factor)))
        whole.paste(strip, (0, top // factor))
    assert whole is not None
    whole.info = {name: value for name, value in picture.info.items() if name != "transparency"}
    return whole


def _averaging(strip: Pillow.Image) -> Pillow.Image:
    """A strip in a form whose pixels can be averaged."""
    if strip.mode.startswith("I"):
        return strip.convert("I")
    if strip.has_transparency_data:
        return strip.convert("RGBA")
    if strip.mode in ("1", "P", "PA"):
        return strip.convert("L" if strip.mode == "1" else "RGB")
    return strip
