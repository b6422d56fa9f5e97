"""Codes on photographed labels are read, and only those on a label's own card are its own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.embedded.arrays import Image
from backends.embedded.labels.codes.reading import MOST, Code, _whole_bars, find, with_codes
from backends.embedded.labels.transcription import Label
from demo.labels import Printed
from tests.code_cards import coded_card, ink, photographed
from tests.label_samples import lines, outline, quad

ADDRESS = "https://museum.example/collection/1998.4.1"
WORK = Printed("The Old Harbour Wall", "Ada Lowe", "1880", "oil on canvas")
SIZE = (720, 1280)
NEIGHBOUR = "https://museum.example/collection/1998.4.2"


def wall() -> NDArray[np.uint8]:
    return np.full((*SIZE, 3), 205, np.uint8)


def hang(picture: Image, left: int, top: int, width: int, height: int) -> None:
    """A white card with the shadow that it casts."""
    cv2.rectangle(
        picture, (left + 3, top + 3), (left + width + 3, top + height + 3), (180,) * 3, -1
    )
    cv2.rectangle(picture, (left, top), (left + width, top + height), (248,) * 3, -1)


def draw(picture: Image, left: int, top: int, text: str = ADDRESS, kind: str = "QRCode") -> None:
    code = ink(text, kind, 3.0)[..., None]
    window = picture[top : top + code.shape[0], left : left + code.shape[1]]
    window[:] = (window * (1 - code)).astype(np.uint8)


def label(left: int, top: int, width: int, height: int, outlined: bool = False) -> Label:
    """A label of one line at a place in px; `outlined` where its card was found around it."""
    x, y, w, h = left / SIZE[1], top / SIZE[0], width / SIZE[1], height / SIZE[0]
    (line,) = lines("Ada Lowe, The Old Harbour Wall")
    around = quad(x - 0.01, y - 0.03, w + 0.15, h + 0.25) if outlined else quad(x, y, w, h)
    return Label(around, (type(line)(line.text, 0.9, quad(x, y, w, h)),), 10.0)


@pytest.mark.parametrize(
    ("seed", "kind", "text"),
    [(0, "QRCode", ADDRESS), (3, "QRCode", ADDRESS), (2, "Code128", "1998.4.1"),
     (4, "EAN13", "4006381333931")],
)  # fmt: skip
def test_a_code_is_read_from_a_photographed_card(seed: int, kind: str, text: str) -> None:
    card = coded_card(WORK, text, kind=kind, where="below", module=3.5)
    picture = photographed(card, seed).picture[..., ::-1]
    codes = find(np.ascontiguousarray(picture), [outline(0, 0, 1, 1)])
    assert [(code.text, code.on) for code in codes] == [(text, 0)]
    assert codes[0].kind.replace(" ", "").replace("-", "") == kind.replace("-", "")


def test_what_is_no_label_is_searched_for_qr_codes_alone() -> None:
    picture = wall()
    hang(picture, 100, 100, 900, 400)
    draw(picture, 150, 150)
    draw(picture, 500, 150, "1998.4.1", "Code128")
    assert [(code.kind, code.on) for code in find(picture, [])] == [("QR Code", None)]


def test_a_code_within_the_outline_of_a_card_is_on_it() -> None:
    picture = wall()
    hang(picture, 300, 300, 400, 200)
    draw(picture, 520, 340)
    assert [code.on for code in find(picture, [label(320, 340, 180, 20, outlined=True)])] == [0]


def test_a_code_beside_the_print_of_the_same_card_is_on_it() -> None:
    picture = wall()
    hang(picture, 300, 300, 400, 200)
    draw(picture, 520, 340)
    assert [code.on for code in find(picture, [label(320, 340, 180, 20)])] == [0]


def test_a_code_on_the_next_card_is_not() -> None:
    picture = wall()
    hang(picture, 300, 300, 200, 200)
    hang(picture, 508, 300, 200, 200)
    draw(picture, 520, 340)
    assert [code.on for code in find(picture, [label(320, 340, 170, 20)])] == [None]


def test_a_code_between_two_labels_is_on_neither() -> None:
    picture = wall()
    hang(picture, 100, 300, 900, 250)
    draw(picture, 500, 350)
    beside = label(330, 380, 160, 20), label(622, 380, 160, 20)
    assert [code.on for code in find(picture, beside)] == [None]
    assert [code.on for code in find(picture, beside[:1])] == [0]


def test_a_code_within_two_outlines_is_on_neither() -> None:
    picture = wall()
    hang(picture, 300, 300, 400, 200)
    draw(picture, 520, 340)
    print_ = label(320, 340, 180, 20, outlined=True), label(320, 440, 180, 20, outlined=True)
    whole = [Label(quad(0.2, 0.4, 0.4, 0.4), one.lines, 1.0) for one in print_]
    assert [code.on for code in find(picture, whole)] == [None]


def test_a_code_far_from_any_print_is_on_none() -> None:
    picture = wall()
    draw(picture, 900, 350)
    assert [code.on for code in find(picture, [label(100, 380, 160, 20)])] == [None]


def test_hostile_text_is_handed_on_as_it_is() -> None:
    picture = wall()
    draw(picture, 100, 100, "javascript:alert('\u202e1998.4.1')")
    draw(picture, 500, 100, "<img src=x onerror=alert(1)>")
    assert {code.text for code in find(picture, [])} == {
        "javascript:alert('\u202e1998.4.1')", "<img src=x onerror=alert(1)>",
    }  # fmt: skip


def test_a_wall_of_codes_is_bounded() -> None:
    picture = wall()
    for n in range(12):
        draw(picture, 20 + 200 * (n % 6), 20 + 200 * (n // 6), f"1998.4.{n}")
    assert len(find(picture, [])) == MOST


def test_a_barcode_that_was_read_along_a_line_reaches_to_the_ends_of_its_bars() -> None:
    picture = wall()
    draw(picture, 300, 300, "1998.4.1", "Code128")
    grey = picture[..., 0]
    columns = np.flatnonzero(grey.min(axis=0) < 100)
    rows = np.flatnonzero(grey.min(axis=1) < 100)
    left, right = float(columns[0]), float(columns[-1])
    y = float(rows[0]) + 10
    line = np.array([(left, y), (right, y), (right, y + 1), (left, y + 1)], np.float32)
    whole = _whole_bars(grey, line)
    assert whole[:, 1].min() == pytest.approx(rows[0], abs=2)
    assert whole[:, 1].max() == pytest.approx(rows[-1], abs=2)


def test_a_label_reaches_around_the_codes_on_its_card() -> None:
    at = quad(0.1, 0.1, 0.2, 0.1)
    own = Code("a", "QR Code", quad(0.15, 0.3, 0.3, 0.1), 0)
    grown, other = with_codes([Label(at, (), 1.0), Label(at, (), 1.0)], [own])
    assert np.allclose(grown.quad, quad(0.1, 0.1, 0.35, 0.3))
    assert other.quad == at
