"""Which outline of a clip is the painting that it is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backends import Quad
from pipeline.analysis import main_painting
from pipeline.stages.answers import LabelBox, LabelTranscription
from pipeline.types import Evidence
from tests import builders


def box(left: float, top: float, right: float, bottom: float) -> Quad:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


MIDDLE = box(0.3, 0.3, 0.7, 0.7)
LARGER = box(0.0, 0.0, 0.45, 1.0)
CUT = box(-0.1, 0.1, 0.9, 0.9)
SMALL = box(0.45, 0.45, 0.6, 0.6)


def labelled(evidence: Evidence, quad: Quad) -> Evidence:
    """The clip with its label read at `quad` in every frame."""
    boxes = tuple(LabelBox(frame.sha256, quad) for frame in evidence.frames)
    label = evidence.output("label")
    assert label
    answer = LabelTranscription("Dusk", "beside", boxes=boxes)
    outputs = (replace(label, parsed=answer), *evidence.outputs[1:])
    return replace(evidence, outputs=outputs)


def chosen(evidence: Evidence, *quads: Quad) -> Quad | None:
    painting = main_painting(evidence, evidence.frames[:1], lambda frame: quads)
    return painting[1] if painting else None


def test_the_one_in_the_middle_comes_before_a_larger_one(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    assert chosen(clip, LARGER, MIDDLE) == MIDDLE
    assert chosen(clip, LARGER) == LARGER


def test_what_is_cut_off_or_small_is_left_out(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    assert chosen(clip, CUT, SMALL) is None
    assert chosen(clip, CUT, SMALL, MIDDLE) == MIDDLE
    assert chosen(clip) is None


def test_the_card_of_the_label_is_no_painting(tmp_path: Path) -> None:
    clip = labelled(builders.evidence(tmp_path), box(0.35, 0.35, 0.65, 0.65))
    assert chosen(clip, MIDDLE) is None
    small = labelled(clip, box(0.45, 0.6, 0.55, 0.65))
    assert chosen(small, MIDDLE) == MIDDLE, "a label within a large outline is not its card"


def test_the_frame_that_shows_it_largest_is_taken(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    first, second, _ = clip.frames
    outlines = {first.sha256: [MIDDLE], second.sha256: [box(0.2, 0.2, 0.8, 0.8)]}
    painting = main_painting(clip, clip.frames, lambda frame: outlines.get(frame.sha256, []))
    assert painting == (second, box(0.2, 0.2, 0.8, 0.8))
