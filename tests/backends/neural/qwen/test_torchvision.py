"""Pixels and answers of Qwen-VL are the same with and without torchvision."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backends import Media
from tests import tiny_models
from tests.places import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl")


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    return tiny_models.media(tmp_path / "frames", 4)


SCRIPT = """
import sys, hashlib
from pathlib import Path
from transformers.utils import is_torchvision_available
from backends import Media, MediaFrame, Options, Params, Prompt
from backends.neural.qwen.frames import Patching, patches
from backends.qwen2_vl import Qwen2VLBackend
folder, *paths = map(Path, sys.argv[1:])
clip = Media(tuple(MediaFrame(p, p.name, float(i)) for i, p in enumerate(paths)))
answers = [str(is_torchvision_available())]
for visual in ("images", "video"):
    backend = Qwen2VLBackend()
    backend.load(folder, options=Options(visual=visual))
    answers.append(hashlib.sha256(patches(clip, backend.format, Patching()).values).hexdigest())
    prefix = backend.preprocess(clip, "video")
    answers.append(backend.generate(prefix, Prompt("x", "Describe."), Params(12)))
print(ascii(answers))
"""

STUB = """
from enum import Enum
names = "NEAREST NEAREST_EXACT BOX BILINEAR HAMMING BICUBIC LANCZOS"
InterpolationMode = Enum("InterpolationMode", names)
"""


def answers_in_a_process(folder: Path, clip: Media, path: Path | None) -> list[str]:
    search_path = os.pathsep.join(str(p) for p in (ROOT, path) if p)
    paths = [str(frame.path) for frame in clip.frames]
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), *paths],
        env=os.environ | {"PYTHONPATH": search_path, "OMP_NUM_THREADS": "1"},
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
    with_it, without = (answers_in_a_process(folder, clip, path) for path in (site, None))
    assert (with_it[0], without[0]) == ("True", "False")
    assert with_it[1:] == without[1:]
