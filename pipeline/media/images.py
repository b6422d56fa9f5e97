"""Pictures as pixels, and frames as files named by the hash of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow

import imaging
from imaging import MOST_PIXELS, NoPicture, PictureError
from pipeline.errors import MediaError
from pipeline.media.stream import Image
from pipeline.types import Frame
from storage import StorageError, lacks_space, replacing

QUALITY = 92
_LONGEST = 65_500  # px, what a JPEG can hold
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def identify(path: Path) -> tuple[int, int] | None:
    """(width, height) in px of the upright picture; None if the file is no picture.

    An animated GIF is a video. Of any other file with several pictures the first counts. The whole
    picture is read, so that a damaged file fails here. Raises MediaError.
    """
    _refuse_heic(path)
    with _as_media(), suppress(NoPicture), imaging.opened(path) as picture:
        if picture.format == "GIF" and getattr(picture, "is_animated", False):
            return None
        size = _upright_size(path, picture)
        picture.draft("RGB", (64, 64))  # a JPEG is read whole, but decoded at an eighth
        picture.load()
        return size
    return None


def read(path: Path, longest: int | None = None) -> Image:
    """The picture as `imaging.read` reads it, at most `longest` px. Raises MediaError."""
    with _as_media():
        rgb = np.asarray(imaging.read(path, longest))
    most = imaging.longest_of_a_frame(rgb.shape[1], rgb.shape[0])
    return fit(np.ascontiguousarray(rgb[:, :, ::-1]), min(longest or most, most))


def fit(image: Image, longest: int | None) -> Image:
    """The image, reduced if its longer side exceeds `longest` px."""
    height, width = image.shape[:2]
    if longest is None or max(height, width) <= longest:
        return image
    scale = longest / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def save_frame(image: Image, folder: Path, pts: int, time_base: Fraction) -> Frame:
    """The frame of an image, written to `folder` unless it is there. Raises StorageError."""
    encoded, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not encoded:
        raise MediaError("A frame is too large for a JPEG. Save the picture smaller.")
    content = data.tobytes()
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / f"{sha256}.jpg"
    if not (path.is_file() and path.stat().st_size == len(content)):
        with writing(path) as unfinished:
            unfinished.write_bytes(content)
    return Frame(pts, time_base, sha256, path, image.shape[1], image.shape[0])


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A name to write under; the file appears at `path` whole, or not at all.

    Raises StorageError where it cannot be written.
    """
    try:
        with replacing(path) as draft:
            yield draft
    except OSError as error:
        raise StorageError(_cure(error, path.parent)) from error


def _cure(error: OSError, folder: Path) -> str:
    if lacks_space(error):
        return (
            f"The disk of {folder} is full. Free some space and start again: what was "
            "analysed so far is kept."
        )
    return f"Cannot write to {folder}: {error.strerror or error}. Give yourself rights there."


@contextmanager
def _as_media() -> Iterator[None]:
    try:
        yield
    except PictureError as error:
        raise MediaError(str(error)) from error


def _upright_size(path: Path, picture: Pillow.Image) -> tuple[int, int]:
    width, height = picture.size
    if max(width, height) > _LONGEST:
        raise MediaError(_too_large(path))
    if picture.format == "TIFF":  # Pillow has turned it already
        return width, height
    sideways = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (height, width) if sideways else (width, height)


def _too_large(path: Path) -> str:
    return (
        f"The picture {path.name} is too large: save it with at most "
        f"{MOST_PIXELS // 10**6} megapixels, and no side over {_LONGEST} pixels."
    )


def _refuse_heic(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(12)
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC:
        raise MediaError(
            f"{path.name} is a HEIC picture, which cannot be read here. Save it as JPEG (on an "
            "iPhone: Settings, Camera, Formats, Most Compatible) and add that."
        )
