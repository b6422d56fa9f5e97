"""A full disk leaves no partial file, whoever writes, and what stood there before still stands."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from backends.embedded.paintings.features import FeatureCache
from catalogue import Versions, load
from catalogue.columns.mapping import ColumnMapping
from catalogue.loading.cache import prepared
from catalogue.loading.saved_mappings import SavedMappings
from console.errors import CartellinoError
from pages._ui.settings import profiles
from pages._ui.shell.preferences import Preferences
from pages._ui.shell.uploads import keep_upload
from pipeline.decision.config import AbstentionConfig
from pipeline.media import images
from pipeline.redecide.skyband_cache import SkybandCache
from storage.files import replacing
from tests.builders import catalogue_file

resource = pytest.importorskip("resource", reason="limits on files are not known on Windows")

IMAGE = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)


MAPPING = ColumnMapping.from_dict(
    {"title": {"columns": ["What it is"]}, "artist": {"columns": ["By whom"]}}
)

# Each reads in `source`, which has room, and writes to `target`.
WRITERS: dict[str, Callable[[Path, Path], object]] = {
    "catalogue cache": lambda source, target: prepared(source / "catalogue.csv", target),
    "catalogue version": lambda source, target: Versions(target).adopt(
        load(source / "catalogue.csv")
    ),
    "saved mapping": lambda source, target: SavedMappings(target).save(
        ["What it is", "By whom", "Where it hangs"], MAPPING
    ),
    "preferences": lambda source, target: Preferences(target / "desk.json").put(comment="x" * 5000),
    "slider profile": lambda source, target: profiles.save(target, "mine", AbstentionConfig()),
    "upload": lambda source, target: keep_upload("walk.mp4", io.BytesIO(bytes(9000)), target),
    "skyband cache": lambda source, target: SkybandCache(target, "one").add(
        {((("Flora", 1.0),), (), ()): np.arange(1000)}
    ),
    "frame": lambda source, target: images.save_frame(IMAGE, target, 0, Fraction(1, 25)),
    "features": lambda source, target: FeatureCache(target).features(source / "pictures/0.jpg"),
}


@contextmanager
def no_file_grows_over(size: int) -> Iterator[None]:
    """As the kernel has it: a write beyond `size` bytes fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return catalogue_file(tmp_path / "source").parent


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("No file system can be mounted here.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_write_that_breaks_off_leaves_nothing(writer: str, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with no_file_grows_over(64), suppress(CartellinoError):
        WRITERS[writer](source, target)
    assert list(target.iterdir()) == []
    WRITERS[writer](source, target)
    assert list(target.iterdir()) != []


@pytest.mark.parametrize("writer", WRITERS)
def test_a_full_disk_is_left_as_it_was(writer: str, source: Path, small_disk: Path) -> None:
    target = small_disk / "target"
    target.mkdir()
    fill(small_disk / "ballast")
    with suppress(CartellinoError):
        WRITERS[writer](source, target)
    assert list(target.iterdir()) == []


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("before")
    with no_file_grows_over(64), pytest.raises(OSError), replacing(path) as draft:  # noqa: PT011
        draft.write_bytes(bytes(65))
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_draft_looks_like_no_finished_file(tmp_path: Path) -> None:
    with replacing(tmp_path / "settings.json") as draft:
        draft.write_text("{}")
        assert list(tmp_path.glob("*.json")) == []
    assert list(tmp_path.glob("*.json")) == [tmp_path / "settings.json"]
