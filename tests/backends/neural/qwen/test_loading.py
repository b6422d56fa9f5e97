"""Folders of Qwen-VL: a preprocessor's settings count, and another model's files are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from backends import BackendUnavailable, Media
from tests import tiny_models
from tests.tiny_models import ask, load_qwen


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl")


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    return tiny_models.media(tmp_path / "frames", 4)


def test_half_a_checkpoint_is_refused(folder: Path, tmp_path: Path) -> None:
    half = shutil.copytree(folder, tmp_path / "half")
    weights = load_file(half / "model.safetensors")
    missing = next(name for name in weights if "layers.1.mlp" in name)
    del weights[missing]
    save_file(weights, half / "model.safetensors", {"format": "pt"})
    with pytest.raises(BackendUnavailable, match="Copy"):
        load_qwen(half)


def test_weights_of_another_shape_are_refused(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(config | {"intermediate_size": 256}))
    with pytest.raises(BackendUnavailable, match="do not belong together"):
        load_qwen(other)


def test_a_tokenizer_of_another_model_is_refused(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    spec = json.loads((other / "tokenizer.json").read_text())
    spec["added_tokens"] = [t for t in spec["added_tokens"] if "pad" not in t["content"]]
    for word in ("<|image_pad|>", "<|video_pad|>"):
        spec["model"]["vocab"].pop(word, None)
    for path in other.glob("*token*"):
        path.unlink()
    (other / "vocab.json").unlink()
    (other / "tokenizer.json").write_text(json.dumps(spec))
    with pytest.raises(BackendUnavailable, match="tokenizer"):
        load_qwen(other)


def test_nothing_is_fetched_for_a_name_on_the_hub() -> None:
    with pytest.raises(BackendUnavailable):
        load_qwen(Path("Qwen/Qwen2-VL-2B-Instruct"))


def test_colours_as_transformers_5_saves_them(folder: Path, clip: Media, tmp_path: Path) -> None:
    new, unsaid = (shutil.copytree(folder, tmp_path / name) for name in ("new", "unsaid"))
    settings = json.loads((new / "preprocessor_config.json").read_text())
    settings |= {"image_mean": [0.1, 0.2, 0.9]}
    old = shutil.copytree(folder, tmp_path / "old")
    (old / "preprocessor_config.json").write_text(json.dumps(settings))
    for place in (new, unsaid):
        (place / "preprocessor_config.json").unlink()
    (new / "processor_config.json").write_text(json.dumps({"image_processor": settings}))
    assert ask(load_qwen(new), clip) == ask(load_qwen(old), clip)
    assert load_qwen(new).messages == ()
    (message,) = load_qwen(unsaid).messages
    assert "says nothing about the colours" in message


def test_other_colours_are_seen_and_make_another_identity(
    folder: Path, clip: Media, tmp_path: Path
) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    settings = json.loads((other / "preprocessor_config.json").read_text())
    settings["image_mean"] = [0.1, 0.2, 0.9]
    (other / "preprocessor_config.json").write_text(json.dumps(settings))
    plain, toned = load_qwen(folder), load_qwen(other)
    assert plain.identity != toned.identity
    assert ask(plain, clip) != ask(toned, clip)
