"""Outlines on frames, thumbnails, and what is shown when a picture is gone."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pages._ui.html import pictures
from pages._ui.html.pictures import PAINTING
from tests import builders


def pixels(jpeg: bytes | None) -> NDArray[np.int64]:
    """Rows, columns, and red, green and blue."""
    assert jpeg is not None
    return np.array(Image.open(io.BytesIO(jpeg)).convert("RGB"), np.int64)


def test_outlines_tell_the_proposal_from_the_others(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    frame = clip.frames[1]
    assert [o.colour for o in pictures.outlines(clip, frame, "T-01")] == [PAINTING]
    assert [o.colour for o in pictures.outlines(clip, frame, "T-02")] == ["#ffffff"]
    assert pictures.outlines(clip, clip.frames[0], "T-01") == []


@pytest.mark.parametrize(
    ("tie", "drawn"),
    [
        ("beside", [pictures.LABEL]),
        ("elsewhere", [pictures.OTHER_LABEL]),
        ("none", [pictures.OTHER_LABEL]),
        ("inscription", []),
    ],
)
def test_a_label_is_outlined_by_what_it_belongs_to(
    tmp_path: Path, tie: str, drawn: list[str]
) -> None:
    clip = builders.evidence(tmp_path)
    box = {"frame": clip.frames[1].sha256, "quad": [list(corner) for corner in builders.QUAD]}
    label = builders.output("label", {"text": "x", "tie": tie, "boxes": [box]})
    clip = replace(clip, outputs=(label, *clip.outputs[1:]))
    colours = [o.colour for o in pictures.outlines(clip, clip.frames[1], "T-01")]
    assert colours == [PAINTING, *drawn]


def test_strip_keeps_the_chosen_frame(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    frames = tuple(replace(clip.frames[0], pts=1000 * n, sha256=str(n)) for n in range(40))
    strip = pictures.strip(replace(clip, frames=frames), frames[7], 9)
    assert len(strip) == 9
    assert frames[7] in strip
    assert [frame.pts for frame in strip] == sorted(frame.pts for frame in strip)


def test_thumbnail_is_a_small_jpeg(tmp_path: Path) -> None:
    uri = pictures.thumbnail(builders.picture(tmp_path / "p.jpg", 3), (50, 40))
    assert uri.startswith("data:image/jpeg;base64,")
    assert pixels(base64.b64decode(uri.split(",")[1])).shape == (40, 50, 3)


def test_what_is_no_picture_is_none(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jpg"
    wrong.write_text("this is not a picture")
    assert pictures.picture(wrong, 900) is None
    assert pictures.picture(tmp_path / "gone.jpg", 900) is None
    assert pictures.thumbnail(tmp_path / "gone.jpg") == ""
