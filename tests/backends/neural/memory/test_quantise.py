"""Four bits: what is packed, what is left in full precision, and that it still answers alike."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import pytest
import torch

from backends import BackendUnavailable
from backends.neural.memory import estimate, quantise
from backends.neural.weights import checkpoint
from tests import tiny_models
from tests.checkpoints import QWEN2_VL_7B, TINY, of_size
from tests.tiny_models import network, quantised, scores

LAYER = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
         "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.qwen(tmp_path_factory.mktemp("models") / "qwen2-vl", sharp=False)


def test_the_language_model_is_packed_and_nothing_else(folder: Path) -> None:
    model = network(folder, packed=True)
    layers = range(tiny_models.SIZES.layers)
    expected = {f"model.language_model.layers.{n}.{name}" for n in layers for name in LAYER}
    assert set(quantised(model)) == expected
    full = {name for name, module in model.named_modules() if type(module) is torch.nn.Linear}
    assert "lm_head" in full
    assert {name for name in full if name != "lm_head"} == {
        name for name in full if name.startswith("model.visual.")
    }
    assert len(full) > 4


def test_the_estimate_counts_the_same_tensors_as_packed(folder: Path) -> None:
    weights = checkpoint.read(folder)
    packed = {name for name, tensor in weights.tensors.items() if estimate.in_4_bits(tensor)}
    released = {name.replace("model.language_model.", "model.") + ".weight"
                for name in quantised(network(folder, packed=True))}  # fmt: skip
    assert packed == released


def test_packed_weights_take_the_bytes_that_the_estimate_counts(folder: Path) -> None:
    model = network(folder, packed=True)
    layer = model.model.language_model.layers[0].mlp.down_proj
    count = layer.in_features * layer.out_features
    state = layer.weight.quant_state
    assert layer.weight.data.nbytes == count / 2
    assert state.absmax.nbytes == count / 64
    assert state.state2.absmax.nbytes == 4 * math.ceil(count / 64 / 256)
    assert count / 2 + count / 64 + 4 * count / (64 * 256) == pytest.approx(estimate.NF4 * count)


def test_answers_in_4_bits_are_near_those_of_the_full_weights(folder: Path) -> None:
    full, packed = scores(network(folder)), scores(network(folder, packed=True))
    alike = torch.nn.functional.cosine_similarity(full.flatten(), packed.flatten(), dim=0)
    assert 0.9 < alike < 0.99999  # random weights are the worst case; equal ones were not packed


def test_answering_does_not_repack_the_weights(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a processor with AVX-512 BF16, whatever this one has."""
    import bitsandbytes.nn.modules as modules

    monkeypatch.setattr(modules, "has_avx512bf16", lambda: True)
    repacked: list[object] = []

    def convert(data: torch.Tensor, state: object) -> tuple[torch.Tensor, object]:
        repacked.append(state)
        return data, state

    monkeypatch.setattr(modules, "_convert_weight_packed_for_cpu", convert)
    model = network(folder, packed=True)
    scores(model)
    assert repacked == []
    for module in model.modules():
        if isinstance(module, modules.Linear4bit):
            module.support_avx512bf16_for_cpu = True
    scores(model)
    assert repacked, "the trap is gone, and prevent_repacking() is no longer needed"


def test_without_bitsandbytes_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backends.neural.memory.quantise.find_spec", lambda name: None)
    with pytest.raises(BackendUnavailable, match=r"start\.py --models', or load the"):
        quantise.settings()
    assert importlib.util.find_spec("bitsandbytes")


def test_widths_that_cannot_be_packed_are_refused() -> None:
    quantise.require_fitting(of_size(QWEN2_VL_7B))
    quantise.require_fitting(of_size(TINY))
    odd = of_size({**TINY, "intermediate_size": 100})
    with pytest.raises(BackendUnavailable, match=r"of 100, not multiples of 64\. Load its"):
        quantise.require_fitting(odd)
    seeing = of_size({**TINY, "vision_config": {"depth": 1, "embed_dim": 50}})
    quantise.require_fitting(seeing)
