"""Pictures for the pages, as JPEG bytes: outlines on frames, thumbnails, references. Pure."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from backends.base import Quad
from jobs.transcript import spread
from pipeline.stages.answers import LabelTranscription
from pipeline.types import Evidence, Frame

PAINTING, LABEL, OTHER = "#7fd6b8", "#f2b84b", "#ffffff"


@dataclass(frozen=True, slots=True)
class Outline:
    """A quadrilateral in fractions of the frame, and the colour that says what it is."""

    quad: Quad
    colour: str


def opened(path: Path, longest: int) -> Image.Image | None:
    """The picture, upright, at most `longest` pixels on its long side; None if unreadable."""
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return upright


def picture(path: Path | None, longest: int = 900) -> bytes | None:
    """A picture file as JPEG; None if there is none or it cannot be read."""
    found = opened(path, longest) if path else None
    return _jpeg(found) if found else None


def outlined(path: Path, outlines: Sequence[Outline], longest: int = 960) -> bytes | None:
    """A frame with lines drawn round what was found in it."""
    found = opened(path, longest)
    if found is None:
        return None
    drawing = ImageDraw.Draw(found)
    width = max(2, round(max(found.size) / 240))
    for outline in outlines:
        corners = [(x * found.width, y * found.height) for x, y in outline.quad]
        ring = [*corners, corners[0]]
        drawing.line(ring, fill="#14130f", width=width + 3, joint="curve")
        drawing.line(ring, fill=outline.colour, width=width, joint="curve")
    return _jpeg(found)


def thumbnail(path: Path | None, size: tuple[int, int] = (112, 76)) -> str:
    """A picture cut to `size` as a data URI; empty if there is none."""
    found = opened(path, 3 * max(size)) if path else None
    if found is None:
        return ""
    fitted = ImageOps.fit(found, size, Image.Resampling.LANCZOS)
    return "data:image/jpeg;base64," + base64.b64encode(_jpeg(fitted, 72)).decode()


def best_frame(evidence: Evidence, work: str | None) -> Frame | None:
    """The frame that shows the work best: most verified correspondences (with the label in it,
    if that costs less than half of them), else the one whose label was read, else the middle."""
    by_hash = {frame.sha256: frame for frame in evidence.frames}
    seen = [s for s in evidence.sightings if s.work == work and s.frame in by_hash]
    if seen:
        most = max(s.inliers for s in seen)
        labelled = [s for s in seen if s.frame in _boxes(evidence) and 2 * s.inliers >= most]
        return by_hash[max(labelled or seen, key=lambda s: s.inliers).frame]
    label = evidence.output("label")
    read = [by_hash[h] for h in (label.frames if label else ()) if h in by_hash]
    if label and label.raw and len(read) == 1:
        return read[0]
    return evidence.frames[len(evidence.frames) // 2] if evidence.frames else None


def outlines(evidence: Evidence, frame: Frame, work: str | None) -> list[Outline]:
    """What was located in this frame: the proposed painting, other works, the wall label."""
    seen = sorted(
        (s for s in evidence.sightings if s.frame == frame.sha256), key=lambda s: s.work == work
    )
    found = [Outline(s.quad, PAINTING if s.work == work else OTHER) for s in seen]
    label = label_quad(evidence, frame)
    return [*found, Outline(label, LABEL)] if label else found


def label_quad(evidence: Evidence, frame: Frame) -> Quad | None:
    """Where the label hangs in this frame, if the backend said so."""
    return _boxes(evidence).get(frame.sha256)


def _boxes(evidence: Evidence) -> dict[str, Quad]:
    """Frame hash → where the label was read in it, the first place where there are two."""
    label = evidence.answer(LabelTranscription)
    return {box.frame: box.quad for box in reversed(label.boxes)} if label else {}


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


def _jpeg(image: Image.Image, quality: int = 86) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
