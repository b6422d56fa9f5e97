"""One reference a place: what becomes of two that were recognised in one."""

from __future__ import annotations

import numpy as np

from backends.embedded.paintings.confidence import Proof
from backends.embedded.paintings.verification import Match, settle

FRAME = (1280, 720)


def match(number: int, inliers: int, left: float, top: float, width: float, tall: float) -> Match:
    corners = [(left, top), (left + width, top), (left + width, top + tall), (left, top + tall)]
    proof = Proof(inliers, 0.5, 0.9, 150.0, 0.8)
    return Match(number, np.array(corners, np.float32), "sure", proof)


def certainties(*matches: Match) -> dict[int, str]:
    return {m.number: m.certainty for m in settle(matches, FRAME)}


def test_the_one_with_far_more_points_stays_although_its_outline_is_smaller() -> None:
    oil, drawing = match(0, 114, 400, 200, 300, 300), match(1, 33, 200, 40, 700, 640)
    (stays,) = settle([drawing, oil], FRAME)
    assert (stays.number, stays.certainty, stays.proof.rival) == (0, "sure", 33)


def test_two_with_nearly_as_many_points_are_ambiguous_and_worth_little() -> None:
    first, second = match(0, 100, 400, 200, 300, 300), match(1, 90, 410, 200, 300, 300)
    settled = settle([first, second], FRAME)
    assert [m.certainty for m in settled] == ["ambiguous"] * 2
    assert [m.proof.rival for m in settled] == [90, 100]
    assert max(m.proof.confidence for m in settled) < 0.42 < first.proof.confidence


def test_pictures_side_by_side_are_no_rivals() -> None:
    assert certainties(match(0, 100, 100, 200, 300, 300), match(1, 20, 380, 200, 300, 300)) == {
        0: "sure",
        1: "sure",
    }


def test_outlines_that_meet_only_outside_the_frame_are_no_rivals() -> None:
    below = match(0, 100, 100, 500, 400, 2000)
    beside = match(1, 20, 110, 500, 20, 20)
    farther = match(2, 20, 600, 600, 300, 2000)
    assert certainties(below, farther) == {0: "sure", 2: "sure"}
    assert certainties(below, beside) == {0: "sure"}
