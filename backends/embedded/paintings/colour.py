"""Comparing pictures by their coarse colours, for works that have too little texture for SIFT."""

from __future__ import annotations

import cv2
import numpy as np

from backends.embedded.arrays import Floats, Image

THUMBNAIL = 24
PLAIN = 2.0
"""Lab units of standard deviation: below it lies the noise of a camera, and vignetting."""
_WARPED = 96
"""The rectified picture is sampled this finely first: a warp does not average by itself."""


def thumbnail(image: Image) -> Floats:
    """(24, 24, 3) CIE Lab, L in 0..100, of a (h, w, 3) BGR image."""
    small = cv2.resize(image, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2Lab), np.float32)


def rectified_thumbnail(image: Image, corners: Floats) -> Floats:
    """The thumbnail of the quadrilateral `corners` (4, 2) px: TL, TR, BR, BL of the object."""
    side = float(_WARPED)
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), square)
    flat = cv2.warpPerspective(
        image, transform, (_WARPED, _WARPED), borderMode=cv2.BORDER_REPLICATE
    )
    return thumbnail(np.asarray(flat, np.uint8))


def standardised(thumbnails: Floats) -> Floats:
    """(n, 24, 24, 3) → (n, 1728) of zero mean per channel and unit length.

    The mean goes per channel so that exposure and white balance do not count; the channels
    keep their common scale, so that a nearly grey picture is compared by its lightness.
    A plain picture becomes the zero vector, which correlates with nothing.
    """
    flat = thumbnails.reshape(len(thumbnails), -1, 3)
    centred = (flat - flat.mean(axis=1, keepdims=True)).reshape(len(thumbnails), -1)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    textured = length > PLAIN * THUMBNAIL
    return np.asarray(np.where(textured, centred / np.maximum(length, 1e-6), 0), np.float32)


def is_plain(colours: Floats) -> bool:
    """Whether a thumbnail is too even to distinguish it from any other even picture."""
    return not standardised(colours[None]).any()


def likeness(image: Image, corners: Floats, reference: Floats) -> float:
    """Correlation of the part of a quadrilateral that is in the image with a thumbnail."""
    side = THUMBNAIL
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    back = cv2.getPerspectiveTransform(square, corners.astype(np.float32))
    middle = np.arange(side, dtype=np.float32) + 0.5
    grid = np.stack(np.meshgrid(middle, middle), axis=-1).reshape(1, -1, 2)
    where = cv2.perspectiveTransform(grid, back).reshape(-1, 2)
    inside = ((where >= 0) & (where < (image.shape[1], image.shape[0]))).all(axis=1)
    seen = rectified_thumbnail(image, corners).reshape(-1, 3)[inside]
    expected = reference.reshape(-1, 3)[inside]
    if len(seen) < side:
        return 0.0
    a, b = (colours - colours.mean(axis=0) for colours in (seen, expected))
    return float((a * b).sum() / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-6))
