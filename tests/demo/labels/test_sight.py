"""Labels are set in free fonts that have every letter, and photographed at the height asked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from demo.film import HEIGHT, WIDTH
from demo.labels import LANGUAGES, Layout, Printed, label, layouts, photograph, views, words
from demo.labels.card import Card, card
from demo.labels.fonts import FACES, are_signs, drawable
from demo.labels.typeset import Label
from demo.labels.values import ARROWS
from demo.labels.wall import _arranged, hung

WORK = Printed("HHH", "Ada Lowe", "1666", "oil on canvas", "32 x 42 cm", "Bought 1901", "N.7")


def printed(lines: str, **style: str) -> Label:
    values = {"name": "", "use": "kept", "measure": 60, "face": "grotesque", "lines": lines}
    return label(WORK, Layout.of({**values, **style}), "en", 7)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("face", FACES)
def test_a_typeface_has_the_letters_of_every_language(face: str) -> None:
    for language in LANGUAGES:
        spoken = words(language)
        text = "".join((*spoken.text, *spoken.medium.values(), *spoken.title.values(),
                        *spoken.place.values(), spoken.quotes, "–×"))  # fmt: skip
        text += text.upper()
        assert drawable(face, "regular", text) == text
        assert drawable(face, "italic", text) == text


def test_a_letter_that_a_typeface_lacks_loses_its_accent() -> None:
    assert drawable("roman", "regular", "Ṭāhir 水") == "Tāhir  "


def test_arrows_are_set_in_a_font_that_has_them() -> None:
    assert all(are_signs(f"{arrow} ") for arrow in ARROWS)
    assert not are_signs("")
    assert drawable("roman", "regular", "→") == "→"
    assert drawable("roman", "regular", "→ 12").split() == ["12"]
    for arrow in ARROWS:
        with_arrow, without = (
            card(printed(f"{{title}}\n{sign}{{number}}"), 40.0, rng()).ink.sum()
            for sign in (f"{arrow} ", "")
        )
        assert with_arrow > without + 50


def test_every_layout_is_set_in_a_typeface_there_is() -> None:
    assert {each.face for each in layouts()} <= set(FACES)


@pytest.mark.parametrize("face", FACES)
def test_the_capitals_of_the_title_have_the_height_asked_for(face: str) -> None:
    made = card(printed("{title}", face=face), 40.0, rng())
    rows = np.flatnonzero(made.ink.max(axis=1) > 0.5)
    assert rows[-1] - rows[0] + 1 == pytest.approx(40, abs=1.5)
    assert made.title[1] == pytest.approx((rows[0] + rows[-1]) / 2, abs=1.5)


def test_what_is_small_print_is_smaller() -> None:
    def height(lines: str) -> int:
        rows = np.flatnonzero(card(printed(lines), 40.0, rng()).ink.max(axis=1) > 0.5)
        return int(rows[-1] - rows[0])

    made = height("{title}\n{number}"), height("{title}\n{title}")
    assert made[0] < made[1]


def test_paper_ink_and_the_bare_wall() -> None:
    white, black, wall, manila, colour, pale, silver = (
        card(printed("{title}", paper=paper), 20.0, rng())
        for paper in ("white", "black", "wall", "manila", "colour", "pale", "silver")
    )
    for each in (pale, silver):
        assert each.paper is not None
        assert abs(each.paper.mean() - np.mean(each.colour)) > 80
    assert white.paper is not None
    assert black.paper is not None
    assert white.paper.mean() > 200 > np.mean(white.colour)
    assert black.paper.mean() < 80 < np.mean(black.colour)
    assert wall.paper is None
    assert manila.paper is not None
    assert colour.paper is not None
    for tinted in (manila.paper, colour.paper):
        means = tinted.mean(axis=(0, 1))
        assert means.max() - means.min() > 15
    assert manila.paper.mean() - 100 > np.mean(manila.colour)
    assert colour.paper.mean() + 100 < np.mean(colour.colour)


@pytest.mark.parametrize(("align", "before"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_a_shorter_line_stands_left_in_the_middle_or_right(align: str, before: float) -> None:
    made = card(printed("{artist}{artist}\n{title}", align=align), 40.0, rng())
    tops = np.flatnonzero(np.diff((made.ink.max(axis=1) > 0.5).astype(int)) == 1)
    longer, shorter = (
        np.flatnonzero(made.ink[part].max(axis=0) > 0.5)
        for part in (slice(0, tops[-1] - 2), slice(tops[-1], None))
    )
    free = np.ptp(longer) - np.ptp(shorter)
    assert shorter[0] - longer[0] == pytest.approx(before * free, abs=6)


def test_two_columns_stand_beside_each_other() -> None:
    one, two = (card(printed(lines), 20.0, rng()) for lines in ("{title}", "{title}\n||\n{title}"))
    assert two.ink.shape[0] == one.ink.shape[0]
    assert two.ink.shape[1] > 1.5 * one.ink.shape[1]


def test_a_card_hangs_on_its_wall_where_it_says() -> None:
    made = card(printed("{title}"), 20.0, rng())
    wall = hung(made, 30.0, (WIDTH, HEIGHT), rng(2))
    x, y = wall.corner
    rows, columns = made.ink.shape
    there = wall.texture[y : y + rows, x : x + columns]
    assert made.paper is not None
    assert np.abs(there[0].astype(int) - made.paper[0]).max() <= 1
    dark = there.mean(axis=2) < 100
    assert (dark == (made.ink > 0.75)).mean() > 0.97


def test_letters_without_paper_stand_on_a_pale_wall() -> None:
    made = card(printed("{title}", paper="wall"), 20.0, rng())
    for seed in range(12):
        wall = hung(made, 30.0, (640, 360), rng(seed))
        x, y = wall.corner
        rows, columns = made.ink.shape
        around = wall.texture[y : y + rows, x : x + columns][made.ink == 0]
        assert around.mean() > 140


def test_wall_is_seen_on_the_side_of_the_label_where_no_painting_hangs() -> None:
    """Else the label may be that of a painting outside the frame, and names none."""
    made, beside = card(printed("{title}\n{artist}"), 20.0, rng()), 0
    for seed in range(30):
        painting, place = _arranged(made, 30.0, (WIDTH, HEIGHT), rng(seed))
        assert painting is not None
        right, left = place[0] - painting[2], painting[0] - place[2]
        beside += max(left, right) > 0
        beyond = WIDTH - place[2] if right > 0 else place[0] if left > 0 else HEIGHT - place[3]
        assert beyond >= 0.5 * max(left, right, place[1] - painting[3]) > 0
        assert min(place) > 0 < min(painting)
    assert beside > 15


@pytest.mark.slow
@pytest.mark.parametrize("height", [9.0, 18.0])
def test_a_photograph_is_as_asked_and_the_same_again(height: float) -> None:
    first, second = (photograph(printed("{title}\n{artist}"), height, 5) for _ in range(2))
    assert first.height == pytest.approx(height, abs=0.01)
    assert first.picture.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(first.picture, second.picture)
    assert not np.array_equal(first.picture, photograph(printed("{title}"), height, 6).picture)


@pytest.mark.slow
def test_a_label_too_large_for_the_frame_is_seen_from_farther_away() -> None:
    long = printed("{title}\n" * 40)
    assert photograph(long, 30.0, 5).height < 12


def test_a_card_knows_its_title() -> None:
    made: Card = card(printed("{artist}\n{title}"), 20.0, rng())
    assert made.title[1] > made.ink.shape[0] / 2


@pytest.mark.slow
def test_several_views_show_one_label_on_one_wall_a_little_apart() -> None:
    first, second, third = views(printed("{title}\n{artist}"), 9.0, 5, 3)
    assert np.array_equal(first.picture, photograph(printed("{title}\n{artist}"), 9.0, 5).picture)
    assert second.height == pytest.approx(9.0, abs=1.0)
    for one, other in ((first, second), (second, third)):
        greys = [cv2.cvtColor(view.picture, cv2.COLOR_RGB2GRAY) for view in (one, other)]
        (x, y), alike = cv2.phaseCorrelate(*(grey.astype(np.float32) for grey in greys))
        assert 0.5 < float(np.hypot(x, y)) < 120
        assert alike > 0.1
