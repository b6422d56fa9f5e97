"""A picture of a label and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backends.base import Quad
from backends.embedded.arrays import Image
from backends.embedded.labels.bare_walls import is_bare

LABEL: Quad = ((0.2, 0.15), (0.5, 0.15), (0.5, 0.4), (0.2, 0.4))


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
