"""QR codes and barcodes in a frame, and the label on whose card each is printed.

A code is text that was printed: it is read and handed on, never opened. Which record it points at
depends on the catalogue, and is found out where signals are drawn from the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp

from backends.base import Quad
from backends.embedded.arrays import Image
from backends.embedded.labels.codes import cards
from backends.embedded.labels.crops import fractions
from backends.embedded.labels.detection import Points, overlap
from backends.embedded.labels.transcription import Label

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_BARCODES = zxingcpp.BarcodeFormats([
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.EAN8,
    zxingcpp.BarcodeFormat.UPCA,
])  # fmt: skip
"""Here is the budget of time: 3 % of the 450 ms that a still takes. Only the frames that are read
for labels are searched, five of a clip. QR codes take 3.5 ms of a frame of 1080p and 13.7 ms of one
of 4K, which takes longer to read as well. Barcodes would take 8 ms and 21 ms, DataMatrix 8 ms and
35 ms more. So barcodes, and QR codes that are light on dark, are sought on labels alone, 7 ms each
at most; DataMatrix, which is for machines, is not."""
_AROUND = 2.5
"""Longer sides of a label around it in which barcodes are sought."""
_MOST_SIDE = 1280
"""px to which that region is reduced."""
_SAMPLES = 200
"""Places along a barcode at which its bars are looked for."""
_BARS = 0.6
"""Of a barcode's contrast along its reading line: with less, its bars have ended."""
MOST = 8
"""Codes of a frame at most: a wall of them is an artwork."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: its text word for word, what kind it is, and its corners.

    `on` is the number of the label on whose card it is printed, among the labels of the frame.
    """

    text: str
    kind: str
    quad: Quad
    on: int | None = None


def find(image: Image, labels: Sequence[Label]) -> tuple[Code, ...]:
    """The codes in a BGR picture whose `labels` were read, at most `MOST`."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    seen = _decoded(grey, _QR, inverted=False)
    for label in labels:
        seen += _around(grey, label)
    distinct: list[tuple[Points, Code]] = []
    for corners, code in seen:
        if all(overlap(corners, other) < 0.5 for other, _ in distinct):
            distinct.append((corners, code))
    distinct = distinct[:MOST]
    owners = cards.owners(grey, [corners for corners, _ in distinct], labels)
    return tuple(
        replace(code, on=on, quad=fractions(corners, grey.shape))
        for (corners, code), on in zip(distinct, owners, strict=True)
    )


def with_codes(labels: Sequence[Label], codes: Sequence[Code]) -> tuple[Label, ...]:
    """The labels of a frame, each with an outline that holds the codes on its card as well."""
    own = [[code.quad for code in codes if code.on == n] for n in range(len(labels))]
    return tuple(
        replace(label, quad=_around_all([label.quad, *quads])) if quads else label
        for label, quads in zip(labels, own, strict=True)
    )


def _around_all(quads: Sequence[Quad]) -> Quad:
    """The upright rectangle around outlines."""
    xs, ys = [x for quad in quads for x, _ in quad], [y for quad in quads for _, y in quad]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _decoded(
    grey: Image, formats: zxingcpp.BarcodeFormats, inverted: bool
) -> list[tuple[Points, Code]]:
    """Codes with their corners in px. Their text is not judged here, whatever it says."""
    barcodes = zxingcpp.read_barcodes(
        grey, formats=formats, try_invert=inverted, text_mode=zxingcpp.TextMode.Plain
    )
    nowhere = ((0.0, 0.0),) * 4
    return [
        (_corners(barcode.position), Code(barcode.text, str(barcode.format), nowhere))
        for barcode in barcodes
        if barcode.text
    ]


def _corners(position: zxingcpp.Position) -> Points:
    """Clockwise from the top left of the code."""
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([(point.x, point.y) for point in points], np.float32)


def _whole_bars(grey: Image, corners: Points) -> Points:
    """A barcode from the upper to the lower end of its bars: it is read along one line of them."""
    left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    along = right - left
    up = np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1.0)
    places = left + np.linspace(0, 1, _SAMPLES)[:, None] * along
    bars = _contrast(grey, places)
    ends = []
    for way in (up, -up):
        steps = range(1, max(2, int(np.linalg.norm(along))))
        gone = (n for n in steps if _contrast(grey, places + n * way) < _BARS * bars)
        ends.append(way * next(gone, len(steps)))
    upper, lower = ends
    ring = (left + upper, right + upper, right + lower, left + lower)
    return np.asarray(np.stack(ring), np.float32)


def _contrast(grey: Image, places: Points) -> float:
    """How much the grey levels at places (n, 2) in px differ."""
    line = cv2.remap(
        grey, places[None, :, 0].astype(np.float32), places[None, :, 1].astype(np.float32),
        cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return float(np.std(line))


def _around(grey: Image, label: Label) -> list[tuple[Points, Code]]:
    """The codes on a label and close to it."""
    corners = cards.px(label.quad, grey)
    low, high = corners.min(axis=0), corners.max(axis=0)
    pad = _AROUND * float((high - low).max())
    x0, y0 = np.maximum(low - pad, 0).astype(int)
    x1, y1 = np.minimum(high + pad, grey.shape[::-1]).astype(int)
    region = grey[y0:y1, x0:x1]
    if not region.size:
        return []
    scale = min(1.0, _MOST_SIDE / max(region.shape))
    if scale < 1:
        region = np.asarray(
            cv2.resize(region, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    corner = np.array([x0, y0], np.float32)
    region = np.ascontiguousarray(region)
    bars = _decoded(region, _BARCODES, inverted=False)
    decoded = [(_whole_bars(region, quad), code) for quad, code in bars]
    decoded += _decoded(region, _QR, inverted=True)
    return [(np.asarray(quad / scale + corner, np.float32), code) for quad, code in decoded]
