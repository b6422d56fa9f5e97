"""A label cut out of its frame, with lines under what its words say."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from backends import Quad
from pages._ui.html import label_pictures
from pages._ui.html.label_pictures import Underline
from pages._ui.html.transcripts import KINDS, Span
from pipeline import Frame
from pipeline.stages import LabelTranscription
from pipeline.stages.answers import LabelBox, LabelLine
from tests.label_samples import quad

TEXT = "Winslow Homer\nDusk, 1896"
HERE, THERE = "a" * 64, "b" * 64
CARD = quad(0.2, 0.2, 0.5, 0.4)
TITLE, ARTIST = KINDS["title"][1], KINDS["artist"][1]


def frame(sha256: str = HERE, path: Path = Path("f.jpg")) -> Frame:
    return Frame(0, Fraction(1, 1000), sha256, path, 400, 300)


def label(*places: tuple[str, Quad], outline: Quad | None = CARD) -> LabelTranscription:
    """A line of TEXT at each place."""
    lines = tuple(LabelLine(0.9, LabelBox(sha256, place)) for sha256, place in places)
    boxes = (LabelBox(HERE, outline),) if outline else ()
    return LabelTranscription(TEXT, "beside", boxes=boxes, lines=lines)


FIRST, SECOND = quad(0.25, 0.25, 0.26, 0.08), quad(0.25, 0.4, 0.4, 0.08)
READ = label((HERE, FIRST), (HERE, SECOND))


def test_the_frame_is_the_one_with_most_lines() -> None:
    frames = (frame(THERE), frame(HERE))
    assert label_pictures.frame_of(READ, frames) == frames[1]
    elsewhere = label((THERE, FIRST), (HERE, SECOND))
    assert label_pictures.frame_of(elsewhere, frames) == frames[0]
    assert label_pictures.frame_of(READ, (frame("c" * 64),)) is None
    assert label_pictures.frame_of(LabelTranscription(TEXT, "read"), frames) is None
    unplaced = LabelTranscription(TEXT, "read", lines=(LabelLine(0.5), LabelLine(0.5)))
    assert label_pictures.frame_of(unplaced, frames) is None


def test_a_part_of_a_line_has_its_share_of_the_width_by_characters() -> None:
    """Of "Dusk, 1896", ten characters over 0.4, the title is the first four."""
    shown = (Span(0, 13, "artist"), Span(14, 18, "title"), Span(20, 24, "date"))
    first, title, date = label_pictures.underlines(READ, shown, frame())
    assert np.allclose((*first.start, *first.end), (0.25, 0.33, 0.51, 0.33))
    assert np.allclose((*title.start, *title.end), (0.25, 0.48, 0.41, 0.48))
    assert np.allclose((*date.start, *date.end), (0.49, 0.48, 0.65, 0.48))
    assert (first.colour, title.colour) == (ARTIST, TITLE)


def test_a_stretch_over_two_lines_is_underlined_on_both() -> None:
    lines = label_pictures.underlines(READ, (Span(8, 18, "title"),), frame())
    assert len(lines) == 2
    assert lines[0].start[0] == pytest.approx(0.25 + 0.26 * 8 / 13)


def test_a_line_of_another_frame_is_marked_in_the_text_alone() -> None:
    apart = label((HERE, FIRST), (THERE, SECOND))
    shown = (Span(0, 13, "artist"), Span(14, 18, "title"))
    assert [u.colour for u in label_pictures.underlines(apart, shown, frame())] == [ARTIST]


def test_an_outline_holds_all_lines_and_some_wall() -> None:
    outside = label((HERE, FIRST), (HERE, quad(0.25, 0.55, 0.5, 0.1)))
    for sample in (READ, outside, label((HERE, FIRST), (HERE, SECOND), outline=None)):
        corners = np.array(label_pictures.outline(sample, frame()))
        (left, top), (right, bottom) = corners.min(0), corners.max(0)
        assert left < 0.25
        assert top < 0.25
        assert right > max(box.quad[1][0] for box in (line.box for line in sample.lines) if box)
        assert bottom > max(box.quad[2][1] for box in (line.box for line in sample.lines) if box)


def test_a_label_that_was_filmed_sideways_is_shown_upright() -> None:
    """Its lines run upwards: what is drawn begins where the print begins."""
    turned: Quad = ((0.3, 0.55), (0.3, 0.25), (0.35, 0.25), (0.35, 0.55))
    sideways = label((HERE, turned))
    corners = np.array(label_pictures.outline(sideways, frame()))
    assert corners[0, 0] < corners[3, 0]  # down the label is to the right in the frame
    assert corners[0, 1] > corners[1, 1]  # along its lines is up


def test_an_outline_without_an_area_is_no_error(tmp_path: Path) -> None:
    flat: Quad = ((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 0.1))
    assert label_pictures.outline(label((HERE, flat), outline=flat), frame()) == flat
    path = tmp_path / "f.png"
    Image.new("RGB", (400, 300)).save(path)
    assert label_pictures.picture(path, flat, ()) is None
    assert label_pictures.picture(tmp_path / "gone.png", CARD, ()) is None


def test_the_picture_is_straight_and_the_line_is_under_its_words(tmp_path: Path) -> None:
    path = tmp_path / "f.png"
    image = Image.new("RGB", (400, 300), "grey")
    ImageDraw.Draw(image).rectangle((80, 60, 280, 180), fill="white")
    image.save(path)
    line = Underline((0.25, 0.48), (0.65, 0.48), TITLE)
    data = label_pictures.picture(path, CARD, (line,))
    assert data is not None
    cut = Image.open(io.BytesIO(data))
    assert cut.width == 560  # 200 px, enlarged
    assert abs(cut.height / cut.width - 120 / 200) < 0.02
    at = (round(0.5 * cut.width), round(cut.height * (0.48 - 0.2) / 0.4))
    red, green, blue = cut.getpixel(at)  # type: ignore[misc]
    assert max(abs(red - 0x2F), abs(green - 0x7D), abs(blue - 0x5F)) < 40
    assert min(cut.getpixel((at[0], at[1] - 20))) > 230  # type: ignore[arg-type]
