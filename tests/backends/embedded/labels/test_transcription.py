"""Several readings of one label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.embedded.labels.layout import arrange, columns
from backends.embedded.labels.scripts.letters import readable
from backends.embedded.labels.transcription import Label, Line, combine, group, same_label
from tests.label_samples import label, lines, quad

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


def test_boxes_of_one_row_are_one_line() -> None:
    name, title = lines("Paulus", "Cattle in a Meadow")
    beside = Line("Potter", 0.9, quad(0.41, 0.101, 0.1, 0.02))
    assert [line.text for line in arrange([title, beside, name])] == [
        "Paulus Potter",
        "Cattle in a Meadow",
    ]


def test_labels_beside_each_other_are_two_columns() -> None:
    left = lines("Paulus Potter", "Cattle in a Meadow")
    right = Line("Guido Reni", 1.0, quad(0.7, 0.1, 0.2, 0.02))
    assert columns([*left, right]) == (left, (right,))
    assert columns(left) == (left,)
