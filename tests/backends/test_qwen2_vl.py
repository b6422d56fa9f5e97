"""Qwen2-VL as a backend: options, identity, refusals, and memory that does not suffice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from backends import (
    BackendUnavailable,
    GenerationError,
    Media,
    MediaFrame,
    Options,
    OutOfMemory,
    Params,
    Prompt,
)
from backends.neural.qwen.model import QwenVL
from backends.neural.weights import adapters, checkpoint
from backends.qwen2_vl import FEWEST, SMALLEST, Qwen2VLBackend
from tests import tiny_models
from tests.tiny_models import ask, inner, load_qwen, quantised

IMAGES = Qwen2VLBackend.default_format
VIDEO = replace(IMAGES, visual="video")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl")


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    return tiny_models.media(tmp_path / "frames", 4)


def test_options_make_the_format_and_the_format_makes_the_identity(folder: Path) -> None:
    plain = load_qwen(folder)
    assert plain.format == IMAGES
    other = load_qwen(folder, Options(visual="video", frames=4, pixels=50_000))
    assert other.format == replace(VIDEO, frames=4, pixels=50_000)
    assert len({plain.identity, other.identity, load_qwen(folder).identity}) == 2
    assert plain.faults == plain.messages == ()


def test_more_pixels_than_a_frame_can_have_are_no_other_format() -> None:
    most = IMAGES.longest**2
    largest = Qwen2VLBackend.form(Options(pixels=most))
    assert largest.pixels == most
    assert Qwen2VLBackend.form(Options(pixels=2 * most)) == largest


def test_what_is_refused_is_refused_without_loading(folder: Path, tmp_path: Path) -> None:
    backend = Qwen2VLBackend()
    backend.check(folder)
    assert backend._loaded is None
    with pytest.raises(BackendUnavailable, match="no config"):
        backend.check(tmp_path)
    with pytest.raises(BackendUnavailable, match="adapter"):
        backend.check(folder, options=Options(adapter=tmp_path))
    with pytest.raises(OutOfMemory, match="Does not fit"):
        backend.check(folder, options=Options(frames=10**5))


@pytest.mark.parametrize(
    "options", [Options(fit="pad"), Options(fit="squash"), Options(frames=0), Options(pixels=100)]
)
def test_options_that_it_cannot_take_are_refused_with_a_cure(options: Options) -> None:
    with pytest.raises(BackendUnavailable, match="choose"):
        Qwen2VLBackend.form(options)


def test_frames_and_pixels_reach_the_model_as_the_options_say(folder: Path, clip: Media) -> None:
    lengths = [
        load_qwen(folder, options).preprocess(clip, "video").length
        for options in (Options(), Options(frames=2), Options(pixels=56 * 56))
    ]
    assert lengths[0] > lengths[1]
    assert lengths[0] > lengths[2]


def test_the_four_bit_model_answers(folder: Path, clip: Media) -> None:
    backend = load_qwen(folder, in_4_bits=True)
    assert isinstance(ask(backend, clip), str)
    packed = quantised(inner(backend).network)
    assert packed
    assert all("language_model.layers" in name for name in packed)
    assert backend.identity != load_qwen(folder).identity


def test_it_becomes_smaller_by_halves_down_to_a_floor(folder: Path) -> None:
    backend = load_qwen(folder)
    steps, words = [], []
    while changed := backend.shrink():
        assert backend.format is not None
        steps.append((backend.format.frames, backend.format.pixels, backend.identity))
        words.append(changed)
    assert [frames for frames, _, _ in steps[:2]] == [4, 2]
    assert steps[-1][:2] == (FEWEST, SMALLEST)
    assert len({identity for _, _, identity in steps}) == len(steps)
    assert words[0] == "4 frames instead of 8"
    assert words[2] == "frames of at most 75,600 pixels instead of 151,200"


def test_memory_that_runs_out_is_reported_with_a_cure(
    folder: Path, clip: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = load_qwen(folder)

    def full(*args: Any, **kwargs: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    prefix = backend.preprocess(clip, "video")
    monkeypatch.setattr(QwenVL, "encode", full)
    with pytest.raises(OutOfMemory, match="fewer or smaller frames"):
        backend.preprocess(clip, "video")
    monkeypatch.setattr(QwenVL, "answer", full)
    with pytest.raises(OutOfMemory, match="fewer or smaller frames"):
        backend.answers(prefix, [(Prompt("x", "?"), Params(3))])


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_an_adapter_changes_the_answers_and_a_smaller_form_is_refused(
    folder: Path, clip: Media, tmp_path: Path
) -> None:
    from peft import LoraConfig, get_peft_model
    from transformers import Qwen2VLForConditionalGeneration

    targets = r".*language_model.*\.(q_proj|v_proj|down_proj)"
    base = Qwen2VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
    lora = LoraConfig(r=4, target_modules=targets, init_lora_weights=False)
    get_peft_model(base, lora).save_pretrained(tmp_path / "adapter")  # type: ignore[arg-type]
    adapters.write_format(tmp_path / "adapter", IMAGES, checkpoint.read(folder))
    plain, adapted = load_qwen(folder), load_qwen(folder, Options(adapter=tmp_path / "adapter"))
    assert ask(plain, clip) != ask(adapted, clip)
    assert plain.identity != adapted.identity
    assert adapted.shrink() == ""
    assert adapted.format == IMAGES
    with pytest.raises(BackendUnavailable, match="trained on"):
        load_qwen(folder, Options(adapter=tmp_path / "adapter", visual="video"))
    insisted = Options(adapter=tmp_path / "adapter", visual="video", despite_format=True)
    assert load_qwen(folder, insisted).faults == ("format",)


def test_a_frame_that_is_gone_and_a_clip_without_frames_are_errors_with_a_cure(
    folder: Path, tmp_path: Path
) -> None:
    backend = load_qwen(folder)
    gone = MediaFrame(tmp_path / "gone.jpg", "cd" * 32, 0.0)
    for media in (Media((gone,)), Media(())):
        with pytest.raises(GenerationError, match="Analyse the video again"):
            backend.preprocess(media, "video")


def test_only_greedy_answers_are_given(folder: Path, clip: Media) -> None:
    backend = load_qwen(folder)
    prefix = backend.preprocess(clip, "video")
    with pytest.raises(GenerationError, match="temperature"):
        backend.generate(prefix, Prompt("x", "?"), Params(3, temperature=0.7))


def test_a_closed_backend_holds_nothing(folder: Path, clip: Media) -> None:
    backend = load_qwen(folder)
    backend.close()
    with pytest.raises(GenerationError, match="not loaded"):
        backend.preprocess(clip, "video")


def test_the_weights_are_not_changed_by_encoding_and_answering(folder: Path, clip: Media) -> None:
    backend = load_qwen(folder)
    weights = inner(backend).network.state_dict()
    before = {k: hashlib.sha256(v.numpy().tobytes()).hexdigest() for k, v in weights.items()}
    ask(backend, clip)
    after = {k: hashlib.sha256(v.numpy().tobytes()).hexdigest() for k, v in weights.items()}
    assert before == after
