"""Several readings of one label."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Quad
from backends.embedded.labels.over_frames.readings import combine, group, same_label
from backends.embedded.labels.scripts.letters import readable
from backends.embedded.labels.transcription import Label, Line
from tests.label_samples import Entry, label, lines, quad

POTTER = ("Paulus Potter", "Enkhuizen 1625-1654", "Cattle in a Meadow", "Oil on panel")
RENI = ("Guido Reni", "Bologna 1575-1642", "Saint Sebastian", "Oil on panel")


def test_the_words_that_most_frames_read_win() -> None:
    frames = [
        label(("Paulus Patter", 0.8), ("Cattle in a Meadow", 0.9)),
        label(("Paulus Potter", 0.8), ("Cattle in a Meadow", 0.9)),
        label(("Paulus Potter", 0.8), ("Cattle in a Mcadow", 0.9)),
    ]
    assert combine(frames).text == "Paulus Potter\nCattle in a Meadow"


def test_one_sure_reading_outweighs_an_unsure_one() -> None:
    frames = [label(("Paulus Patter", 0.5)), label(("Paulus Potter", 0.95))]
    assert combine(frames).text == "Paulus Potter"
    assert combine(frames[::-1]).text == "Paulus Potter"


def test_what_two_frames_read_alike_wins_over_what_is_near_to_more() -> None:
    """As it was read on a walk: from afar with errors that are alike, then twice from near."""
    far = [("Studnot the Souh Light", 0.72), ("Stuado of the Soutt Lghe", 0.75),
           ("Studlio of the South Lighet", 0.83)]  # fmt: skip
    frames = [label(line) for line in [*far, *[("Studio of the South Light", 0.97)] * 2]]
    assert combine(frames).text == "Studio of the South Light"


def test_a_line_that_one_frame_missed_is_put_in_its_place() -> None:
    whole = label(*POTTER)
    middle = combine([label("Paulus Potter"), whole])
    assert middle.text == "\n".join(POTTER)


def test_garbled_readings_of_one_line_stay_one_line() -> None:
    frames = [
        label("Paulus Potter", ("Cattle in a Meadow", 0.9)),
        label("Paulus Potter", ("Cat", 0.8)),
        label("Paulus Potter", ("xvxlo mu", 0.5)),
    ]
    assert combine(frames).text == "Paulus Potter\nCattle in a Meadow"


def test_order_holds_on_a_tilted_label() -> None:
    tilted = ((0.1, 0.1), (0.5, 0.5), (0.4, 0.6), (0.0, 0.2))
    upper = Line("Paulus Potter", 0.9, ((0.30, 0.30), (0.4, 0.4), (0.38, 0.42), (0.28, 0.32)))
    lower = Line("Oil on panel", 0.9, ((0.05, 0.18), (0.15, 0.28), (0.13, 0.3), (0.03, 0.2)))
    both = Label(tilted, (upper, lower), 5.0)
    assert combine([both, Label(tilted, (upper,), 5.0)]).text == "Paulus Potter\nOil on panel"


def test_combining_takes_the_sharpest_frame_and_invents_nothing() -> None:
    frames = [label("Paulus Potter", sharpness=3), label("Paulus Patter", sharpness=9)]
    combined = combine(frames)
    assert combined.sharpness == 9
    assert combined.lines[0].text in {"Paulus Potter", "Paulus Patter"}


@given(st.lists(st.sampled_from([POTTER, RENI, POTTER[:2], RENI[1:]]), min_size=1, max_size=5))
def test_every_combined_line_was_read(readings: list[tuple[str, ...]]) -> None:
    read = {line for reading in readings for line in reading}
    assert {line.text for line in combine([label(*r) for r in readings]).lines} <= read


def test_nothing_to_combine() -> None:
    with pytest.raises(ValueError, match="at least one"):
        combine([])


def seen(around: Quad, *entries: Entry) -> Label:
    """A reading whose outline is not that of the card."""
    return replace(label(*entries), quad=around)


OUTLINES = (quad(0.08, 0.08, 0.34, 0.4), quad(0.0, 0.0, 1.0, 1.0), quad(0.09, 0.09, 0.32, 0.11))
"""A card, the wall around it, and nothing but its print."""


@pytest.mark.parametrize("outlines", list(permutations(OUTLINES)))
def test_outlines_that_differ_double_no_line(outlines: tuple[Quad, ...]) -> None:
    words: tuple[tuple[Entry, ...], ...] = (
        POTTER,
        (("Paulus Patter", 0.9), *POTTER[1:]),
        ("Paulus Potter", ("Ene 164", 0.5), *POTTER[2:]),
    )
    readings = [seen(around, *w) for around, w in zip(outlines, words, strict=True)]
    assert len(group(readings, lambda reading: reading)) == 1
    assert combine(readings).text == "\n".join(POTTER)


@pytest.mark.parametrize("outline", OUTLINES)
def test_two_works_of_one_painter_are_two_labels_whatever_their_outlines(outline: Quad) -> None:
    cecilia, dawn = (seen(outline, "Guido Reni", title, "Oil on canvas")
                     for title in ("Saint Cecilia", "The Dawn"))  # fmt: skip
    assert not same_label(label("Guido Reni", "Saint Cecilia", "Oil on canvas"), dawn)
    assert same_label(label("Guido Reni", "Saint Cecilia", "Oil on canvas"), cecilia)


def test_a_reading_from_nearer_is_scaled() -> None:
    far = label(*POTTER)
    lines_near = tuple(
        replace(line, quad=quad(0.2, 0.2 + 0.09 * n, 0.6, 0.06)) for n, line in enumerate(far.lines)
    )
    garbled = replace(lines_near[3], text="xvxlo mu", confidence=0.5)
    near = replace(far, lines=(*lines_near[:3], garbled))
    assert combine([far, near]).text == "\n".join(POTTER)


def test_boxes_that_are_found_taller_shift_no_line() -> None:
    tall = label(*((text, 1.0, 0.03) for text in POTTER[:3]), ("xvxlo mu", 0.5, 0.03))
    assert combine([label(*POTTER), tall]).text == "\n".join(POTTER)


def test_a_line_read_in_two_pieces_adds_none() -> None:
    whole = label("Guido Reni", "Saint Sebastian tended by Irene")
    first, second = whole.lines
    pieces = (
        replace(second, text="Saint Sebastian tended", quad=quad(0.1, 0.13, 0.2, 0.02)),
        replace(second, text="by Irene", quad=quad(0.31, 0.13, 0.09, 0.02)),
    )
    split = replace(whole, lines=(first, *pieces))
    assert combine([whole, split]).text == whole.text


def test_same_label_in_spite_of_misreadings() -> None:
    poor = label(("Paulus Fotter", 0.8), ("Catle in a Meadw", 0.8), ("Oil n panl", 0.7))
    assert same_label(label(*POTTER), poor)
    assert same_label(poor, label(*POTTER))


def test_labels_that_share_a_medium_are_two() -> None:
    assert not same_label(label(*POTTER), label(*RENI))
    assert not same_label(label("Guido Reni", "Saint Cecilia"), label("Guido Reni", "The Dawn"))


def test_group_keeps_the_order_of_appearance() -> None:
    a, b, c = label(*POTTER), label(*RENI), label(*POTTER[:3])
    assert group([a, b, c], lambda label: label) == [[a, c], [b]]


@pytest.mark.parametrize("text", ["1", "È", "一", "山,", "11", "-", "三三", "Ω φψ", "Золотая"])
def test_speckle_is_no_line(text: str) -> None:
    assert not readable(text, 1.0)


@pytest.mark.parametrize("text", ["Potter", "138", "Niccolò dell'Arca", "inv. 3"])
def test_print_is_a_line(text: str) -> None:
    assert readable(text, 0.5)


def test_chinese_and_japanese_are_lines_where_they_are_surely_read() -> None:
    for text in ("齐白石", "木版画、1831年ごろ", "虾图"):
        assert readable(text, 0.99)
        assert not readable(text, 0.93)


def in_two_columns(*rights: str) -> Label:
    """Four lines, and others beside them that begin as high."""
    left = label(*POTTER)
    right = tuple(
        Line(text, 1.0, quad(0.5, 0.095 + 0.025 * n, 0.3, 0.02)) for n, text in enumerate(rights)
    )
    return replace(left, lines=(*left.lines, *right))


TEXT = ("He painted it young,", "in the dunes near his", "house, and kept it all", "his life.")


def test_a_second_column_stays_behind_the_first() -> None:
    read = in_two_columns(*TEXT)
    assert combine([read]).text == read.text == "\n".join((*POTTER, *TEXT))


def test_a_line_of_a_second_column_that_the_best_reading_missed_is_put_in_its_place() -> None:
    whole = in_two_columns(*TEXT)
    best = replace(whole, lines=tuple(line for line in whole.lines if line.text != TEXT[1]))
    unsure = replace(whole, lines=tuple(replace(line, confidence=0.7) for line in whole.lines))
    assert combine([best, unsure]).text == "\n".join((*POTTER, *TEXT))


def test_what_stands_at_the_right_edge_stays_behind_its_line() -> None:
    name, *others = lines(*POTTER)
    number = Line("Audio 21", 1.0, quad(0.6, 0.097, 0.1, 0.02))
    read = replace(label(*POTTER), lines=(name, number, *others))
    assert combine([read, read]).text == read.text
