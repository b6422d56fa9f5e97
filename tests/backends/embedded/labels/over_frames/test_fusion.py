"""Several frames of a label, laid over each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from backends.base import Media, MediaFrame
from backends.embedded import EmbeddedBackend
from backends.embedded.arrays import Image
from backends.embedded.labels.crops import Crop, around
from backends.embedded.labels.ocr import Reader, Reading
from backends.embedded.labels.over_frames import fusion
from backends.embedded.labels.over_frames.fusion import FEWEST, Sight, fused, worth_it
from backends.embedded.labels.transcription import Label
from tests.label_samples import label, quad
from tests.wall_cards import card, hang, wall

LINES = (("Artemisia Gentileschi", 40), ("Judith and her Maidservant", 34), ("Oil, inv. 1912", 26))
WORDS = tuple(text for text, _ in LINES)
PLACES = ((400.0, 300.0), (407.3, 295.6), (391.8, 304.1), (403.4, 310.7))


def clean(left: float, top: float, width: float = 150.0) -> Image:
    height = width * 420 / 620
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    return hang(np.full((720, 1280, 3), 190, np.uint8), card(LINES), corners)


def sight(left: float, top: float, seed: int, width: float = 150.0) -> Sight:
    """A small label at a place in a noisy frame, with its lines roughly where they are."""
    noise = np.random.default_rng(seed).normal(0, 32, (720, 1280, 3))
    image = np.clip(clean(left, top, width) + noise, 0, 255).astype(np.uint8)
    scale, rng = width / 620, np.random.default_rng(seed + 50)
    lines = []
    for line, (y, size, long) in zip(
        label(*WORDS).lines, ((30, 44, 440), (94, 38, 430), (148, 30, 200)), strict=True
    ):
        x0, y0 = left + 28 * scale + rng.normal(0, 0.7), top + y * scale + rng.normal(0, 0.7)
        place = quad(x0 / 1280, y0 / 720, long * scale / 1280, size * scale / 720)
        lines.append(replace(line, quad=place, confidence=0.9))
    return Sight(image, replace(label(*WORDS), lines=tuple(lines)))


def test_laid_over_each_other_they_have_less_noise_and_as_much_contrast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sights = [sight(*place, seed) for seed, place in enumerate(PLACES)]
    crop = fused(sights)
    assert crop is not None
    corners = np.array([line.quad for line in sights[0].label.lines], np.float32).reshape(-1, 2)
    print_ = corners * np.array([1280, 720], np.float32)
    truth, single = (around(p, print_).picture for p in (clean(*PLACES[0]), sights[0].image))

    def likeness(picture: Image) -> float:
        right, there = (cv2.cvtColor(p, cv2.COLOR_BGR2GRAY) for p in (truth, picture))
        return float(np.corrcoef(right.ravel(), there.ravel())[0, 1])

    def contrast(picture: Image) -> float:
        return float(np.subtract(*np.percentile(picture, (99, 1))))

    assert contrast(crop.picture) > 0.9 * contrast(truth)
    monkeypatch.setattr(fusion, "SHARPER", 0.0)
    mean = fused(sights)
    assert mean is not None
    assert 1 - likeness(mean.picture) < 0.6 * (1 - likeness(single))


def test_what_shows_another_label_is_left_out() -> None:
    sights = [sight(*place, seed) for seed, place in enumerate(PLACES)]
    empty = wall(1280, 720)
    others = [replace(each, image=empty) for each in sights[1:]]
    assert fused([sights[0], *others]) is None
    assert fused([sights[0], sights[1], others[0]]) is None
    assert fused([*sights[:3], others[0]]) is not None


def test_words_that_agree_in_nothing_are_not_laid_over() -> None:
    sights = [sight(*place, seed) for seed, place in enumerate(PLACES)]
    other = replace(sights[1].label, lines=label("xxxx", "yyyy").lines)
    assert fused([sights[0], replace(sights[1], label=other)]) is None


@pytest.mark.parametrize(("width", "worth"), [(90.0, False), (190.0, True), (420.0, False)])
def test_only_small_print_that_is_not_clear_is_worth_it(width: float, worth: bool) -> None:
    small = sight(300, 200, 1, width)
    assert worth_it(small, FEWEST) == worth
    assert not worth_it(small, FEWEST - 1)
    lines = tuple(replace(line, confidence=0.97) for line in small.label.lines)
    assert not worth_it(replace(small, label=replace(small.label, lines=lines)), FEWEST)


class _Reader(Reader):
    """Reads every frame with a letter wrong, and all of them together rightly."""

    def load(self) -> None:
        """Nothing to load."""

    def look(self, *picture: object, **more: object) -> Reading:
        read = label(("Artemisia Gentileschl", 0.9), ("Judith and her Maidservant", 0.9))
        return Reading((read,), ())

    def read_again(self, crop: Crop, label_: Label, frame: tuple[int, ...]) -> Label:
        return label(("Artemisia Gentileschi", 0.99), ("Judith and her Maidservant", 0.99))


@pytest.mark.parametrize("frames", [FEWEST, FEWEST - 1])
def test_a_clip_is_read_in_several_frames_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frames: int
) -> None:
    monkeypatch.setattr("backends.embedded.labels.ocr.Reader", _Reader)
    monkeypatch.setattr(
        fusion, "fused", lambda sights: Crop(sights[0].image, np.eye(3, dtype=np.float32))
    )
    backend = EmbeddedBackend()
    backend.load(tmp_path / "features")
    backend.ground(())
    cv2.imwrite(str(path := tmp_path / "frame.png"), wall(1280, 720))
    view = backend.preprocess(
        Media(tuple(MediaFrame(path, str(n), float(n)) for n in range(frames))), "video"
    )
    assert view.label is not None
    best = max(line.confidence for seen in view.frames for line in seen.labels[0].lines)
    assert best == (0.99 if frames >= FEWEST else 0.9)
