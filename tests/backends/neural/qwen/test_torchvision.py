"""Pixels and answers of Qwen-VL are the same with and without torchvision."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch
from transformers.utils.import_utils import is_torchvision_available

from backends import Media, MediaFrame, Options, Params, Prompt
from backends.neural.qwen.frames import Patching, patches
from tests import tiny_models
from tests.places import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl")


@pytest.fixture(autouse=True)
def single_thread() -> Iterator[None]:
    """As in the other process: rounding depends on the number of threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    return tiny_models.media(tmp_path / "frames", 4)


def pixels_and_answers(folder: Path, paths: Sequence[Path]) -> list[str]:
    """Whether there is torchvision; for both formats, a hash of the pixels, and an answer."""
    clip = Media(tuple(MediaFrame(path, path.name, float(n)) for n, path in enumerate(paths)))
    answers = [str(is_torchvision_available())]
    for options in (Options(visual="images"), Options(visual="video")):
        backend = tiny_models.load_qwen(folder, options)
        assert backend.format
        seen = patches(clip, backend.format, Patching())
        answers.append(hashlib.sha256(seen.values.tobytes()).hexdigest())
        prefix = backend.preprocess(clip, "video")
        answers.append(backend.generate(prefix, Prompt("x", "Describe."), Params(12)))
    return answers


SCRIPT = """
import sys
from pathlib import Path
from tests.backends.neural.qwen.test_torchvision import pixels_and_answers
folder, *paths = map(Path, sys.argv[1:])
print(ascii(pixels_and_answers(folder, paths)))
"""

STUB = """
from enum import Enum
names = "NEAREST NEAREST_EXACT BOX BILINEAR HAMMING BICUBIC LANCZOS"
InterpolationMode = Enum("InterpolationMode", names)
"""


def answers_in_a_process(folder: Path, paths: Sequence[Path], site: Path) -> list[str]:
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), *map(str, paths)],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{site}", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    answers: list[str] = eval(process.stdout.strip().splitlines()[-1], {})
    return answers


def test_pixels_and_answers_do_not_depend_on_torchvision(
    folder: Path, clip: Media, tmp_path: Path
) -> None:
    """A package that only claims to be torchvision: it has what transformers imports in passing,
    and whatever else of it were used would be missing."""
    site = tmp_path / "site"
    (site / "torchvision" / "transforms").mkdir(parents=True)
    (site / "torchvision" / "__init__.py").write_text("io = None\n")
    (site / "torchvision" / "transforms" / "__init__.py").write_text(STUB)
    (site / "torchvision" / "transforms" / "functional.py").write_text("pil_to_tensor = None\n")
    (site / "torchvision-0.28.0.dist-info").mkdir()
    about = "Metadata-Version: 2.1\nName: torchvision\nVersion: 0.28.0\n"
    (site / "torchvision-0.28.0.dist-info" / "METADATA").write_text(about)
    paths = [frame.path for frame in clip.frames]
    with_it = answers_in_a_process(folder, paths, site)
    without = pixels_and_answers(folder, paths)
    assert (with_it[0], without[0]) == ("True", "False")
    assert with_it[1:] == without[1:]
