"""Pictures for the pages, as JPEG bytes, and what is outlined in a frame. Pure."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

import imaging
from backends import Quad
from imaging import PictureError
from pipeline import Evidence, Frame
from pipeline.analysis import label_quads, spread
from pipeline.stages import LabelTranscription

PAINTING, LABEL, OTHER, OTHER_LABEL = "#7fd6b8", "#f2b84b", "#ffffff", "#c9b7e8"
_UNUSED = ("elsewhere", "none")
"""The ties of a label that may be a neighbour's; words on a painting are no label at all."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A quadrilateral in fractions of the frame, and the colour that says what it is."""

    quad: Quad
    colour: str
    work: str = ""
    """The work that was recognised there, by its identifier."""


def upright(path: Path, longest: int) -> Image.Image | None:
    """The picture, upright, at most `longest` pixels on its long side; None if unreadable."""
    try:
        image = imaging.read(path, longest)
    except PictureError:
        return None
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def picture(path: Path, longest: int) -> bytes | None:
    """A picture file as JPEG, at most `longest` pixels on its long side; None if unreadable."""
    image = upright(path, longest)
    return jpeg(image) if image else None


def thumbnail(path: Path, size: tuple[int, int] = (112, 76)) -> str:
    """A picture cropped to `size` as a data URI; empty if it cannot be read."""
    image = upright(path, 3 * max(size))
    if image is None:
        return ""
    fitted = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(fitted, 72)).decode()


def outlines(evidence: Evidence, frame: Frame, work: str | None) -> list[Outline]:
    """What was located in this frame: the proposed painting, other works, the wall label, which is
    another colour where it may be that of a neighbour."""
    seen = sorted(
        (s for s in evidence.sightings if s.frame == frame.sha256), key=lambda s: s.work == work
    )
    paintings = [Outline(s.quad, PAINTING if s.work == work else OTHER, s.work) for s in seen]
    read, label = evidence.answer(LabelTranscription), label_quads(evidence).get(frame.sha256)
    if read is None or label is None or read.tie == "inscription":
        return paintings
    return [*paintings, Outline(label, OTHER_LABEL if read.tie in _UNUSED else LABEL)]


def strip(evidence: Evidence, chosen: Frame | None, count: int = 9) -> list[Frame]:
    """At most `count` frames spread over the clip, the chosen one among them."""
    frames = sorted(evidence.frames, key=lambda f: f.time)
    if len(frames) <= count:
        return frames
    picked = set(spread(range(len(frames)), count))
    if chosen in frames:
        at = frames.index(chosen)
        picked.discard(min(picked, key=lambda n: abs(n - at)))
        picked.add(at)
    return [frames[n] for n in sorted(picked)]


def jpeg(image: Image.Image, quality: int = 86) -> bytes:
    """The bytes of a JPEG file."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
