"""Boxes of print as lines and labels, in reading order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.embedded.labels.layout.lines import arrange, columns
from backends.embedded.labels.transcription import Line
from tests.label_samples import lines, quad
from tests.print_boxes import HEIGHT, box, stack, texts, turned

WHERE = st.tuples(st.integers(0, 1200), st.integers(0, 700))


def test_boxes_of_one_row_are_one_line() -> None:
    name, title = lines("Paulus", "Cattle in a Meadow")
    beside = Line("Potter", 0.9, quad(0.41, 0.101, 0.1, 0.02))
    assert texts(arrange([title, beside, name])) == ["Paulus Potter", "Cattle in a Meadow"]
    assert arrange([name, beside])[0].confidence == 0.9


def test_print_that_begins_lower_is_another_line() -> None:
    name = box("Paulus", 0, 0)
    assert texts(arrange([name, box("Potter", 60, 6)])) == ["Paulus Potter"]
    assert texts(arrange([box("Potter", 60, 12), name])) == ["Paulus", "Potter"]


def test_boxes_over_each_other_are_no_line() -> None:
    assert len(arrange([box("Paulus Potter", 0, 0), box("Potter", 60, 0)])) == 2


def test_narrow_print_has_the_gaps_of_its_height() -> None:
    row = [box("Paulus", 0, 0, letter=5), box("Potter", 48, 0, letter=5)]
    assert texts(arrange(row)) == ["Paulus Potter"]


def test_signs_are_those_of_a_keyboard() -> None:
    assert texts(arrange([box("Ｇuido  Reni", 0, 0)])) == ["Guido Reni"]


def test_rows_of_a_tilted_label_are_rows() -> None:
    """The second line's end stands as high as the first one's beginning."""
    upper = [box("Forder Lake and the", 0, 0), box("Lynher River", 182, 0)]
    lower = [box("Trematon Castle", 0, 30), box("from near", 150, 30)]
    for angle in (-8, -4, 4, 8):
        assert texts(arrange(turned([*lower, *upper], angle))) == [
            "Forder Lake and the Lynher River",
            "Trematon Castle from near",
        ]


@pytest.mark.parametrize("angle", [-6, -2, 0, 2, 6])
@pytest.mark.parametrize("gap", [1.3, 3.0, 12.0])
def test_what_stands_at_the_right_edge_above_comes_before_the_label(
    angle: float, gap: float
) -> None:
    name, life, title = stack("Mary Beale", "1633-1699", "Sketch of the Artist's Son", left=0)
    number = box("Audioguide 77", name.quad[1][0] + gap * HEIGHT, 0)
    assert texts(arrange(turned([number, title, life, name], angle))) == [
        "Audioguide 77",
        "Mary Beale",
        "1633-1699",
        "Sketch of the Artist's Son",
    ]


def test_what_stands_at_the_right_edge_below_parts_no_title() -> None:
    lines = stack("Sketch of the", "Artist's Son", "Oil on paper", left=0)
    price = box("€ 300", lines[0].quad[1][0] + 3 * HEIGHT, lines[0].quad[0][1])
    heading = box("Room 4", 0, lines[0].quad[0][1] - 30)
    assert texts(arrange([price, *lines, heading])) == [
        "Room 4",
        "Sketch of the",
        "Artist's Son",
        "Oil on paper",
        "€ 300",
    ]


def test_names_and_values_in_two_parts_stay_together() -> None:
    names = stack("Artist", "Title", left=0)
    values = [box(t, 200, n.quad[0][1]) for t, n in zip(("Ann Lee", "Sea"), names, strict=True)]
    assert texts(arrange([*names, *values])) == ["Artist", "Ann Lee", "Title", "Sea"]


def test_the_gap_is_the_same_on_a_wide_label_and_on_a_high_one() -> None:
    """It is measured in heights, in whatever unit."""
    row = [box("Mary Beale", 0, 0), box("T04658", 125, 0)]
    for scale in (0.001, 1.0, 40.0):
        scaled = [_scaled(each, scale) for each in row]
        assert texts(arrange(scaled)) == ["Mary Beale", "T04658"]


def test_spaced_letters_stay_a_line() -> None:
    """The gap between the words is two of their letters wide."""
    spaced = [box("PAULUS", 0, 0, letter=24), box("POTTER", 192, 0, letter=24)]
    assert texts(arrange(spaced)) == ["PAULUS POTTER"]
    assert texts(arrange([box("PAULUS", 0, 0), box("POTTER", 102, 0)])) == ["PAULUS", "POTTER"]


def test_evenly_spaced_words_stay_a_line() -> None:
    words = [box("cattle", 0, 0), box("in", 95, 0), box("a", 155, 0), box("meadow", 205, 0)]
    assert texts(arrange(words)) == ["cattle in a meadow"]
    uneven = [*words[:3], box("T04658", 235, 0)]
    assert texts(arrange(uneven)) == ["cattle", "in", "a", "T04658"]


def test_words_that_are_far_apart_are_no_line_however_even() -> None:
    marks = [box("Room 4", 0, 0), box("Stop 21", 200, 0), box("T04658", 400, 0)]
    assert texts(arrange(marks)) == ["Room 4", "Stop 21", "T04658"]


def test_dots_lead_to_what_belongs_to_a_line() -> None:
    assert texts(arrange([box("Cattle .....", 0, 0), box("1648", 300, 0)])) == ["Cattle ..... 1648"]
    assert texts(arrange([box("Cattle", 0, 0), box("..... 1648", 200, 0)])) == ["Cattle ..... 1648"]


def test_the_name_of_a_field_stays_with_what_it_holds() -> None:
    rows = [
        cell
        for n, (name, value) in enumerate(
            [
                ("Artist:", "Potter, Paulus"),
                ("Title:", "Cattle in a Meadow"),
                ("Medium:", "Oil on panel"),
                ("Number:", "inv. 137"),
            ]
        )
        for cell in (box(name, 0, 30 * n), box(value, 110, 30 * n))
    ]
    assert texts(arrange(rows)) == [
        "Artist: Potter, Paulus",
        "Title: Cattle in a Meadow",
        "Medium: Oil on panel",
        "Number: inv. 137",
    ]


def test_labels_beside_each_other_are_two() -> None:
    left = lines("Paulus Potter", "Cattle in a Meadow")
    right = Line("Guido Reni", 1.0, quad(0.7, 0.1, 0.2, 0.02))
    assert columns([*left, right]) == (left, (right,))
    assert columns(left) == (left,)


def test_labels_beside_each_other_are_two_though_their_rows_are_level() -> None:
    left = stack("Paulus Potter", "Cattle in a Meadow", "Oil on panel", "inv. 137")
    right = stack("Guido Reni", "Saint Sebastian", "Oil on canvas", "inv. 77", left=270)
    groups = columns(arrange([*right, *left]))
    assert [texts(group) for group in groups] == [texts(left), texts(right)]


def test_a_narrow_column_and_a_number_beside_it_are_of_its_label() -> None:
    narrow = stack("Tivoli", "1830", "T4658")
    text = stack("It was made for a", "private chapel, and", "hangs here now.", left=105)
    assert len(columns(arrange([*text, *narrow]))) == 1
    assert len(columns(arrange([*narrow, box("21", 105, 0)]))) == 1


@given(st.lists(st.tuples(WHERE, st.integers(1, 12), st.integers(12, 40)), max_size=14))
def test_every_box_is_in_exactly_one_line(
    placed: list[tuple[tuple[int, int], int, int]],
) -> None:
    boxes = [
        box(f"w{n}" + "x" * length, *at, height=height)
        for n, (at, length, height) in enumerate(placed)
    ]
    arranged = arrange(boxes)
    words = [word for line in arranged for word in line.text.split()]
    assert sorted(words) == sorted(each.text for each in boxes)
    groups = columns(arranged)
    assert sorted(texts(line for group in groups for line in group)) == sorted(texts(arranged))


@given(st.data())
def test_the_order_in_which_boxes_are_found_does_not_matter(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(1, 20), min_size=1, max_size=8))
    boxes = [box("x" * length + str(n), 0, 30 * n) for n, length in enumerate(rows)]
    boxes += [box(f"right {n}", 300, 30 * n) for n in range(data.draw(st.integers(0, 5)))]
    assert arrange(data.draw(st.permutations(boxes))) == arrange(boxes)


def _scaled(line: Line, scale: float) -> Line:
    a, b, c, d = ((x * scale, y * scale) for x, y in line.quad)
    return replace(line, quad=(a, b, c, d))
