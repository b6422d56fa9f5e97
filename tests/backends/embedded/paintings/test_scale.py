"""Thousands of reference pictures: computed once, cancelled, killed, and kept out of memory."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from backends.base import Reference
from backends.embedded.paintings import candidates, features
from backends.embedded.paintings.features import FeatureCache
from backends.embedded.paintings.recogniser import Recogniser
from tests.imports import ROOT

pytestmark = pytest.mark.slow

Bytes = NDArray[np.uint8]


def painting(seed: int) -> Bytes:
    random = np.random.default_rng(seed)
    image = np.full((480, 400, 3), random.integers(60, 200, 3), np.uint8)
    for _ in range(150):
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        middle = int(random.integers(0, 400)), int(random.integers(0, 480))
        axes = int(random.integers(4, 50)), int(random.integers(3, 30))
        cv2.ellipse(image, middle, axes, float(random.integers(0, 180)), 0, 360, colour, -1)
    return image


def hung(picture: Bytes) -> Bytes:
    wall = np.clip(np.random.default_rng(7).normal(178, 2, (720, 1280, 3)), 0, 255)
    wall[120:600, 440:840] = picture
    return wall.astype(np.uint8)


def references(folder: Path, count: int) -> list[Reference]:
    works = []
    for seed in range(count):
        path = folder / f"{seed}.png"
        path.write_bytes(cv2.imencode(".png", painting(seed))[1].tobytes())
        works.append(Reference(f"work {seed}", "", picture=path))
    return works


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[Bytes]:
    """The pictures whose features are computed from now on."""
    computed: list[Bytes] = []
    extract = features.extract

    def counted(image: Bytes) -> features.Features:
        computed.append(image)
        return extract(image)

    monkeypatch.setattr(features, "extract", counted)
    return computed


@pytest.mark.slow
def test_cancelled_work_stops_and_what_was_done_is_not_done_again(
    tmp_path: Path, extracted: list[Bytes]
) -> None:
    works = references(tmp_path, 24)

    def enough(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Recogniser(tmp_path / "cache").learn(works, enough)
    before = len(extracted)
    time.sleep(0.5)
    assert len(extracted) == before, "the work goes on in the background"
    assert 3 <= before < 15, "the work went on after it was cancelled"

    Recogniser(tmp_path / "cache").learn(works)
    assert len(extracted) == 24


@pytest.mark.slow
def test_a_killed_process_is_gone_on_from(tmp_path: Path, extracted: list[Bytes]) -> None:
    works = references(tmp_path, 24)
    cache = tmp_path / "cache"
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from backends.base import Reference\n"
        "from backends.embedded.paintings.recogniser import Recogniser\n"
        "folder = Path(sys.argv[1])\n"
        "pictures = sorted(folder.glob('*.png'))\n"
        "Recogniser(folder / 'cache').learn([Reference(p.name, '', picture=p) for p in pictures])\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT) as process:
        deadline = time.monotonic() + 60
        while len(list(cache.glob("*.npz"))) < 4:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    stored = len(list(cache.glob("*.npz")))
    assert stored < 24, "it was finished before it was killed"

    recogniser = Recogniser(cache)
    assert recogniser.learn(works) == ()
    assert len(extracted) == 24 - stored
    assert [s.identifier for s in recogniser.locate(hung(painting(19)), "f")] == ["work 19"]


def test_one_picture_of_many_records_is_computed_once(
    tmp_path: Path, extracted: list[Bytes]
) -> None:
    (work,) = references(tmp_path, 1)
    copies = []
    for number in range(8):
        copy = tmp_path / f"copy {number}.png"
        copy.write_bytes(work.picture.read_bytes() if work.picture else b"")
        copies.append(Reference(f"copy {number}", "", picture=copy))

    assert Recogniser(tmp_path / "cache").learn(copies) == ()
    assert len(extracted) == 1


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes ten pictures as many as thousands: each gives a part of its features only."""
    monkeypatch.setattr(candidates, "INDEXED", 1500)


@pytest.mark.usefixtures("many")
def test_of_thousands_of_references_a_part_is_in_memory_and_all_prove(tmp_path: Path) -> None:
    works = references(tmp_path, 10)
    recogniser = Recogniser(tmp_path / "cache")
    recogniser.learn(works)
    few = Recogniser(tmp_path / "cache")
    few.learn(works[3:4])

    counts = [len(part.points) for part in recogniser._features]
    (seen,) = recogniser.locate(hung(painting(3)), "f")
    (alone,) = few.locate(hung(painting(3)), "f")

    assert max(counts) == 150
    views = [a for part in recogniser._features for a in (part.points.base, part.descriptors.base)]
    assert set(views) == {None}, "a view keeps the whole"
    assert (seen.identifier, seen.inliers) == ("work 3", alone.inliers)
    assert seen.inliers > 150


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("lost", ["emptied", "never kept"])
def test_without_the_cache_what_is_in_memory_proves(tmp_path: Path, lost: str) -> None:
    cache = tmp_path / "cache"
    if lost == "never kept":
        cache.write_text("a file where the folder should be")
    recogniser = Recogniser(cache)
    recogniser.learn(references(tmp_path, 10))
    for stored in cache.glob("*.npz"):
        stored.unlink()

    (seen,) = recogniser.locate(hung(painting(3)), "f")

    assert (seen.identifier, seen.certainty) == ("work 3", "sure")


def test_the_shortlist_is_the_same_every_time(tmp_path: Path) -> None:
    feature_cache = FeatureCache(tmp_path / "cache")
    extracted_features = [
        feature_cache.features(work.picture) for work in references(tmp_path, 6) if work.picture
    ]
    parts = (
        [k.points for k in extracted_features],
        [k.descriptors for k in extracted_features],
        [k.size for k in extracted_features],
    )
    points, descriptors = features.sift(hung(painting(4)), features.QUERY_FEATURES)
    query = points, features.root(descriptors), (1280, 720)

    first, second = (candidates.Shortlist(*parts).of(*query) for _ in range(2))

    assert first == second
    assert first[0] == 4
    assert set(first) <= set(range(6))
