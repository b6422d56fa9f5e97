"""Paintings in frames, on pictures that are made here: textured, plain, warped, lit, mirrored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.base import Reference
from backends.embedded.paintings import features
from backends.embedded.paintings.recogniser import PictureSighting, Recogniser

pytestmark = pytest.mark.slow

Bytes = NDArray[np.uint8]
Corners = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 1280, 720
UPRIGHT = ((400, 120), (780, 120), (780, 600), (400, 600))


def painting(seed: int, width: int = 380, height: int = 480) -> Bytes:
    """Overlapping strokes and discs: structure at every scale, different for every seed."""
    random = np.random.default_rng(seed)
    image = np.full((height, width, 3), random.integers(60, 200, 3), np.uint8)
    for _ in range(140):
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        size = int(random.integers(4, 50))
        if random.random() < 0.5:
            cv2.circle(image, (x, y), size, colour, -1, cv2.LINE_AA)
        else:
            angle = float(random.integers(0, 180))
            cv2.ellipse(image, (x, y), (size, size // 3 + 1), angle, 0, 360, colour, -1)
    return image


def plain(hue: tuple[int, int, int], turn: bool = False) -> Bytes:
    """Two soft fields of colour, without a single corner."""
    ramp = np.linspace(0, 1, 480) ** 2
    shade = np.tile(ramp[:, None], (1, 380)) if not turn else np.tile(ramp[::-1, None], (1, 380))
    return (np.array(hue) * (0.45 + 0.55 * shade[..., None])).astype(np.uint8)


def wall() -> Bytes:
    noise = np.random.default_rng(7).normal(0, 2, (HEIGHT, WIDTH, 3))
    return np.clip(178 + noise, 0, 255).astype(np.uint8)


def hang(room: Bytes, picture: Bytes, corners: Corners, frame: int = 14) -> Bytes:
    """The room with the picture at `corners` (its TL, TR, BR, BL), in a dark frame."""
    border = (frame, frame, frame, frame)
    framed = cv2.copyMakeBorder(picture, *border, cv2.BORDER_CONSTANT, value=(20, 30, 40))
    height, width = picture.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + frame
    transform = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    size = (room.shape[1], room.shape[0])
    covered = cv2.warpPerspective(np.full(framed.shape[:2], 255, np.uint8), transform, size)
    warped = cv2.warpPerspective(framed, transform, size, flags=cv2.INTER_AREA)
    return np.where(covered[..., None] > 127, warped, room).astype(np.uint8)


def reference(folder: Path, name: str, picture: Bytes) -> Reference:
    path = folder / f"{name}.png"
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    return Reference(name, name.title(), picture=path)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    folder = tmp_path_factory.mktemp("gallery")
    recogniser = Recogniser(folder / "cache")
    works = [reference(folder, f"work {seed}", painting(seed)) for seed in range(5)]
    works.append(reference(folder, "ochre", plain((40, 140, 230))))
    works.append(reference(folder, "azure", plain((220, 130, 40))))
    works.append(reference(folder, "ochre turned", plain((40, 140, 230), turn=True)))
    assert recogniser.learn(works) == ()
    return recogniser


def sure(sightings: Sequence[PictureSighting]) -> list[str]:
    return [s.identifier for s in sightings if s.certainty == "sure"]


def turned(degrees: float) -> Corners:
    matrix = cv2.getRotationMatrix2D((590, 360), -degrees, 0.8)
    points = np.array(UPRIGHT, np.float32)
    return [(float(x), float(y)) for x, y in points @ matrix[:, :2].T + matrix[:, 2]]


@pytest.mark.parametrize(
    "corners",
    [
        UPRIGHT,
        turned(90),
        turned(25),
        ((420, 160), (700, 230), (700, 500), (420, 620)),
        ((900, 300), (1010, 300), (1010, 440), (900, 440)),
        ((-150, 100), (300, 100), (300, 660), (-150, 660)),
    ],
    ids=["upright", "sideways", "tilted", "from the side", "far away", "cut by the frame"],
)
def test_warped_copy_is_found_where_it_hangs(gallery: Recogniser, corners: Corners) -> None:
    (seen,) = gallery.locate(hang(wall(), painting(1), corners), "f")

    assert (seen.identifier, seen.certainty, seen.frame) == ("work 1", "sure", "f")
    where = np.array(seen.quad) * (WIDTH, HEIGHT)
    assert np.abs(where - np.array(corners)).max() < 6


def test_lit_blurred_and_glaring_copy_is_found(gallery: Recogniser) -> None:
    shade = np.linspace(0.35, 1.1, WIDTH)[None, :, None]
    frame = hang(wall(), painting(2), UPRIGHT) * shade
    frame[150:260, 450:560] = 255
    blurred = cv2.GaussianBlur(np.clip(frame, 0, 255), (5, 5), 0)

    assert sure(gallery.locate(blurred.astype(np.uint8), "f")) == ["work 2"]


def test_stranger_and_empty_wall_are_nobody(gallery: Recogniser) -> None:
    assert gallery.locate(hang(wall(), painting(99), UPRIGHT), "f") == ()
    assert gallery.locate(wall(), "f") == ()


def test_mirrored_copy_is_rejected(gallery: Recogniser) -> None:
    mirrored = np.ascontiguousarray(painting(1)[:, ::-1])

    assert sure(gallery.locate(hang(wall(), mirrored, UPRIGHT), "f")) == []


def test_two_works_are_both_found_the_prominent_one_first(gallery: Recogniser) -> None:
    small = ((1000, 100), (1200, 100), (1200, 350), (1000, 350))
    blurred = cv2.GaussianBlur(painting(4), (0, 0), 4).astype(np.uint8)
    frame = hang(hang(wall(), painting(3), small), blurred, UPRIGHT)

    large, little = gallery.locate(frame, "f")

    assert sure((large, little)) == ["work 4", "work 3"]
    assert large.inliers < little.inliers


def test_work_without_texture_is_found_by_its_colours(gallery: Recogniser) -> None:
    (seen,) = gallery.locate(hang(wall(), plain((40, 140, 230)), UPRIGHT), "f")

    assert (seen.identifier, seen.certainty, seen.inliers) == ("ochre", "sure", 0)
    assert seen.coverage is None
    assert seen.proof.correlation > 0.9


def test_work_without_texture_is_found_sideways(gallery: Recogniser) -> None:
    sideways = [*UPRIGHT[1:], UPRIGHT[0]]
    wide = [((x - 590) * 480 / 380 + 590, (y - 360) * 380 / 480 + 360) for x, y in sideways]

    assert sure(gallery.locate(hang(wall(), plain((220, 130, 40)), wide), "f")) == ["azure"]


def test_plain_picture_of_another_hue_is_not_taken_for_it(gallery: Recogniser) -> None:
    lab = cv2.cvtColor(plain((40, 140, 230)).astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    lab[..., 2] -= 45
    other = np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2BGR) * 255, 0, 255).astype(np.uint8)

    assert gallery.locate(hang(wall(), other, UPRIGHT), "f") == ()


def test_two_references_alike_are_ambiguous_rather_than_one_of_them(tmp_path: Path) -> None:
    twins = [reference(tmp_path, name, painting(1)) for name in ("first", "second")]
    recogniser = Recogniser(tmp_path / "cache")
    recogniser.learn([*twins, reference(tmp_path, "other", painting(2))])

    sightings = recogniser.locate(hang(wall(), painting(1), UPRIGHT), "f")

    assert {(s.identifier, s.certainty) for s in sightings} == {
        ("first", "ambiguous"),
        ("second", "ambiguous"),
    }


def test_a_shared_frame_is_not_the_painting(tmp_path: Path) -> None:
    """The museum photographed the carved frame too, and another work hangs in one like it."""
    carved = painting(5, 480, 480)
    first, second = carved.copy(), carved.copy()
    first[40:440, 40:440] = painting(6, 400, 400)
    second[40:440, 40:440] = painting(7, 400, 400)
    recogniser = Recogniser(tmp_path / "cache")
    recogniser.learn([reference(tmp_path, "first", first)])

    assert sure(recogniser.locate(hang(wall(), first, UPRIGHT, 0), "f")) == ["first"]
    assert sure(recogniser.locate(hang(wall(), second, UPRIGHT, 0), "f")) == []


def test_bad_pictures_are_told_and_the_rest_is_learnt(tmp_path: Path) -> None:
    broken, empty = tmp_path / "broken.jpg", tmp_path / "empty.jpg"
    broken.write_bytes(b"no picture at all")
    empty.touch()
    recogniser = Recogniser(tmp_path / "cache")
    steps: list[tuple[int, int]] = []

    messages = recogniser.learn(
        [
            Reference("gone", "", picture=tmp_path / "gone.jpg"),
            Reference("broken", "", picture=broken),
            Reference("empty", "", picture=empty),
            Reference("folder", "", picture=tmp_path),
            Reference("words only", ""),
            reference(tmp_path, "blank", np.full((300, 200, 3), 128, np.uint8)),
            reference(tmp_path, "good", painting(1)),
        ],
        lambda done, total: steps.append((done, total)),
    )

    named = [message.split(":")[0] for message in messages]
    assert named == ["gone", "broken", "empty", "folder", "blank"]
    assert "missing" in messages[0]
    assert "JPEG" in messages[1]
    assert steps == [(n, 6) for n in range(1, 7)]
    assert sure(recogniser.locate(hang(wall(), painting(1), UPRIGHT), "f")) == ["good"]


@pytest.mark.parametrize("image", [np.zeros((1, 1, 3), np.uint8), np.zeros((2, 3000, 3), np.uint8)])
def test_degenerate_frames_show_nothing(gallery: Recogniser, image: Bytes) -> None:
    assert gallery.locate(image, "f") == ()


def test_nothing_learnt_nothing_seen(tmp_path: Path) -> None:
    recogniser = Recogniser(tmp_path)

    assert recogniser.learn([]) == ()
    assert recogniser.locate(wall(), "f") == ()


def test_features_come_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = reference(tmp_path, "work", painting(1))
    Recogniser(tmp_path / "cache").learn([work])
    monkeypatch.setattr(features, "extract", lambda image: pytest.fail("was extracted again"))
    recogniser = Recogniser(tmp_path / "cache")

    assert recogniser.learn([work]) == ()
    assert sure(recogniser.locate(hang(wall(), painting(1), UPRIGHT), "f")) == ["work"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.97])
def test_damaged_cache_file_is_made_again(tmp_path: Path, share: float) -> None:
    work = reference(tmp_path, "work", painting(1))
    cache = tmp_path / "cache"
    Recogniser(cache).learn([work])
    (stored,) = cache.iterdir()
    whole = stored.read_bytes()
    stored.write_bytes(whole[: int(len(whole) * share)])
    recogniser = Recogniser(cache)

    assert recogniser.learn([work]) == ()
    assert sure(recogniser.locate(hang(wall(), painting(1), UPRIGHT), "f")) == ["work"]
    assert stored.read_bytes() == whole


def test_changed_picture_is_not_taken_from_the_cache(tmp_path: Path) -> None:
    recogniser = Recogniser(tmp_path / "cache")
    recogniser.learn([reference(tmp_path, "work", painting(1))])
    recogniser.learn([reference(tmp_path, "work", painting(2))])

    assert sure(recogniser.locate(hang(wall(), painting(2), UPRIGHT), "f")) == ["work"]


def test_unwritable_cache_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("a file where the folder should be")
    recogniser = Recogniser(occupied)

    (message,) = recogniser.learn([reference(tmp_path, "work", painting(1))])

    assert "not kept" in message
    assert sure(recogniser.locate(hang(wall(), painting(1), UPRIGHT), "f")) == ["work"]
