"""Time left, with sums that a person can do."""

from __future__ import annotations

import pytest

from pipeline.pace import Effort, Pace
from pipeline.progress import Progress

PAST = Effort(frames=10, frame_seconds=5, answers=6, answer_seconds=30)
"""0.5 s a frame, 5 s an answer, and 3 s of answers for each frame."""


def step(number: int, done: int, total: int) -> Progress:
    return Progress("walk.mp4", "", number, done, total)


def test_while_frames_are_prepared_their_answers_are_foreseen() -> None:
    assert Pace(PAST).left(step(1, 4, 10)) == pytest.approx(6 * 0.5 + 10 * 3)


def test_while_stages_answer_each_missing_answer_counts() -> None:
    assert Pace(PAST).left(step(2, 11, 16)) == pytest.approx(5 * 5)


def test_what_is_measured_here_moves_the_estimate() -> None:
    pace = Pace(PAST)
    for _ in range(10):
        pace.step(step(1, 1, 20), seconds=1.5)
    assert pace.left(step(1, 10, 20)) == pytest.approx(10 * (5 + 15) / 20 + 20 * 3)


def test_a_finished_medium_joins_the_past() -> None:
    pace = Pace(PAST)
    pace.step(step(1, 1, 7), 2.0)
    pace.step(step(2, 2, 7), 3.0)
    pace.finish()
    assert (pace.past, pace.here) == (Effort(11, 7, 7, 33), Effort())


def test_a_long_past_keeps_its_rates_and_loses_weight() -> None:
    assert Effort(2000, 1000, 400, 800).faded() == Effort(500, 250, 100, 200)
