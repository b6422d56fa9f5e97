"""Labels in two columns: the left one is read first."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.embedded.labels.layout.lines import arrange
from backends.embedded.labels.ocr import Reader
from demo.labels import Printed, label, layouts, photograph
from tests.label_samples import quad
from tests.print_boxes import HEIGHT, LETTER, box, moved, stack, texts, turned

WORK = ("Haupstrom Jupiter, Beuys", "antike. Kassel", "1993", "Joseph Beuys", "Britisk", "AR00979")
TEXT = ("En mindre versjon i privat eie", "er trolig malt først. Kunstneren",
        "malte bildet sent i livet, etter", "mange års reiser i Syden.", "Gave 2008")  # fmt: skip
WIDTH = len(WORK[0]) * LETTER

READ = (
    ("Verket gjordes för ett privat", (454, 737, 42, 31)),
    ("Tivoli", (59, 138, 60, 34)),
    ("kapell och har bara visats", (455, 717, 72, 31)),
    ("1830", (60, 114, 92, 30)),
    ("offentligt de senaste hundra", (457, 741, 102, 30)),
    ("åren. Infraröda bilder visar ett", (458, 761, 132, 28)),
    ("Efter Joseph Mallord William", (63, 402, 144, 32)),
    ("första utkast där figurerna stod", (459, 774, 164, 29)),
    ("Turner", (65, 149, 182, 31)),
    ("närmare varandra.", (459, 648, 195, 28)),
    ("kopparstick", (63, 178, 233, 32)),
    ("Inköp 1986", (460, 579, 247, 32)),
    ("T04658", (66, 144, 261, 30)),
)
"""A photograph, as it was read: left, right and middle of each box in px, and its height."""


def test_a_wall_text_beside_the_particulars_comes_behind_them() -> None:
    boxes = [
        replace(box(text, 0, 0), quad=quad(left, middle - height / 2, right - left, height))
        for text, (left, right, middle, height) in READ
    ]
    assert texts(arrange(boxes)) == [
        "Tivoli",
        "1830",
        "Efter Joseph Mallord William",
        "Turner",
        "kopparstick",
        "T04658",
        "Verket gjordes för ett privat",
        "kapell och har bara visats",
        "offentligt de senaste hundra",
        "åren. Infraröda bilder visar ett",
        "första utkast där figurerna stod",
        "närmare varandra.",
        "Inköp 1986",
    ]


@pytest.mark.parametrize("gap", [0.9, 1.5, 3.0, 8.0])
@pytest.mark.parametrize("step", [24.0, 30.0, 37.0])
def test_the_left_column_comes_first(gap: float, step: float) -> None:
    left = stack(*WORK)
    right = stack(*TEXT, left=WIDTH + gap * HEIGHT, top=-8, step=step)
    assert texts(arrange([*right, *left])) == [*WORK, *TEXT]


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
def test_columns_may_be_centred_or_flush_right(align: float) -> None:
    left = stack(*WORK, align=align)
    right = stack(*TEXT, left=WIDTH + 2 * HEIGHT, align=align)
    assert texts(arrange([*right, *left])) == [*WORK, *TEXT]


def test_three_rows_that_are_centred_by_chance_are_no_column() -> None:
    left = stack("Paulus Potter", "Cattle in a Meadow", "Oil on panel")
    right = [box("Room four", 230, 0), box("Lent by the city", 200, 30), box("Stop two", 236, 60)]
    assert texts(arrange([*left, *right]))[:2] == ["Paulus Potter", "Room four"]


def test_two_languages_side_by_side() -> None:
    left = stack("Jindrich Štyrský", "1886-1971", "Bez tytułu", "1934", "Odbitka srebrowa")
    right = stack("Jindrich Štyrský", "1886-1971", "Untitled", "1934", "Photograph", left=170)
    assert texts(arrange([*right, *left])) == texts([*left, *right])


def test_three_languages_side_by_side() -> None:
    rows = [("Paulus Potter", "Koeien in een weide", "Olieverf op paneel", "1648"),
            ("Paulus Potter", "Cattle in a Meadow", "Oil on panel", "1648"),
            ("Paulus Potter", "Kühe auf der Weide", "Öl auf Holz", "1648")]  # fmt: skip
    boxes = [line for n, column in enumerate(rows) for line in stack(*column, left=n * 200)]
    assert texts(arrange(boxes[::-1])) == [text for column in rows for text in column]


def test_what_spans_both_columns_stays_above_and_below_them() -> None:
    heading = box("Dutch and Flemish painting of the seventeenth century", 0, -50)
    last = box("Given by the friends of the museum and the city, 1921", 0, 220)
    left, right = stack(*WORK), stack(*TEXT, left=WIDTH + 30)
    assert texts(arrange([last, *right, *left, heading])) == [
        heading.text,
        *WORK,
        *TEXT,
        last.text,
    ]


def test_columns_below_columns() -> None:
    """A heading parts the columns above it from those below it."""
    upper = [*stack(*WORK), *stack(*TEXT, left=WIDTH + 30)]
    heading = box("Dutch and Flemish painting of the seventeenth century", 0, 200)
    lower = [*stack(*WORK, top=250), *stack(*TEXT, left=WIDTH + 30, top=250)]
    assert texts(arrange([*lower, heading, *upper])) == [
        *WORK, *TEXT, heading.text, *WORK, *TEXT
    ]  # fmt: skip


def test_an_indented_line_is_of_its_column() -> None:
    right = list(stack(*TEXT, left=WIDTH + 40))
    right[0] = box(TEXT[0], WIDTH + 65, 0)
    assert texts(arrange([*right, *stack(*WORK)])) == [*WORK, *TEXT]


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [
        (1, ["Audio guide 77", "Mary Beale"], "Given 1921"),
        (2, ["Mary Beale", "Audio guide 77"], "Given 1921"),
    ],
)
def test_a_few_items_at_the_right_edge_are_no_column(
    rows: int, first: list[str], last: str
) -> None:
    left = stack("Mary Beale", "Sketch of a Boy", "Oil on paper", "Given 1921")
    items = [box("Audio guide 77", 200, 30 * row) for row in range(rows)]
    read = texts(arrange([*items, *left]))
    assert read[:2] == first
    assert read[-1] == last


def test_words_at_the_right_edge_that_are_far_apart_are_no_column() -> None:
    left = stack(*WORK, *TEXT)
    items = [box(text, 320, 120 * n) for n, text in enumerate(("Room four", "Lent by us", "Stop"))]
    read = texts(arrange([*items, *left]))
    assert read[:2] == ["Room four", WORK[0]]
    assert read[-2:] == ["Lent by us", "Stop"]


def test_numbers_at_the_right_edge_are_no_column() -> None:
    left = stack("Mary Beale", "Sketch of a Boy", "Oil on paper", "Given 1921")
    items = [box(number, 200, 30 * row) for row, number in enumerate(("T04658", "1657", "114"))]
    assert texts(arrange([*items, *left]))[:6] == [
        "Mary Beale", "T04658", "Sketch of a Boy", "1657", "Oil on paper", "114"
    ]  # fmt: skip


def test_numbers_in_front_of_a_list_are_no_column() -> None:
    names = ("Guido Reni, Saint Sebastian", "Paulus Potter, Cattle", "Mary Beale, A Boy")
    numbers = [box(str(n + 12), 0, 30 * n) for n in range(3)]
    assert texts(arrange([*stack(*names, left=50), *numbers])) == [
        "12", names[0], "13", names[1], "14", names[2]
    ]  # fmt: skip


def test_spaced_words_are_no_columns() -> None:
    """The gaps of justified print stand nowhere below each other."""
    rows = [("PAULUS", "POTTER"), ("CATTLE", "IN", "A", "MEADOW"), ("OIL", "ON", "PANEL")]
    boxes = []
    for n, row in enumerate(rows):
        left = 0.0
        for word in row:
            boxes.append(box(word, left, 30 * n, letter=22))
            left += len(word) * 22 + 45
    assert texts(arrange(boxes)) == [" ".join(row) for row in rows]


def test_print_one_above_the_other_is_no_column_beside_another() -> None:
    """The right block begins below the left one."""
    left = stack("Paulus Potter", "Cattle", "Oil on panel")
    right = stack("He painted it in the", "dunes near his house,", "and kept it.", left=160, top=90)
    heading = box("Room 4", 160, -40)
    assert texts(arrange([*right, *left, heading])) == texts([heading, *left, *right])


ROWS = st.integers(3, 7).flatmap(lambda n: st.lists(st.integers(6, 24), min_size=n, max_size=n))


@given(
    ROWS,
    ROWS,
    st.floats(1.0, 6.0),
    st.floats(25, 40),
    st.floats(-15, 15),
    st.floats(-7, 7),
    st.randoms(use_true_random=False),
)
def test_columns_of_any_lines_askew(
    left: list[int],
    right: list[int],
    gap: float,
    step: float,
    top: float,
    angle: float,
    rng: random.Random,
) -> None:
    first = stack(*(f"l{n}" + "a" * size for n, size in enumerate(left)))
    start = max(left) * LETTER + 2 * LETTER + gap * HEIGHT
    second = stack(*(f"r{n}" + "a" * size for n, size in enumerate(right)),
                   left=start, top=top, step=step)  # fmt: skip
    boxes = turned([*first, *second], angle)
    rng.shuffle(boxes)
    assert texts(arrange(boxes)) == texts([*first, *second])


@given(st.integers(4, 7), st.sampled_from([0.5, 1.0]), st.data())
def test_columns_of_any_lines_that_are_not_flush_left(
    rows: int, align: float, data: st.DataObject
) -> None:
    sizes = st.lists(st.integers(4, 24), min_size=rows, max_size=rows)
    left, right = data.draw(sizes), data.draw(sizes)
    first = stack(*(f"l{n}" + "a" * size for n, size in enumerate(left)), align=align)
    start = (max(left) + 2) * LETTER + 2 * HEIGHT
    second = stack(*(f"r{n}" + "a" * size for n, size in enumerate(right)), left=start, align=align)
    assert texts(arrange([*second, *first])) == texts([*first, *second])


@given(st.lists(st.floats(-5, 5), min_size=11, max_size=11))
def test_boxes_are_found_a_little_off_the_edge(off: list[float]) -> None:
    boxes = [*stack(*WORK), *stack(*TEXT, left=WIDTH + 2 * HEIGHT)]
    askew = [
        moved([line], ((1, 0), (0, 1)), across) for line, across in zip(boxes, off, strict=True)
    ]
    assert texts(arrange(line for [line] in askew)) == [*WORK, *TEXT]


@given(st.floats(-0.25, 0.25), st.floats(-0.1, 0.1))
def test_columns_seen_from_aside(lean: float, slope: float) -> None:
    """Their edges lean otherwise than their lines slope."""
    boxes = [*stack(*WORK), *stack(*TEXT, left=WIDTH + 2 * HEIGHT)]
    assert texts(arrange(moved(boxes, [(1, lean), (slope, 1)]))) == [*WORK, *TEXT]


def test_columns_that_draw_together_upwards() -> None:
    """A label that is seen from below: its edges lean towards each other."""
    left, right = stack(*WORK), stack(*TEXT, left=WIDTH + 5 * HEIGHT)
    boxes = [*moved(left, [(1, -0.13), (0, 1)]), *moved(right, [(1, 0.13), (0, 1)])]
    assert texts(arrange(boxes)) == [*WORK, *TEXT]


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout",
    ["particulars in a narrow column, wall text beside them", "two languages side by side"],
)
def test_a_photographed_label_in_columns(reader: Reader, layout: str) -> None:
    kind = next(each for each in layouts() if each.name == layout)
    work = Printed("Judith", "Artemisia Gentileschi", "1618", "Oil on canvas", "", "Purchased 1986",
                   "T04658", "1593", "1654", "Italian")  # fmt: skip
    printed = label(work, kind, "de", 3)
    picture = np.ascontiguousarray(photograph(printed, 16.0, 2).picture[..., ::-1])
    [read] = reader.read(picture)
    first = printed.columns[0][0].texts[0], printed.columns[1][0].texts[0]
    end_of_left = printed.columns[0][-1].texts[-1]
    found = texts(read.lines)
    assert found[0] == first[0]
    assert found.index(end_of_left) + 1 == len(found) - found[::-1].index(first[1]) - 1
