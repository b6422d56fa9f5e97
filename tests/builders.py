"""Small worlds to test the pages in: a catalogue with pictures, and evidence about videos."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from backends.base import Quad
from pipeline import codec
from pipeline.types import Clip, Evidence, Frame, Sighting, StageOutput, Video

WORKS = (
    ("T-01", "The Harbour at Dusk", "Painter One", "harbour with two boats"),
    ("T-02", "Still Life with Lemons", "Painter Two", "lemons on a table"),
    ("T-03", "Portrait of a Notary", "Painter One", "man in black"),
    ("T-04", "The Harbour at Dawn", "Painter One", "harbour in the morning"),
)
"""Identifier, title, artist, subject."""
QUAD: Quad = ((0.3, 0.2), (0.7, 0.2), (0.7, 0.8), (0.3, 0.8))


def picture(path: Path, number: int, size: tuple[int, int] = (160, 120)) -> Path:
    """A picture that differs by number."""
    image = Image.new("RGB", size, (40 * number % 256, 90, 160 - 30 * number % 160))
    ImageDraw.Draw(image).rectangle((40, 30, 90 + number, 80), fill=(230, 200, 90))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "JPEG")
    return path


def catalogue_file(folder: Path, works: Sequence[tuple[str, str, str, str]] = WORKS) -> Path:
    """catalogue.csv with a picture for each work."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "catalogue.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "artist", "subject", "image"])
        for number, work in enumerate(works):
            picture(folder / "pictures" / f"{number}.jpg", number)
            writer.writerow([*work, f"pictures/{number}.jpg"])
    return path


def frame(folder: Path, time: float, number: int = 0) -> Frame:
    """A frame on disk, named by its hash."""
    path = picture(folder / f"draft-{number}-{time}.jpg", number + int(time))
    sha256 = hashlib.sha256(path.read_bytes() + str(time).encode()).hexdigest()
    named = path.replace(folder / f"{sha256}.jpg")
    return Frame(int(time * 1000), Fraction(1, 1000), sha256, named, 160, 120)


def output(stage: str, parsed: Any, raw: str = "", error: str | None = None) -> StageOutput:
    """The output of a stage that understood `parsed`, given as plain JSON values."""
    text = json.dumps(parsed)
    answer = codec.answer_of(stage, text)
    return StageOutput(stage, f"What about {stage}?", raw or text, answer, (), 0.25, error)


def evidence(
    folder: Path,
    number: int = 0,
    title: str | None = "The Harbour at Dusk",
    artist: str | None = "Painter One",
    medium: str = "walk.mp4",
    label: str | None = None,
    start: float = 0.0,
    focus: str | None = None,
    sighted: str | None = "T-01",
) -> Evidence:
    """What the stages said about one clip of 8 s. Without title and artist: nothing was read.

    The label says what is read of it, unless `label` is something else.
    """
    video = Video(
        folder / medium, hashlib.sha256(medium.encode()).hexdigest(), 60.0, "video", 160, 120
    )
    clip = Clip(video, start, start + 8.0, focus)
    frames = tuple(frame(folder / "frames", start + t, number) for t in (0.0, 4.0, 7.0))
    read = bool(title or artist)
    label = label or "\n".join(filter(None, (title, artist)))
    outputs = (
        output("label", {"text": label if read else "", "legible": read,
                         "tie": "beside" if read else "none", "why": ""}),
        output("label_fields", {"title": title, "artist": artist, "subject": None,
                                "inventory": None}),
        output("visual", {"title": None, "artist": None, "subject": None}),
        output("summary", {"works": []}),
        output("description", {"description": "A painting in blue.", "genre": "landscape"}),
        output("scene", {"scene": "A white wall."}),
    )  # fmt: skip
    seen = (Sighting(sighted, frames[1].sha256, frames[1].time, QUAD, 40),) if sighted else ()
    return Evidence(clip, "embedded", "recipe-1", frames, outputs, seen)
