"""Colours are those that a model's own files give, whichever program wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backends import BackendUnavailable
from backends.neural.weights.processor import Colours, colours

OWN = {"image_mean": [0.5, 0.5, 0.25], "image_std": [0.5, 0.25, 0.5]}
OTHER = {"image_mean": [0.1, 0.1, 0.1], "image_std": [0.1, 0.1, 0.1]}
EXPECTED = Colours((0.5, 0.5, 0.25), (0.5, 0.25, 0.5))


def written(folder: Path, **files: Any) -> Path:
    for name, settings in files.items():
        (folder / f"{name}.json").write_text(json.dumps(settings))
    return folder


@pytest.mark.parametrize(
    "files",
    [
        {"preprocessor_config": OWN},
        {"preprocessor_config": OWN, "processor_config": {"image_processor": OTHER}},
        {"preprocessor_config": {"do_resize": True}, "processor_config": {"image_processor": OWN}},
        {"processor_config": {"image_processor": OWN, "video_processor": OTHER}},
        {"processor_config": {"processor_class": "x", "video_processor": OWN}},
        {"processor_config": OWN, "video_preprocessor_config": OTHER},
        {"video_preprocessor_config": OWN},
    ],
)
def test_the_file_that_says_it_counts(tmp_path: Path, files: dict[str, Any]) -> None:
    assert colours(written(tmp_path, **files)) == EXPECTED


def test_no_file_says_it(tmp_path: Path) -> None:
    assert colours(tmp_path) is None
    assert colours(written(tmp_path, processor_config={"image_processor": {}})) is None


@pytest.mark.parametrize(
    "settings",
    [{"image_mean": [0.5, 0.5, 0.5]}, {**OWN, "image_mean": [0.5]}, {**OWN, "image_std": [0, 1, 1]},
     {**OWN, "image_mean": ["a", 0, 0]}, {**OWN, "image_mean": 0.5}],
)  # fmt: skip
def test_a_file_that_says_it_wrongly(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(BackendUnavailable, match=r"no mean and deviation.*Copy it again"):
        colours(written(tmp_path, preprocessor_config=settings))
