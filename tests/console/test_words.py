"""Counts, durations, sizes and long texts in words."""

import pytest

from console.words import brief, clock, clocks, plural, size, time_left


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (7.9, "0:07"), (751, "12:31"), (3723, "1:02:03")]
)
def test_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "estimating the time left"),
        (0.2, "1 s left"),
        (14, "14 s left"),
        (150, "2 min left"),
        (26755, "7 h 26 min left"),
    ],
)
def test_the_time_left_is_rounded_as_people_say_it(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


def test_long_words_are_cut() -> None:
    assert brief("x" * 5_000_000, 10) == "x" * 10 + " …"
    assert brief("short", 10) == "short"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (1023, "1,023 bytes"), (1536, "1.5 KiB"), (2**34, "16.0 GiB")],
)
def test_sizes_are_in_the_largest_unit(count: int, words: str) -> None:
    assert size(count) == words


def test_one_thing_is_counted_in_the_singular() -> None:
    assert plural(1, "work") == "1 work"
    assert plural(1200, "work") == "1,200 works"
    assert plural(2, "copy", "copies") == "2 copies"


def test_moments_that_a_clock_would_call_the_same_have_tenths() -> None:
    assert [clocks([0.0, 8.0])(s) for s in (0.0, 8.0)] == ["0:00", "0:08"]
    assert [clocks([0.2, 0.85, 3.0])(s) for s in (0.2, 0.85, 3.0)] == ["0:00.2", "0:00.8", "0:03.0"]
