"""Local features of a picture: reading the file, RootSIFT, and the cache on disk.

SIFT: Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 2004.
RootSIFT: Arandjelović and Zisserman, "Three things everyone should know to improve object
retrieval", CVPR 2012.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import imaging
from backends.base import BackendError
from backends.embedded.arrays import Bytes, Floats, Image
from backends.embedded.paintings.colour import THUMBNAIL, thumbnail
from imaging import LARGEST_FRAME, NoPicture, PictureError, PictureTooLarge
from storage import replacing

_sift: Any = vars(cv2)["SIFT_create"]
"""OpenCV 5 has it, but its type stubs lack it."""

REFERENCE_SIDE = 640
REFERENCE_FEATURES = 1000
DETECTED = 2500
"""Features detected in a reference. Half of those chosen are the strongest; the other half are
spread over the picture, because a carved gilt frame would take them all."""
CELLS = 10
QUERY_SIDE = 1280
QUERY_FEATURES = 3000
CONTRAST = 0.02
"""SIFT's own default of .04 leaves dim oil paintings with too few features."""
FAINT_CONTRAST = 0.005
FAINT = 200
"""Below this many features a reference is described again with the faint threshold."""
NARROWEST = 16
"""px; no feature fits into less."""
LARGE_FILE = 2_000_000
"""Bytes of a file from which a JPEG is decoded at a quarter of its size."""
MOST_BYTES = 200_000_000
"""Bytes of a file that is read as a whole."""
SETTINGS = f"3-{REFERENCE_SIDE}-{DETECTED}-{REFERENCE_FEATURES}-{CONTRAST}-{FAINT_CONTRAST}-{FAINT}"


class UnreadablePicture(BackendError):
    """The file is missing, or it is not a picture; the message is for the museum."""


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one picture.

    `points` (n, 4): x, y and diameter in px of the scaled picture, and orientation in degrees;
    `descriptors` (n, 128) SIFT as bytes; `size` = (width, height) of the scaled picture;
    `thumbnail` as in `colour.thumbnail`; `faint`: the picture has little texture.
    The first n features cover the whole picture, whatever n is.
    """

    points: Floats
    descriptors: Bytes
    size: tuple[int, int]
    thumbnail: Floats
    faint: bool


def digest(path: Path) -> str:
    """The SHA-256 of a picture's file and of the settings. Raises UnreadablePicture."""
    try:
        with path.open("rb") as file:
            hashed = hashlib.file_digest(file, "sha256")
            empty = not file.tell()
    except FileNotFoundError:
        raise UnreadablePicture(f"{path.name}: the file is missing") from None
    except OSError as error:
        why = error.strerror or "unknown error"
        raise UnreadablePicture(f"{path.name}: cannot be opened ({why})") from None
    if empty:
        raise UnreadablePicture(f"{path.name}: the file is empty")
    hashed.update(SETTINGS.encode())
    return hashed.hexdigest()


def decode(path: Path) -> Image:
    """The picture in a file, (h, w, 3) BGR, perhaps reduced. Raises UnreadablePicture."""
    try:
        image = _reduced(path) if _is_large(path) else _whole(path)
    except PictureTooLarge as error:
        raise UnreadablePicture(str(error)) from error
    except (OSError, PictureError, cv2.error):
        image = None
    if image is None:
        raise UnreadablePicture(f"{path.name}: not a picture that can be read; save it as JPEG")
    return np.asarray(image, np.uint8)


def _is_large(path: Path) -> bool:
    """Whether decoding a picture whole takes much memory. Raises PictureError, OSError."""
    if path.stat().st_size > MOST_BYTES:
        return True
    with suppress(NoPicture):  # OpenCV may know it all the same
        width, height = imaging.size(path)
        return width * height > LARGEST_FRAME
    return False


def _reduced(path: Path) -> NDArray[Any]:
    rgb = np.asarray(imaging.read(path, 2 * REFERENCE_SIDE))
    return rgb[:, :, ::-1]


def _whole(path: Path) -> NDArray[Any] | None:
    data = path.read_bytes()
    buffer = np.frombuffer(data, np.uint8)
    image: NDArray[Any] | None = None
    if len(data) > LARGE_FILE:
        image = cv2.imdecode(buffer, cv2.IMREAD_REDUCED_COLOR_4)
    if image is None or max(image.shape[:2]) < REFERENCE_SIDE:
        image = cv2.imdecode(buffer, cv2.IMREAD_COLOR)
    return image


def scaled(image: Image, longest: int) -> tuple[Image, float]:
    """The image shrunk so that its longest side is at most `longest` px, and the factor."""
    factor = longest / max(image.shape[:2])
    if factor >= 1:
        return image, 1.0
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def sift(image: Image, count: int, contrast: float = CONTRAST) -> tuple[Floats, Bytes]:
    """Points (n, 4) as in `Features` and descriptors (n, 128), the strongest `count` of them."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if min(grey.shape) < NARROWEST:
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    detector = _sift(nfeatures=count, contrastThreshold=contrast)
    keypoints, descriptors = detector.detectAndCompute(grey, None)
    if descriptors is None or not len(keypoints):
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    order = np.argsort([-point.response for point in keypoints], kind="stable")[:count]
    points = [(*keypoints[i].pt, keypoints[i].size, keypoints[i].angle) for i in order]
    return np.array(points, np.float32), descriptors[order].astype(np.uint8)


def spread_evenly(points: Floats, size: tuple[int, int]) -> NDArray[np.intp]:
    """An order in which the strongest of every part come first, then every second strongest."""
    cell = (points[:, :2] / np.array(size, np.float32) * CELLS).astype(np.intp).clip(0, CELLS - 1)
    number = cell[:, 1] * CELLS + cell[:, 0]
    grouped = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[grouped], number[grouped])
    rank = np.empty(len(points), np.intp)
    rank[grouped] = np.arange(len(points)) - starts
    return np.argsort(rank, kind="stable")


def root(descriptors: Bytes) -> Floats:
    """RootSIFT (n, 128): the Hellinger kernel by a dot product of unit vectors."""
    values = descriptors.astype(np.float32)
    values /= np.maximum(values.sum(axis=1, keepdims=True), 1.0)
    return np.sqrt(values)


def extract(image: Image) -> Features:
    """The features of a reference picture (h, w, 3) BGR."""
    small, _ = scaled(image, REFERENCE_SIDE)
    size = (small.shape[1], small.shape[0])
    points, descriptors = sift(small, DETECTED)
    faint = len(points) < FAINT
    if faint:
        points, descriptors = sift(small, DETECTED, FAINT_CONTRAST)
    chosen = _chosen(points, size)
    return Features(points[chosen], descriptors[chosen], size, thumbnail(small), faint)


def _chosen(points: Floats, size: tuple[int, int]) -> NDArray[np.intp]:
    strongest = REFERENCE_FEATURES // 2
    order = spread_evenly(points, size)
    chosen = np.concatenate([np.arange(min(strongest, len(points))), order[order >= strongest]])
    chosen = chosen[:REFERENCE_FEATURES]
    return chosen[spread_evenly(points[chosen], size)]


class FeatureCache:
    """Features by the hash of the picture's file and of the settings, one file each.

    A file that cannot be read is made again; a folder that cannot be written (a full disk)
    only costs time at the next start, and is reported once in `problem`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: str | None = None
        self._busy: dict[str, Lock] = {}

    def features(self, path: Path) -> Features:
        """Features of the picture, from the cache if they are there. Raises UnreadablePicture."""
        return self.entry(path)[1]

    def entry(self, path: Path) -> tuple[str, Features]:
        """The features of the picture and the key under which `stored` finds them again.

        However many threads ask, they are computed once. Raises UnreadablePicture.
        """
        key = digest(path)
        with self._busy.setdefault(key, Lock()):
            features = self.stored(key)
            if features is None:
                features = extract(decode(path))
                self._save(self._file(key), features)
        return key, features

    def stored(self, key: str) -> Features | None:
        """The features under a key; None where they are missing or damaged."""
        return _load(self._file(key))

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.npz"

    def _save(self, target: Path, features: Features) -> None:
        try:
            _write(target, features)
        except OSError as error:
            why = error.strerror or "unknown error"
            self.problem = f"{self.folder}: features are not kept for the next start ({why})"


def _write(target: Path, features: Features) -> None:
    with replacing(target) as draft, draft.open("wb") as file:
        np.savez(
            file,
            points=features.points,
            descriptors=features.descriptors,
            size=np.array(features.size, np.int64),
            thumbnail=features.thumbnail,
            faint=np.array(features.faint),
        )


def _load(path: Path) -> Features | None:
    """The features in a file; None where it is missing or damaged."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as data:
            width, height = (int(value) for value in data["size"])
            features = Features(
                np.asarray(data["points"], np.float32),
                np.asarray(data["descriptors"], np.uint8),
                (width, height),
                np.asarray(data["thumbnail"], np.float32),
                bool(data["faint"]),
            )
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile):
        return None
    sound = (
        features.points.shape == (len(features.descriptors), 4)
        and features.descriptors.shape == (len(features.points), 128)
        and features.thumbnail.shape == (THUMBNAIL, THUMBNAIL, 3)
    )
    return features if sound else None
