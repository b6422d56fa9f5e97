"""Adapters: what they were trained on lies beside them, and another base or form is refused."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from backends import BackendUnavailable, FormatMismatch, VisualFormat
from backends.neural.weights import adapters, checkpoint
from backends.neural.weights.checkpoint import Checkpoint
from tests import tiny_models
from tests.checkpoints import QWEN2_VL_7B, of_size
from tests.tiny_models import network, scores

TARGETS = r".*language_model.*\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)"
FORM = VisualFormat("video", 8, 448, 151_200, "aspect", "even", "qwen-vl pil 1")
OTHER = replace(FORM, visual="images", frames=16)
Trained = tuple[Path, torch.Tensor]
"""The folder of an adapter, and the scores of the model with it."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    folder = tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl")
    return checkpoint.read(folder)


@pytest.fixture(scope="module")
def trained(base: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """An adapter after two steps of a real training."""
    from peft import LoraConfig, get_peft_model

    folder = tmp_path_factory.mktemp("adapters") / "gallery"
    torch.manual_seed(0)
    model = network(base.folder)
    settings = LoraConfig(r=4, lora_alpha=8, target_modules=TARGETS)
    with warnings.catch_warnings():  # peft asks transformers by a name that will go
        warnings.simplefilter("ignore", FutureWarning)
        adapted: Any = get_peft_model(model, settings)
    ids = torch.arange(10, 30)[None]
    learning = [p for p in adapted.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=0.05)
    for _ in range(2):
        kinds = torch.zeros_like(ids)
        adapted(input_ids=ids, mm_token_type_ids=kinds, labels=ids).loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    adapted.save_pretrained(folder)
    adapters.write_format(folder, FORM, base)
    return folder, scores(adapted.eval())


def edited(folder: Path, to: Path, **changes: object) -> Path:
    shutil.copytree(folder, to)
    config = json.loads((to / "adapter_config.json").read_text())
    (to / "adapter_config.json").write_text(json.dumps({**config, **changes}))
    return to


# --- applying


def test_an_adapted_model_answers_as_it_did_when_it_was_trained(
    base: Checkpoint, trained: Trained
) -> None:
    folder, expected = trained
    model = network(base.folder)
    before = scores(model)
    adapters.apply(model, adapters.read(folder))
    after = scores(model)
    assert (before - expected).abs().max() > 1.0
    torch.testing.assert_close(after, expected)
    assert not any(p.requires_grad for p in model.parameters())
    assert not model.training


def test_an_adapter_changes_a_model_in_4_bits_too(base: Checkpoint, trained: Trained) -> None:
    model = network(base.folder, packed=True)
    before = scores(model)
    adapters.apply(model, adapters.read(trained[0]))
    assert (scores(model) - before).abs().max() > 1.0


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("base_model.model.model.language_model.", "base_model.model.model."),
        ("base_model.model.model.language_model.", "base_model.model.language_model.model."),
        ("base_model.model.model.language_model.", "base_model.model.language_model."),
        ("base_model.model.model.language_model.", "base_model.model.model.language_model."),
    ],
)
@pytest.mark.parametrize("targets", [["q_proj", "v_proj"], r"model\.layers\..*", TARGETS])
def test_an_adapter_that_older_programs_saved(
    base: Checkpoint, trained: Trained, tmp_path: Path, now: str, then: str, targets: Any
) -> None:
    """Before transformers 4.52, the layers of the language model were called model.layers."""
    if now == then and targets != TARGETS:
        pytest.skip("a present name needs present targets")
    folder = edited(trained[0], tmp_path / "old", target_modules=targets)
    weights = load_file(folder / "adapter_model.safetensors")
    old = {name.replace(now, then): value for name, value in weights.items()}
    assert now == then or not old.keys() & weights.keys()
    save_file(old, folder / "adapter_model.safetensors")
    model = network(base.folder)
    adapters.apply(model, adapters.read(folder))
    torch.testing.assert_close(scores(model), trained[1])


def test_an_adapter_of_another_kind_of_model(
    base: Checkpoint, trained: Trained, tmp_path: Path
) -> None:
    folder = edited(trained[0], tmp_path / "foreign")
    weights = load_file(folder / "adapter_model.safetensors")
    foreign = {name.replace("self_attn", "attention"): value for name, value in weights.items()}
    save_file(foreign, folder / "adapter_model.safetensors")
    with pytest.raises(BackendUnavailable, match=r"has no .*attention.*Use it with the model that"):
        adapters.apply(network(base.folder), adapters.read(folder))


def test_an_adapter_with_weights_that_have_no_place(
    base: Checkpoint, trained: Trained, tmp_path: Path
) -> None:
    folder = edited(trained[0], tmp_path / "few", target_modules=["q_proj"])
    with pytest.raises(BackendUnavailable, match=r"it has 42 weights, .* of which have a place"):
        adapters.apply(network(base.folder), adapters.read(folder))


def test_an_adapter_that_lacks_weights(base: Checkpoint, trained: Trained, tmp_path: Path) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "half")
    weights = load_file(folder / "adapter_model.safetensors")
    some = {name: weights[name] for name in sorted(weights)[:6]}
    save_file(some, folder / "adapter_model.safetensors")
    with pytest.raises(BackendUnavailable, match=r"does not fit into this model .*missing adapter"):
        adapters.apply(network(base.folder), adapters.read(folder))


@pytest.mark.parametrize("changes", [{"r": 2}, {"target_modules": ["no_such_module"]}])
def test_an_adapter_whose_settings_are_not_its_own(
    base: Checkpoint,
    trained: Trained,
    tmp_path: Path,
    changes: dict[str, object],
) -> None:
    folder = edited(trained[0], tmp_path / "odd", **changes)
    with pytest.raises(BackendUnavailable, match=r"Use it with the model that it was trained on\."):
        adapters.apply(network(base.folder), adapters.read(folder))


# --- the base


def test_the_note_beside_an_adapter_is_read_again(base: Checkpoint, trained: Trained) -> None:
    adapter = adapters.read(trained[0])
    assert adapter.format == FORM
    assert adapter.base == adapters.Base("qwen2_vl", 128, 3, base.fingerprint)
    assert adapters.check(adapter, base, FORM) == ((), ())
    assert not list(trained[0].glob("*.part"))


def test_an_adapter_for_another_base_is_refused(base: Checkpoint, trained: Trained) -> None:
    with pytest.raises(BackendUnavailable) as caught:
        adapters.check(adapters.read(trained[0]), of_size(QWEN2_VL_7B), FORM)
    assert not isinstance(caught.value, FormatMismatch)
    assert str(caught.value) == (
        f"The adapter in {trained[0]} was trained on a qwen2_vl of width 128 with 3 layers; this "
        "model is a qwen2_vl of width 3584 with 28 layers. Name the model that it was trained on, "
        "or do without the adapter."
    )
    config = {**base.config, "model_type": "qwen2_5_vl"}
    with pytest.raises(BackendUnavailable, match="this model is a qwen2_5_vl of width 128"):
        adapters.check(adapters.read(trained[0]), replace(base, config=config), FORM, True)


@pytest.mark.parametrize("change", [{"hidden_size": 64}, {"num_hidden_layers": 2}])
def test_an_adapter_that_tells_no_base_is_held_against_the_shapes(
    base: Checkpoint,
    trained: Trained,
    tmp_path: Path,
    change: dict[str, int],
) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "foreign")
    (folder / "cartellino.json").unlink()
    adapter, other = adapters.read(folder), replace(base, config={**base.config, **change})
    with pytest.raises(BackendUnavailable, match="does not fit into this model") as caught:
        adapters.check(adapter, other, FORM, despite_format=True)
    assert not isinstance(caught.value, FormatMismatch)


def test_other_weights_of_the_same_shape_are_told(
    base: Checkpoint, trained: Trained, tmp_path: Path
) -> None:
    adapter = adapters.read(trained[0])
    assert adapter.base
    before = replace(adapter, base=replace(adapter.base, fingerprint="0" * 16))
    faults, messages = adapters.check(before, base, FORM)
    assert faults == ()
    assert len(messages) == 1
    assert f"other weights of the same shape (fingerprint {'0' * 16}, here" in messages[0]


# --- the format


def test_another_format_is_refused_with_every_difference(
    base: Checkpoint, trained: Trained
) -> None:
    with pytest.raises(FormatMismatch) as caught:
        adapters.check(adapters.read(trained[0]), base, OTHER)
    message = str(caught.value)
    assert f"The adapter in {trained[0]} was trained on other frames" in message
    assert "visual video, not images; frames 8, not 16." in message
    assert "Set the frames as the adapter needs them, or do without the adapter" in message


def test_an_adapter_of_unknown_format_is_refused_alike(
    base: Checkpoint, trained: Trained, tmp_path: Path
) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "foreign")
    (folder / "cartellino.json").unlink()
    adapter = adapters.read(folder)
    assert (adapter.format, adapter.base) == (None, None)
    with pytest.raises(FormatMismatch, match=r"It is unknown .* it has no cartellino\.json"):
        adapters.check(adapter, base, FORM)
    faults, messages = adapters.check(adapter, base, FORM, despite_format=True)
    assert faults == ("format",)
    assert messages[0].endswith("So nothing is identified with it.")


def test_whoever_insists_gets_a_model_that_identifies_nothing(
    base: Checkpoint, trained: Trained
) -> None:
    faults, messages = adapters.check(adapters.read(trained[0]), base, OTHER, despite_format=True)
    assert faults == ("format",)
    assert "frames 8, not 16" in messages[0]


# --- what is no adapter


def test_a_folder_that_is_not_an_adapter(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(BackendUnavailable) as caught:
            adapters.read(folder)
        assert str(caught.value) == (
            f"{folder} is not an adapter: it has no adapter_config.json. Name the folder that a "
            "training has written."
        )


def test_a_pickled_adapter_is_refused_and_not_opened(trained: Trained, tmp_path: Path) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "pickled")
    (folder / "adapter_model.safetensors").unlink()
    with pytest.raises(BackendUnavailable, match=r"lacks adapter_model\.safetensors\. Copy the"):
        adapters.read(folder)
    pickle = folder / "adapter_model.bin"  # whoever opened that pipe would wait for ever
    os.mkfifo(pickle) if hasattr(os, "mkfifo") else pickle.touch()
    with pytest.raises(BackendUnavailable, match=r"is a pickle \(adapter_model\.bin\)\. Opening a"):
        adapters.read(folder)


def test_half_an_adapter(trained: Trained, tmp_path: Path) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "half")
    os.truncate(folder / "adapter_model.safetensors", 5000)
    with pytest.raises(BackendUnavailable, match=r"adapter_model\.safetensors .* Copy it again\."):
        adapters.read(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"peft_type": "IA3"}, "is an adapter of kind IA3. Only LoRA can be used."),
        ({"modules_to_save": ["lm_head"]}, "needs modules_to_save in adapter_config.json"),
        ({"init_lora_weights": "pissa"}, "needs init_lora_weights in"),
        ({"corda_config": {"cache_file": "/etc/passwd"}}, "needs corda_config in"),
        ({"bias": "all"}, "needs bias in adapter_config.json, which is not supported"),
        ({"r": 0}, "names no rank or no modules"),
        ({"r": "many"}, "names no rank or no modules"),
        ({"target_modules": None}, "names no rank or no modules"),
    ],
)
def test_settings_that_cannot_be_used(
    trained: Trained, tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    folder = edited(trained[0], tmp_path / "odd", **changes)
    with pytest.raises(BackendUnavailable) as caught:
        adapters.read(folder)
    assert message in str(caught.value)


@pytest.mark.parametrize("kind", ["text", "list", "no base", "odd base", "odd format"])
def test_a_note_that_cannot_be_read(
    trained: Trained,
    tmp_path: Path,
    kind: str,
) -> None:
    folder = shutil.copytree(trained[0], tmp_path / "odd")
    note = json.loads((folder / "cartellino.json").read_text())
    text = {
        "text": "{",
        "list": "[]",
        "no base": json.dumps({"format": note["format"]}),
        "odd base": json.dumps({**note, "base": {**note["base"], "layers": "3"}}),
        "odd format": json.dumps({**note, "format": {"frames": 8}}),
    }[kind]
    (folder / "cartellino.json").write_text(text)
    with pytest.raises(BackendUnavailable, match=r"cartellino\.json cannot be read .* Copy it"):
        adapters.read(folder)


def test_the_fingerprint_is_that_of_the_weights(trained: Trained, tmp_path: Path) -> None:
    first = adapters.read(trained[0]).fingerprint
    same = shutil.copytree(trained[0], tmp_path / "same")
    assert adapters.read(same).fingerprint == first
    other = edited(trained[0], tmp_path / "other", lora_alpha=16)
    assert adapters.read(other).fingerprint != first
