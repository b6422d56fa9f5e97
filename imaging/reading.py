"""Pictures as a person sees them: upright, in sRGB, and hardly larger than is asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from imaging.errors import NoPicture, PictureError, PictureTooLarge
from imaging.large_pictures import longest_of_a_frame, reduced, require_memory
from imaging.limits import MOST_PIXELS

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "JPEG2000")


@contextmanager
def opened(path: Path) -> Iterator[Pillow.Image]:
    """The picture, lazily. Raises PictureError; NoPicture where the file is none.

    Faults that show only when the pixels are read, within the block, are raised alike.
    """
    try:
        with warnings.catch_warnings():
            # Reproductions of 100 megapixels are usual here; Pillow still refuses twice that.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(path, formats=_FORMATS) as picture:
                require_memory(path, picture)
                yield picture
    except UnidentifiedImageError as error:
        raise NoPicture(
            f"The file {path.name} is no picture that can be read. Save it as JPEG."
        ) from error
    except (Pillow.DecompressionBombError, MemoryError) as error:
        raise PictureTooLarge(
            f"The picture {path.name} is too large: save it with at most "
            f"{MOST_PIXELS // 10**6} megapixels, as JPEG."
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureError(
            f"The picture {path.name} is damaged or incomplete. Copy it again from where it "
            "came, or export it again as JPEG."
        ) from error


def size(path: Path) -> tuple[int, int]:
    """(width, height) in px as stored. Raises PictureError."""
    with opened(path) as picture:
        return picture.size


def read(path: Path, longest: int | None = None) -> Pillow.Image:
    """The picture upright, in sRGB; transparent parts are white. Raises PictureError.

    A larger one is reduced by a whole number, to `longest` px or up to twice that: the rest is for
    the caller. One with more pixels than `LARGEST_FRAME` is at least halved.
    """
    with opened(path) as picture:
        most = longest_of_a_frame(*picture.size)
        longest = most if longest is None else min(longest, most)
        picture.draft("RGB", (longest, longest))
        small = reduced(picture, longest)
        if small is picture:
            small = picture.copy()
    del picture  # its pixels may be hundreds of megabytes
    return _srgb(ImageOps.exif_transpose(small))


def _srgb(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture).convert("RGB")
    profile = picture.info.get("icc_profile")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Pillow.new("RGBA", picture.size, "white")
        picture = Pillow.alpha_composite(white, picture).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            return _converted(picture, profile)
        except (ImageCms.PyCMSError, OSError):
            pass  # a damaged profile: take the colours for sRGB
    return picture.convert("RGB")


def _converted(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    return converted if converted is not None else picture.convert("RGB")


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """A sixteen-bit or floating-point scan in eight bits; Pillow alone would clip it to white."""
    values = np.array(picture, np.float32)
    top = 65_535 if picture.mode.startswith("I") and values.max() > 255 else values.max()
    values *= 255 / max(float(top), 1e-9)
    return Pillow.fromarray(values.clip(0, 255, out=values).astype(np.uint8))
