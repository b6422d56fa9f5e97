"""What the reading of a line is worth, after other frames were asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.embedded.labels.over_frames.readings import combine
from backends.embedded.labels.reliability import compared
from tests.label_samples import label

confidences = st.floats(0.5, 1.0)
readings = st.lists(
    st.tuples(st.sampled_from(["Cattle in a Meadow", "Cattle", "Catle ln a Meadw", "xv o"]),
              confidences),
    max_size=5,
)  # fmt: skip


@given(confidences)
def test_one_reading_is_worth_what_the_recogniser_says(sure: float) -> None:
    assert compared("Guido Reni", sure, [("Guido Reni", sure)]) == pytest.approx(sure)


def test_frames_that_read_the_same_share_the_doubt() -> None:
    """Two others at 0.8 weigh 1.28, so the doubt of 0.2 is divided by 1.64."""
    three = compared("Guido Reni", 0.8, [("Guido Reni", 0.8)] * 3)
    assert three == pytest.approx(1 - 0.2 / 1.64)
    assert compared("Guido Reni", 0.8, [("Guido Reni", 0.8), ("GUIDORENI", 0.8)]) > 0.8


def test_a_sure_frame_that_read_other_words_raises_the_doubt() -> None:
    alone = [("Guido Reni", 0.9)]
    other = compared("Guido Reni", 0.9, [*alone, ("Simone Cantarini", 0.9)])
    unsure = compared("Guido Reni", 0.9, [*alone, ("Simone Cantarini", 0.5)])
    letter = compared("Guido Reni", 0.9, [*alone, ("Guido Rent", 0.9)])
    assert other < unsure < 0.9
    assert other < 0.7
    assert unsure < letter < 0.9


def test_a_frame_that_cuts_the_line_off_says_nothing_about_the_rest() -> None:
    cut = compared("Cattle in a Meadow", 0.9, [("Cattle in a Meadow", 0.9), ("Cattle", 0.9)])
    assert cut == pytest.approx(0.9)


@given(confidences, readings)
def test_it_is_a_confidence_and_other_words_never_raise_it(
    sure: float, others: list[tuple[str, float]]
) -> None:
    own = ("Cattle in a Meadow", sure)
    worth = compared(*own, [own, *others])
    assert 0 < worth <= 1
    assert compared(*own, [own, *others, ("Still Life with Lemons", 0.9)]) <= worth + 1e-12


def test_a_combined_line_keeps_the_recognisers_confidence_beside_its_worth() -> None:
    frames = [label(("Guido Reni", 0.9)), label(("Guido Reni", 0.8)), label(("Guido Rent", 0.6))]
    (line,) = combine(frames).lines
    assert line.confidence == 0.9
    assert line.worth == pytest.approx(
        compared("Guido Reni", 0.9, [("Guido Reni", 0.9), ("Guido Reni", 0.8), ("Guido Rent", 0.6)])
    )
    (single,) = label(("Guido Reni", 0.7)).lines
    assert single.worth == 0.7
