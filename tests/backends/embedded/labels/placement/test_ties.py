"""Whose label it is, for walls drawn by hand in frames of 16:9 (positions are fractions)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backends.base import Quad
from backends.embedded.labels.placement.ties import tie
from backends.embedded.labels.transcription import Label
from tests.label_samples import outline, quad

ASPECT = 16 / 9
PAINTING = quad(0.30, 0.20, 0.25, 0.50)
RIGHT = outline(0.60, 0.50, 0.08, 0.14)
LEFT = outline(0.17, 0.50, 0.08, 0.14)
BELOW = outline(0.38, 0.75, 0.08, 0.10)


def vote(
    label: Label,
    paintings: Sequence[Quad] = (PAINTING,),
    focus: int | None = 0,
    labels: Sequence[Label] | None = None,
) -> str:
    answer, why = tie(label, labels or [label], paintings, ASPECT, focus)
    assert why
    return answer


@pytest.mark.parametrize("label", [RIGHT, LEFT, BELOW])
def test_one_label_beside_one_painting(label: Label) -> None:
    assert vote(label) == "beside"


def test_a_label_does_not_hang_above() -> None:
    assert vote(outline(0.38, 0.04, 0.08, 0.10)) == "none"


def test_too_far_away() -> None:
    assert vote(outline(0.88, 0.50, 0.05, 0.08)) == "none"


def test_the_neighbour_has_the_nearer_label() -> None:
    neighbour = quad(0.70, 0.20, 0.20, 0.50)
    near = outline(0.64, 0.50, 0.05, 0.10)
    assert vote(near, [quad(0.05, 0.2, 0.2, 0.5), neighbour], focus=0) == "elsewhere"
    assert vote(near, [quad(0.05, 0.2, 0.2, 0.5), neighbour], focus=1) == "beside"


def test_between_two_paintings() -> None:
    left, right = quad(0.10, 0.2, 0.25, 0.5), quad(0.60, 0.2, 0.25, 0.5)
    between = outline(0.44, 0.5, 0.08, 0.12)
    assert vote(between, [left, right], focus=0) == "none"
    assert vote(between, [left, right], focus=1) == "none"


def test_the_second_painting_must_be_clearly_farther() -> None:
    # 0.14 and 0.20 frame heights away, more than half a label apart, but not 1.6 times as far
    slim = outline(0.4787, 0.5, 0.02, 0.08)
    assert vote(slim, [quad(0.1, 0.2, 0.3, 0.5), quad(0.6112, 0.2, 0.3, 0.5)]) == "none"
    # 0.02 and 0.05 away: 2.5 times as far, but a fifth of a label apart
    large = outline(0.4112, 0.5, 0.05, 0.14)
    assert vote(large, [quad(0.1, 0.2, 0.3, 0.5), quad(0.4893, 0.2, 0.3, 0.5)]) == "none"


def test_a_stacked_pair() -> None:
    lower = outline(0.60, 0.68, 0.08, 0.14)
    assert vote(RIGHT, labels=[RIGHT, lower]) == "none"
    assert vote(lower, labels=[RIGHT, lower]) == "none"


def test_a_label_on_either_side() -> None:
    assert vote(RIGHT, labels=[RIGHT, LEFT]) == "none"


def test_a_second_label_that_is_clearly_the_neighbours() -> None:
    neighbour = quad(0.85, 0.20, 0.14, 0.50)
    other = outline(0.79, 0.50, 0.05, 0.10)
    near = outline(0.565, 0.50, 0.06, 0.11)
    assert vote(near, [PAINTING, neighbour], labels=[near, other]) == "beside"


def test_the_same_label_cut_out_twice_is_one() -> None:
    again = outline(0.60, 0.50, 0.08, 0.10)
    assert vote(RIGHT, labels=[RIGHT, again]) == "beside"


def test_a_painting_may_hang_outside_the_frame() -> None:
    assert vote(outline(0.90, 0.50, 0.09, 0.16), [quad(0.40, 0.2, 0.35, 0.5)]) == "none"
    assert vote(outline(0.70, 0.50, 0.30, 0.30), [quad(0.30, 0.2, 0.35, 0.5)]) == "none"


def test_words_on_the_painting() -> None:
    assert vote(outline(0.36, 0.55, 0.06, 0.06)) == "none"


def test_a_close_up_is_alone() -> None:
    close = outline(0.30, 0.30, 0.40, 0.40)
    assert vote(close, [], None) == "alone"
    assert vote(close, [], None, labels=[close, RIGHT]) == "alone"  # the same place read twice
    assert vote(close, [], None, labels=[close, outline(0.05, 0.1, 0.2, 0.2)]) == "none"


def test_a_tag_that_spans_the_picture_is_alone() -> None:
    assert vote(outline(0.26, 0.30, 0.47, 0.12), [], None) == "alone"  # 5.6 % of the frame
    assert vote(outline(0.45, 0.20, 0.09, 0.50), [], None) == "alone"  # hung sideways
    assert vote(outline(0.26, 0.30, 0.45, 0.07), [], None) == "none"  # lettering along a wall
    assert vote(outline(0.40, 0.30, 0.24, 0.24), [], None) == "none"  # across a room


def test_the_card_of_a_close_up_is_no_painting() -> None:
    assert vote(outline(0.30, 0.30, 0.40, 0.40), [quad(0.25, 0.2, 0.5, 0.6)], 0) == "alone"


def test_a_small_label_without_a_painting_may_be_a_sculptures() -> None:
    assert vote(RIGHT, [], None) == "none"


def test_no_painting_in_focus() -> None:
    assert vote(RIGHT, focus=None) == "none"


def test_a_small_label_counts_where_nothing_but_wall_is_in_view() -> None:
    assert tie(RIGHT, [RIGHT], [], ASPECT, None)[0] == "none"
    assert tie(RIGHT, [RIGHT], [], ASPECT, None, bare=True)[0] == "alone"
    assert tie(RIGHT, [RIGHT, LEFT], [], ASPECT, None, bare=True)[0] == "none"
