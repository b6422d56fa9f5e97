"""Made-up gallery views: what is said to be under a token is there."""

from __future__ import annotations

import numpy as np
import pytest

from training.strangers import distorted, painted, recoloured, textured
from training.views import NOTHING, STRANGER, TOKEN, WALLS, WORKS, Gallery, Scene

pytestmark = pytest.mark.slow

RED, GREEN = (np.full((200, 260, 3), tone, np.uint8) for tone in ((230, 10, 10), (10, 230, 10)))


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    gallery = Gallery([RED, GREEN], seed=3)
    return [gallery.scene(3, (16, 9)) for _ in range(60)]


def test_the_same_seed_shows_the_same(scenes: list[Scene]) -> None:
    again = Gallery([RED, GREEN], seed=3).scene(3, (16, 9))
    other = Gallery([RED, GREEN], seed=4).scene(3, (16, 9))
    images = [scene.views[0].image.tobytes() for scene in (scenes[0], again, other)]
    assert images[0] == images[1] != images[2]


def test_views_have_the_size_of_their_tokens(scenes: list[Scene]) -> None:
    for scene in scenes:
        for view in scene.views:
            assert view.image.shape == (9 * TOKEN, 16 * TOKEN, 3)
            assert view.under.shape == view.main.shape == (9 * 16,)
    gallery = Gallery([RED], 1)
    sizes = {view.image.shape for _ in range(30) for view in gallery.scene(1).views}
    assert len(sizes) > 1
    assert all(side % TOKEN == 0 for shape in sizes for side in shape[:2])


@pytest.mark.parametrize(("place", "channel"), [(0, 0), (1, 1)])
def test_a_token_on_a_work_has_its_colour(scenes: list[Scene], place: int, channel: int) -> None:
    views = [view for scene in scenes for view in scene.views]
    tones = np.concatenate([_means(view.image)[view.under == WORKS + place] for view in views])
    others = np.delete(tones, channel, axis=1).max(axis=1)
    assert len(tones) > 300
    assert (tones[:, channel] > others + 60).mean() > 0.85


def _means(image: np.ndarray) -> np.ndarray:
    rows, columns = image.shape[0] // TOKEN, image.shape[1] // TOKEN
    tokens = image.reshape(rows, TOKEN, columns, TOKEN, 3)
    return np.asarray(tokens.mean(axis=(1, 3)).reshape(-1, 3))


def test_the_main_picture_is_mostly_the_one_the_scene_is_about(scenes: list[Scene]) -> None:
    about = [scene for scene in scenes if scene.work is not None]
    leading = [
        set(view.under[view.main]) == {WORKS + scene.work}
        for scene in about
        for view in scene.views
        if scene.work is not None
    ]
    assert np.mean(leading) > 0.8


def test_there_are_strangers_bare_walls_and_all_works_among_them(scenes: list[Scene]) -> None:
    assert {scene.work for scene in scenes} == {None, 0, 1}
    assert {scene.wall for scene in scenes} == set(WALLS)
    bare = [scene for scene in scenes if scene.empty]
    assert 0 < len(bare) < 12
    for scene in bare:
        assert all((view.under == NOTHING).all() and not view.main.any() for view in scene.views)
    strange = [scene for scene in scenes if scene.work is None and not scene.empty]
    assert strange
    assert any((view.under == STRANGER).any() for scene in strange for view in scene.views)


def test_a_distorted_picture_is_another_one() -> None:
    rng = np.random.default_rng(5)
    for _ in range(30):
        picture, other = painted(rng), painted(rng)
        changed = distorted(picture, other, rng)
        assert changed.dtype == np.uint8
        if changed.shape == picture.shape:
            assert np.abs(changed.astype(int) - picture).mean() > 5


def test_a_recoloured_picture_keeps_its_shapes_and_has_the_tones_of_the_other() -> None:
    rng = np.random.default_rng(6)
    ramp = np.tile(np.arange(256, dtype=np.uint8)[None, :, None], (40, 1, 3))
    other = (40 + 60 * rng.random((50, 70, 3))).astype(np.uint8)
    drawn = recoloured(ramp, other).astype(int)
    assert (np.diff(drawn, axis=1) >= 0).all()
    shares = np.linspace(0.05, 0.95, 19)
    for channel in range(3):
        got, wanted = (np.quantile(picture[..., channel], shares) for picture in (drawn, other))
        assert got == pytest.approx(wanted, abs=2)


def test_a_textured_picture_has_the_strokes_of_the_other_on_its_own_tones() -> None:
    rng = np.random.default_rng(7)
    flat = np.full((60, 80, 3), 120, np.uint8)
    rough = rng.integers(60, 180, (90, 50, 3)).astype(np.uint8)
    drawn = [textured(flat, rough, rng) for _ in range(8)]
    assert {picture.shape for picture in drawn} == {flat.shape}
    assert all(abs(picture.mean() - 120) < 4 for picture in drawn)
    assert max(picture.std() for picture in drawn) > 10
