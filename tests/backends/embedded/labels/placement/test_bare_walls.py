"""A picture of a label and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backends.embedded.arrays import Image
from backends.embedded.labels.placement.bare_walls import is_bare
from backends.embedded.labels.transcription import Label, Line
from tests.label_samples import quad

LABEL = Label(quad(0.2, 0.15, 0.3, 0.25), (), 9.0)


def wall() -> Image:
    """720p: a wall that is lit from the right, its grain, and a white card with print."""
    light = np.tile(np.linspace(130, 220, 1280, dtype=np.float32), (720, 1))
    grain = np.random.default_rng(1).normal(0, 6, (720, 1280))
    grey = np.clip(light + grain, 0, 255).astype(np.uint8)
    picture = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    cv2.rectangle(picture, (256, 108), (640, 288), (245, 245, 245), -1)
    cv2.putText(picture, "Anna Merz", (280, 180), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 2)
    return np.asarray(picture, np.uint8)


def test_wall_that_is_lit_from_aside_is_bare() -> None:
    assert is_bare(wall(), LABEL)


def test_a_lamp_on_it_is_no_thing() -> None:
    picture = wall().astype(np.float32)
    y, x = np.mgrid[:720, :1280]
    glow = np.exp(-(((x - 900) / 120) ** 2 + ((y - 500) / 60) ** 2))
    lit = (picture + 90 * glow[..., None]).clip(0, 255).astype(np.uint8)
    assert is_bare(lit, LABEL)


def test_the_paper_around_narrow_print_is_no_thing() -> None:
    """Where the card itself was not told from the wall, the label is no larger than its print."""
    place = quad(0.3, 0.2, 0.1, 0.1)
    line = Line("Anna Merz", 0.9, quad(0.3, 0.2, 0.1, 0.05))
    assert is_bare(wall(), Label(place, (line, line), 9.0)) is False
    card = quad(0.22, 0.17, 0.26, 0.2)
    assert is_bare(wall(), Label(card, (Line("Anna", 0.9, quad(0.23, 0.2, 0.2, 0.06)),), 9.0))


@pytest.mark.parametrize("thing", ["figure", "skirting board", "second card"])
def test_anything_else_in_view_may_be_what_the_label_is_about(thing: str) -> None:
    picture = wall()
    if thing == "figure":
        cv2.ellipse(picture, (950, 450), (60, 180), 10, 0, 360, (90, 95, 100), -1)
    elif thing == "skirting board":
        cv2.rectangle(picture, (0, 660), (1280, 720), (60, 60, 60), -1)
    else:
        cv2.rectangle(picture, (800, 480), (1000, 580), (255, 255, 255), -1)
    assert not is_bare(picture, LABEL)
