"""A Qwen2-VL of any size with random weights, and frames of noise, for benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from backends import Media, MediaFrame
from pipeline.stages import MODEL_STAGES
from training import scratch

if TYPE_CHECKING:
    from torch import Tensor

SIZES = {
    "tiny": scratch.Sizes(
        width=128, inner=192, layers=2, heads=2, key_value_heads=1,
        vision_width=64, vision_layers=2, vision_heads=2, vocabulary=512,
    ),
    "180m": scratch.Sizes(
        width=896, inner=4864, layers=8, heads=14, key_value_heads=2,
        vision_width=640, vision_layers=12, vision_heads=8, vocabulary=1024,
    ),
    "7b": scratch.Sizes(
        width=3584, inner=18944, layers=28, heads=28, key_value_heads=4,
        vision_width=1280, vision_layers=32, vision_heads=16, vocabulary=152064, tied=False,
    ),
}  # fmt: skip
SIDES = (448, 336)
"""px of a frame."""
VOCABULARY = 1024
"""Entries: the prompts then have as many tokens as with the released vocabulary."""
SHARD = 2 * 2**30
BLOCK = 2**24 - 3
"""Random numbers that are drawn. Larger weights repeat them; the odd length keeps rows distinct."""


def write(folder: Path, sizes: scratch.Sizes, half: bool, sharp: bool) -> Path:
    """Write a checkpoint with random weights, in bfloat16 if `half`, shard by shard.

    `sharp` scales the projections so that a wrong position changes the answers.
    """
    import torch
    from safetensors.torch import save_file

    named = shapes(folder, sizes)
    generator = torch.Generator().manual_seed(0)
    drawn = torch.randn(BLOCK, generator=generator).mul_(0.02)
    drawn = drawn.to(torch.bfloat16 if half else torch.float32)
    index: dict[str, str] = {}
    (folder / "model.safetensors").unlink()
    for number, names in enumerate(_shards(named, drawn.element_size())):
        shard = {name: _weight(name, named[name], drawn, sharp) for name in names}
        file = f"model-{number:05}.safetensors"
        save_file(shard, folder / file, {"format": "pt"})
        index |= dict.fromkeys(names, file)
    listed = {"metadata": {}, "weight_map": index}
    (folder / "model.safetensors.index.json").write_text(json.dumps(listed))
    return folder


def shapes(folder: Path, sizes: scratch.Sizes) -> dict[str, tuple[int, ...]]:
    """Name → shape of the weights. Writes configuration and vocabulary to the folder."""
    import torch
    from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration

    small = replace(SIZES["tiny"], tied=sizes.tied, vocabulary=VOCABULARY)
    scratch.build(folder, [stage.prompt({}) for stage in MODEL_STAGES], small)
    config = json.loads((folder / "config.json").read_text())
    half = sizes.width // sizes.heads // 2
    side = half * 3 // 8
    config |= {
        "hidden_size": sizes.width,
        "intermediate_size": sizes.inner,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "num_key_value_heads": sizes.key_value_heads,
        "max_window_layers": sizes.layers,
        "vocab_size": max(sizes.vocabulary, config["vocab_size"]),
        "rope_scaling": {"type": "mrope", "mrope_section": [half - 2 * side, side, side]},
    }
    config["vision_config"] |= {
        "depth": sizes.vision_layers,
        "embed_dim": sizes.vision_width,
        "num_heads": sizes.vision_heads,
        "hidden_size": sizes.width,
    }
    (folder / "config.json").write_text(json.dumps(config))
    with torch.device("meta"):
        network = Qwen2VLForConditionalGeneration(Qwen2VLConfig.from_pretrained(folder))
    weights: dict[str, Tensor] = network.state_dict()
    return {name: tuple(w.shape) for name, w in weights.items() if not _shared(name, sizes)}


def _shared(name: str, sizes: scratch.Sizes) -> bool:
    return sizes.tied and name == "lm_head.weight"


def _shards(named: dict[str, tuple[int, ...]], width: int) -> Iterator[list[str]]:
    shard: list[str] = []
    size = 0
    for name, shape in named.items():
        shard.append(name)
        size += int(np.prod(shape)) * width
        if size > SHARD:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _weight(name: str, shape: tuple[int, ...], drawn: Tensor, sharp: bool) -> Tensor:
    import torch

    if "norm" in name or name.endswith(("ln_q.weight", "ln_q.bias")):
        value = 0.0 if name.endswith("bias") else 1.0
        last = sharp and name.endswith("language_model.norm.weight")
        return torch.full(shape, 8.0 if last else value, dtype=drawn.dtype)
    count = int(np.prod(shape))
    weight = drawn.repeat(-(-count // BLOCK))[:count].view(shape).clone()
    if sharp and "visual" not in name and name.endswith("_proj.weight"):
        weight *= 10.0 if "q_proj" in name or "k_proj" in name else 4.0
    return weight


def noise_frames(folder: Path, count: int) -> Media:
    """`count` frames of coarse noise, written to the folder."""
    noise = np.random.default_rng(0)
    frames = []
    for number in range(count):
        path = folder / f"{number}.png"
        coarse = Image.fromarray(noise.integers(0, 256, (12, 16, 3), dtype=np.uint8))
        coarse.resize(SIDES, Image.Resampling.BICUBIC).save(path)
        frames.append(MediaFrame(path, f"{number:064x}", 2.0 * number))
    return Media(tuple(frames))
