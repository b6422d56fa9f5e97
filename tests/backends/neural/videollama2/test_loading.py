"""VideoLLaMA2.1 out of a folder: adapters, four bits, and folders that hold something else."""

from __future__ import annotations

import json
import shutil
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from backends import BackendUnavailable, FormatMismatch, GenerationError, Media, Options
from backends.neural.videollama2.model import KEYS, VideoLlama2ForCausalLM
from backends.neural.weights import adapters, checkpoint
from backends.videollama2 import VideoLlama2Backend
from tests import videollama2_tiny as tiny
from tests.tiny_models import quantised


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Media:
    return tiny.media(tmp_path_factory.mktemp("frames"))


@pytest.fixture(scope="module")
def backend(folder: Path) -> VideoLlama2Backend:
    return tiny.loaded(folder)


@pytest.fixture(scope="module")
def adapter(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LoRA on the modules that the original trains, for squashed frames."""
    from peft import LoraConfig, get_peft_model

    out = tmp_path_factory.mktemp("adapter")
    network = VideoLlama2ForCausalLM.from_pretrained(folder, key_mapping=KEYS, dtype=torch.float32)
    targets = r"model\.layers\..*_proj"
    lora = LoraConfig(r=2, target_modules=targets, init_lora_weights="gaussian")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers the old way
        tuned = get_peft_model(network, lora)
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(3)
        for name, weight in tuned.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.5)
    tuned.save_pretrained(out)  # type: ignore[arg-type]
    form = replace(VideoLlama2Backend.form(Options()), pixels=70 * 70)
    adapters.write_format(out, form, checkpoint.read(folder))
    return out


def test_an_adapter_of_the_original_modules_changes_the_answers(
    folder: Path, adapter: Path, backend: VideoLlama2Backend, clip: Media
) -> None:
    names = load_file(adapter / "adapter_model.safetensors")
    assert "base_model.model.model.layers.1.mlp.gate_proj.lora_A.weight" in names
    adapted = tiny.loaded(folder, adapter=adapter)
    assert adapted.faults == ()
    assert adapted.identity != backend.identity
    answers = tiny.together(adapted, clip)
    assert answers == tiny.separately(adapted, clip)
    assert answers != tiny.together(backend, clip)


def test_an_adapter_meets_other_frames_only_when_a_person_insists(
    folder: Path, adapter: Path
) -> None:
    with pytest.raises(FormatMismatch, match="fit squash, not pad"):
        tiny.loaded(folder, adapter=adapter, fit="pad")
    insisted = tiny.loaded(folder, adapter=adapter, fit="pad", despite_format=True)
    assert insisted.faults == ("format",)
    assert any("squash" in message for message in insisted.messages)


def test_memory_is_not_saved_on_frames_that_the_adapter_needs(folder: Path, adapter: Path) -> None:
    adapted = tiny.loaded(folder, adapter=adapter)
    before = adapted.format, adapted.identity
    assert adapted.shrink() == ""
    assert (adapted.format, adapted.identity) == before
    insisted = tiny.loaded(folder, adapter=adapter, despite_format=True)
    assert insisted.faults == ()
    assert insisted.shrink() == "8 frames instead of 16"
    assert insisted.faults == ("format",)


def test_four_bits_are_for_the_language_model_alone(
    folder: Path, backend: VideoLlama2Backend, clip: Media
) -> None:
    small = tiny.loaded(folder, quantise=True)
    assert small._loaded
    packed = quantised(small._loaded.model.network)
    attention = [f"self_attn.{letter}_proj" for letter in "qkvo"]
    layer = (*attention, "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")
    assert set(packed) == {f"model.layers.{n}.{name}" for n in range(2) for name in layer}
    assert small.identity != backend.identity
    assert tiny.together(small, clip) == tiny.separately(small, clip)


def test_widths_that_cannot_be_packed_are_refused(tmp_path: Path) -> None:
    narrow = tiny.build(tmp_path, tiny.CONFIG | {"hidden_size": 96})
    with pytest.raises(BackendUnavailable, match="multiples of 64"):
        tiny.loaded(narrow, quantise=True)


def changed(folder: Path, out: Path, **settings: object) -> Path:
    shutil.copytree(folder, out, dirs_exist_ok=True)
    config = json.loads((out / "config.json").read_text())
    (out / "config.json").write_text(json.dumps(config | settings))
    return out


def reweighted(folder: Path, out: Path, **weights: torch.Tensor | None) -> Path:
    shutil.copytree(folder, out, dirs_exist_ok=True)
    merged = load_file(folder / "model.safetensors") | weights
    saved = {name: weight for name, weight in merged.items() if weight is not None}
    save_file(saved, out / "model.safetensors")
    return out


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"mm_projector_type": "stc_connector"}, "connector stc_connector"),
        ({"mm_vision_tower": "openai/clip-vit-large", "vision_config": None}, "clip-vit-large"),
        ({"hidden_size": 130}, "config.json"),
        ({"num_attention_heads": "four"}, "config.json"),
        ({"hidden_size": 256}, "another shape"),
        ({"vision_config": None}, "another shape|missing"),
        ({"model_type": "videollama2_mistral"}, "videollama2_mistral"),
    ],
)
def test_another_model_is_refused(
    folder: Path, tmp_path: Path, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(BackendUnavailable, match=message):
        tiny.loaded(changed(folder, tmp_path, **settings))


def test_a_missing_weight_is_named(folder: Path, tmp_path: Path) -> None:
    name = "model.mm_projector.s2.b4.se.fc2.bias"
    with pytest.raises(BackendUnavailable, match=name):
        tiny.loaded(reweighted(folder, tmp_path, **{name: None}))


def test_a_weight_too_many_is_named(folder: Path, tmp_path: Path) -> None:
    name = "model.audio_tower.fbank.weight"
    with pytest.raises(BackendUnavailable, match=name):
        tiny.loaded(reweighted(folder, tmp_path, **{name: torch.zeros(2)}))


def test_a_foreign_tokenizer_is_refused(folder: Path, tmp_path: Path) -> None:
    for message, words in (("cannot be read", "{}"), ("not this model's", None)):
        out = changed(folder, tmp_path / message)
        own = json.loads((out / "tokenizer.json").read_text())
        others = [token for token in own["added_tokens"] if token["content"] != "<|im_end|>"]
        foreign = json.dumps(own | {"added_tokens": others}).replace("<|im_end|>", "<|other|>")
        (out / "tokenizer.json").write_text(words or foreign)
        for name in ("tokenizer_config.json", "special_tokens_map.json"):
            (out / name).unlink(missing_ok=True)
        with pytest.raises(BackendUnavailable, match=message):
            tiny.loaded(out)


def test_a_second_load_frees_the_first_model(folder: Path, tmp_path: Path, clip: Media) -> None:
    backend = tiny.loaded(folder)
    with pytest.raises(BackendUnavailable):
        backend.load(tmp_path)
    with pytest.raises(GenerationError, match="not loaded"):
        backend.preprocess(clip, "video")
