"""Small models of the real classes, whose answers change with every position and every pixel.

A model with usual random weights hardly notices a wrong position: it repeats one token whatever it
sees. Sharpened ones (larger projections and a larger last norm) do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import Qwen2VLForConditionalGeneration

from backends import BY_DEFAULT, Media, MediaFrame, Options, Params, Prompt
from backends.neural.memory import quantise
from backends.neural.qwen import QwenVL
from backends.qwen2_vl import Qwen2VLBackend
from training import scratch

FAMILIES = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
SIZES = scratch.Sizes(
    width=128, inner=192, layers=3, heads=2, key_value_heads=1,
    vision_width=64, vision_layers=2, vision_heads=2, vocabulary=512,
)  # fmt: skip
CORPUS = (
    "Describe the painting. Madonna col Bambino, 1480, oil on panel. Not visible: é ü 画",
) * 3


def qwen(folder: Path, family: str = "qwen2_vl", sharp: bool = True) -> Path:
    """A checkpoint of about two million parameters."""
    scratch.build(folder, CORPUS, SIZES)
    if family != "qwen2_vl":
        _other(folder, family)
    if sharp:
        sharpen(folder)
    return folder


def sharpen(folder: Path) -> None:
    """Enlarge the weights of a checkpoint's language model, in place."""
    path = folder / "model.safetensors"
    weights = load_file(path)
    for name, weight in weights.items():
        if "visual" not in name:
            weight *= _factor(name)
    save_file(weights, path, {"format": "pt"})


def _factor(name: str) -> float:
    if name.endswith(("q_proj.weight", "k_proj.weight")):
        return 10.0
    if name.endswith("_proj.weight"):
        return 4.0
    return 8.0 if name.endswith(("model.norm.weight", "language_model.norm.weight")) else 1.0


def media(folder: Path, count: int, size: tuple[int, int] = (112, 84), seed: int = 0) -> Media:
    """Frames of noise, width × height, a second and a half apart."""
    folder.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed)
    frames = []
    for number in range(count):
        path = folder / f"{seed}-{number}.png"
        coarse = noise.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        frame = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
        frame.save(path, compress_level=1)  # compressing noise takes longest
        frames.append(MediaFrame(path, f"{seed}{number:063x}", 1.5 * number))
    return Media(tuple(frames))


def load_qwen(
    folder: Path, options: Options = BY_DEFAULT, in_4_bits: bool = False
) -> Qwen2VLBackend:
    """The backend of a Qwen-VL, loaded."""
    backend = Qwen2VLBackend()
    backend.load(folder, in_4_bits, options)
    return backend


def inner(backend: Qwen2VLBackend) -> QwenVL:
    """The model in a loaded backend."""
    assert backend._loaded is not None
    return backend._loaded.model


def ask(backend: Qwen2VLBackend, clip: Media, text: str = "Describe.") -> str:
    """At most twelve tokens of an answer about a clip."""
    return backend.generate(backend.preprocess(clip, "video"), Prompt("x", text), Params(12))


def network(folder: Path, packed: bool = False) -> Any:
    """The classes of transformers in a folder, without a backend; in 4 bits if `packed`."""
    kind: Any = Qwen2VLForConditionalGeneration
    settings = quantise.settings() if packed else None
    model = kind.from_pretrained(
        folder, dtype=torch.float32, device_map={"": "cpu"}, quantization_config=settings
    )
    if packed:
        quantise.prevent_repacking(model)
    return model.eval()


def quantised(model: Any) -> tuple[str, ...]:
    """Names of the modules that are in 4 bits."""
    from bitsandbytes.nn.modules import Linear4bit

    return tuple(name for name, module in model.named_modules() if isinstance(module, Linear4bit))


def scores(model: Any) -> torch.Tensor:
    """The scores of every token after each of twenty."""
    ids = torch.arange(10, 30)[None]
    with torch.no_grad():
        logits: torch.Tensor = model(input_ids=ids, mm_token_type_ids=torch.zeros_like(ids)).logits
    return logits


def generated(
    network: Any, inputs: dict[str, torch.Tensor], question: Sequence[int], limit: int
) -> list[int]:
    """What transformers' own `generate` adds to a prompt of its own, asked by itself."""
    whole, answer = _generated(network, inputs, question, limit)
    tokens: list[int] = answer.sequences[0].tolist()
    return tokens[whole["input_ids"].shape[1] :]


def probabilities(
    network: Any, inputs: dict[str, torch.Tensor], question: Sequence[int], limit: int
) -> list[float]:
    """The probability of each token that `generated` gives, out of the model's own scores."""
    _, answer = _generated(network, inputs, question, limit)
    return [float(scores[0].softmax(-1).max()) for scores in answer.logits]


def _generated(
    network: Any, inputs: dict[str, torch.Tensor], question: Sequence[int], limit: int
) -> tuple[dict[str, torch.Tensor], Any]:
    tail = torch.tensor([question])
    whole = dict(inputs)
    whole["input_ids"] = torch.cat([inputs["input_ids"], tail], dim=1)
    kinds = inputs["mm_token_type_ids"]
    whole["mm_token_type_ids"] = torch.cat([kinds, torch.zeros_like(tail, dtype=kinds.dtype)], 1)
    network.generation_config.do_sample = False
    for name in ("temperature", "top_k", "top_p"):
        setattr(network.generation_config, name, None)
    answer = network.generate(
        **whole, max_new_tokens=limit, output_logits=True, return_dict_in_generate=True
    )
    return whole, answer


def _other(folder: Path, family: str) -> None:
    """Turn a Qwen2-VL into another member of the family, with new weights."""
    import transformers

    old = json.loads((folder / "config.json").read_text())
    kind, vision = {
        "qwen2_5_vl": ("Qwen2_5_VL", _seen(depth=2, window_size=56, fullatt_block_indexes=[1])),
        "qwen3_vl": (
            "Qwen3VL",
            _seen(depth=2, patch_size=16, deepstack_visual_indexes=[0], num_position_embeddings=64),
        ),
    }[family]
    generation = (folder / "generation_config.json").read_bytes()
    signs = {k: v for k, v in old.items() if k.endswith("_token_id")}
    names = (
        "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
        "num_key_value_heads", "vocab_size", "max_position_embeddings", "bos_token_id",
        "eos_token_id",
    )  # fmt: skip
    text = {name: old[name] for name in names} | {"head_dim": 64}
    rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [8, 12, 12]}
    text["rope_parameters"] = rope
    config = getattr(transformers, f"{kind}Config")(
        text_config=text, vision_config=vision, tie_word_embeddings=True, **signs
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        model = getattr(transformers, f"{kind}ForConditionalGeneration")(config)
    model.save_pretrained(folder)
    (folder / "generation_config.json").write_bytes(generation)


def _seen(**others: Any) -> dict[str, Any]:
    usual = {"hidden_size": 64, "intermediate_size": 128, "num_heads": 2, "out_hidden_size": 128}
    return usual | {"patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2} | others
