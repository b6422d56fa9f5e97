"""No painting gets the label of its neighbour, wherever the camera stands along a wall.

Walls are drawn, paintings are outlined as they are in footage, and labels have their known places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from backends.base import LabelTie, MediaFrame, Quad
from backends.embedded.arrays import Image
from backends.embedded.clip_view import SeenFrame, view_clip
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.placement.cut_off import cut_off
from backends.embedded.labels.placement.own_cards import on_own_cards
from backends.embedded.labels.placement.ties import without_cards
from backends.embedded.labels.transcription import Label, Line
from backends.embedded.paintings.outlines import find_outlines
from tests.places import KIT
from tests.wall_cards import card, flat, hang, painting, wall

WIDTH, HEIGHT = 1280, 720
Box = tuple[int, int, int, int]
CORNER: Quad = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1))
CARD = card((("Guido Reni", 40), ("Saint Sebastian", 34), ("Oil on canvas, inv. 77", 26)))


@dataclass(frozen=True)
class Room:
    """Paintings and their labels on a wall, (left, top, width, height) in px, in the same order;
    `labels` without a painting of their own come last."""

    paintings: Sequence[Box]
    labels: Sequence[Box]

    def picture(self) -> Image:
        right = max(x + w for x, _, w, _ in (*self.paintings, *self.labels))
        scene = wall(max(right + 150, WIDTH), HEIGHT)
        for number, (x, y, w, h) in enumerate(self.paintings):
            scene = hang(scene, painting(w, h, number + 3), flat(x, y, w, h))
        for x, y, w, h in self.labels:
            scene = hang(scene, CARD, flat(x, y, w, h))
        return scene

    def views(self, step: int = 80) -> Iterator[tuple[int, Image]]:
        """What the camera sees from place to place, each with its left edge in px."""
        picture = self.picture()
        for left in range(0, picture.shape[1] - WIDTH + 1, step):
            yield left, np.ascontiguousarray(picture[:, left : left + WIDTH])


def words(number: int) -> str:
    """Two labels have nothing in common."""
    return ("Guido Reni Aurora", "Sofonisba Easel", "Cavedone Pieta", "Wtewael Xylographia")[number]


def in_view(room: Room, left: int) -> tuple[Label, ...]:
    """The labels of which a third at least is seen, cut where the frame ends."""
    seen = []
    for number, (x, y, w, h) in enumerate(room.labels):
        a, b = max(x - left, 0) / WIDTH, min(x + w - left, WIDTH) / WIDTH
        if (b - a) * WIDTH >= w / 3:
            quad: Quad = (
                (a, y / HEIGHT),
                (b, y / HEIGHT),
                (b, (y + h) / HEIGHT),
                (a, (y + h) / HEIGHT),
            )
            seen.append(Label(quad, (Line(words(number), 0.95, quad),), 20.0))
    return tuple(seen)


def seen(image: Image, labels: tuple[Label, ...]) -> SeenFrame:
    aspect = image.shape[1] / image.shape[0]
    outlines = without_cards(find_outlines(image), labels, aspect)
    frame = MediaFrame(Path("f.jpg"), "f", 0.0)
    return SeenFrame(frame, aspect, (), outlines, labels, cut_off(image, labels, outlines))


def named(room: Room, left: int, image: Image) -> tuple[LabelTie | None, int | None, int | None]:
    """The tie of the label, its number, and that of the painting that the picture is about."""
    frame = seen(image, in_view(room, left))
    view = view_clip([frame], None, {})
    if view.label is None or view.label.tie not in ("beside", "alone"):
        return view.label.tie if view.label else None, None, None
    number = [words(n) for n in range(4)].index(view.label.label.text)
    largest = max(frame.outlines, key=lambda quad: cv2.contourArea(np.array(quad, np.float32)))
    middle = left + WIDTH * sum(x for x, _ in largest) / 4
    about = [n for n, (x, _, w, _) in enumerate(room.paintings) if x < middle < x + w]
    return view.label.tie, number, about[0] if about else None


ROOMS = {
    "each label right of its painting": Room(
        [(80, 90, 420, 520), (760, 120, 480, 440), (1540, 80, 380, 540)],
        [(530, 470, 110, 74), (1270, 440, 110, 74), (1950, 500, 110, 74)],
    ),
    "each label left of its painting": Room(
        [(220, 90, 420, 520), (860, 120, 480, 440), (1580, 80, 380, 540)],
        [(80, 470, 110, 74), (720, 440, 110, 74), (1440, 500, 110, 74)],
    ),
    "each label below its painting": Room(
        [(80, 60, 420, 460), (560, 60, 480, 460), (1100, 60, 380, 460)],
        [(110, 540, 110, 74), (590, 540, 110, 74), (1130, 540, 110, 74)],
    ),
    "below one, beside the next": Room(
        [(80, 60, 420, 440), (760, 60, 440, 500)], [(240, 520, 110, 74), (1230, 440, 110, 74)]
    ),
}


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_wherever_the_camera_stands_a_label_is_that_of_its_own_painting(room: Room) -> None:
    ties = [named(room, left, image) for left, image in room.views()]
    own = [(label, about) for _, label, about in ties if label is not None]
    assert own
    assert all(label == about for label, about in own)


def test_a_label_between_two_paintings_is_that_of_the_clearly_nearer_one() -> None:
    left, right = (60, 90, 480, 500), (820, 90, 400, 500)
    for x, expected in ((560, "beside"), (625, "none"), (690, "elsewhere")):
        room = Room([left, right], [(x, 450, 110, 74)])
        [(_, image)] = room.views(WIDTH)
        view = view_clip([seen(image, in_view(room, 0))], None, {})
        assert view.label is not None
        assert view.label.tie == expected


def test_of_three_labels_beside_one_painting_none_is_its_own() -> None:
    column = [(600, 260 + 100 * n, 110, 74) for n in range(3)]
    room = Room([(80, 90, 480, 500)], column)
    [(_, image)] = room.views(WIDTH)
    assert named(room, 0, image)[0] == "none"


@pytest.mark.parametrize("right", [815, 830, 860, 880, 900, 940, 1000])
def test_a_label_whose_painting_the_frame_cuts_off_is_not_that_of_the_painting_inside(
    right: int,
) -> None:
    """The frame ends behind the label of a second painting, or within that painting."""
    room = Room(
        [(80, 90, 480, 500), (860, 90, 480, 500)], [(400, 620, 60, 40), (700, 450, 110, 74)]
    )
    image = np.ascontiguousarray(room.picture()[:, :right])
    quad = tuple((x / right, y / HEIGHT) for x, y in flat(700, 450, 110, 74))
    own = Label((quad[0], quad[1], quad[2], quad[3]), (Line(words(1), 0.95, CORNER),), 20.0)
    view = view_clip([seen(image, (own,))], None, {})
    assert view.label is not None
    assert view.label.tie in ("none", "elsewhere")


@pytest.mark.skipif(not KIT.exists(), reason="the material is not here")
@pytest.mark.slow
def test_in_real_footage_the_label_of_the_cut_off_neighbour_is_not_taken() -> None:
    """Left of a Madonna hangs the label of a painting that the frame cuts off."""
    video = cv2.VideoCapture(str(KIT / "videos" / "trimsss.mp4"))
    read, image = video.read()
    assert read
    picture = np.asarray(image, np.uint8)
    reader = Reader()
    reader.load()
    outlines = find_outlines(picture)
    labels = on_own_cards(reader.read(picture, paintings=outlines), outlines, picture)
    view = view_clip([seen(picture, labels)], None, {})
    assert view.label is not None
    assert "Bugiardini" not in view.label.label.text
    assert (view.label.tie, "Paolino" in view.label.label.text) == ("beside", True)
