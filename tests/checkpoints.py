"""Folders of weights that are made on the spot: whole, half, broken and hostile ones."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from backends.neural.weights.checkpoint import Checkpoint
from backends.neural.weights.header import Tensor

SIZES = {"F32": 4, "BF16": 2}
TINY = {
    "model_type": "qwen2_vl",
    "architectures": ["Qwen2VLForConditionalGeneration"],
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 256,
    "vision_config": {"depth": 1, "embed_dim": 64, "mlp_ratio": 4},
}
QWEN2_VL_7B = {
    "model_type": "qwen2_vl",
    "architectures": ["Qwen2VLForConditionalGeneration"],
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "vocab_size": 152064,
    "vision_config": {"depth": 32, "embed_dim": 1280, "mlp_ratio": 4},
}
VIDEOLLAMA2_7B = {
    "model_type": "videollama2_qwen2",
    "architectures": ["Videollama2Qwen2ForCausalLM"],
    "mm_projector_type": "stc_connector_v35",
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "vocab_size": 152064,
}
"""As released: the vision tower is only named."""


def file_of(tensors: Mapping[str, tuple[int, ...]], dtype: str = "F32") -> bytes:
    """A safetensors file of zeros."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, shape in tensors.items():
        size = math.prod(shape) * SIZES[dtype]
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(end)


def folder_of(
    folder: Path, config: Mapping[str, Any] = TINY, shards: int = 1, tokenizer: bool = True
) -> Path:
    """A whole checkpoint of two tensors a shard."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config))
    if tokenizer:
        (folder / "tokenizer.json").write_text("{}")
    if shards == 1:
        weights = {"model.embed_tokens.weight": (8, 4), "lm_head.weight": (8, 4)}
        (folder / "model.safetensors").write_bytes(file_of(weights))
        return folder
    listed: dict[str, str] = {}
    for n in range(1, shards + 1):
        name = f"model-{n:05}-of-{shards:05}.safetensors"
        tensors = {f"model.layers.{n}.{kind}.weight": (8, 4) for kind in ("q_proj", "k_proj")}
        (folder / name).write_bytes(file_of(tensors))
        listed |= dict.fromkeys(tensors, name)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": listed}))
    return folder


def of_size(config: Mapping[str, Any]) -> Checkpoint:
    """A checkpoint with the tensors that a real one of this config has, in no file at all."""
    tensors = [
        Tensor(name, shape, "BF16", "model.safetensors", 2 * math.prod(shape))
        for name, shape in _tensors(config)
    ]
    return Checkpoint(Path("weights"), config, (), {tensor.name: tensor for tensor in tensors})


def _tensors(config: Mapping[str, Any]) -> Iterable[tuple[str, tuple[int, ...]]]:
    width, inner, words = (config[k] for k in ("hidden_size", "intermediate_size", "vocab_size"))
    keys = width // config["num_attention_heads"] * config["num_key_value_heads"]
    yield from (("model.embed_tokens.weight", (words, width)), ("lm_head.weight", (words, width)))
    for n in range(config["num_hidden_layers"]):
        for name, out, inputs in (
            ("self_attn.q_proj", width, width), ("self_attn.k_proj", keys, width),
            ("self_attn.v_proj", keys, width), ("self_attn.o_proj", width, width),
            ("mlp.gate_proj", inner, width), ("mlp.up_proj", inner, width),
            ("mlp.down_proj", width, inner),
        ):  # fmt: skip
            yield f"model.layers.{n}.{name}.weight", (out, inputs)
    yield from _towers(config, width)


def _towers(config: Mapping[str, Any], width: int) -> Iterable[tuple[str, tuple[int, ...]]]:
    if "mm_projector_type" in config:
        yield "model.vision_tower.vision_tower.vision_model.all", (428_225_600,)
        yield "model.mm_projector.all", (8 * width * width + 8 * width**2 * 2,)
        return
    vision = config["vision_config"]
    vision_width = vision["embed_dim"]
    for n in range(vision["depth"]):
        for name, out, inputs in (("attn.qkv", 3, 1), ("attn.proj", 1, 1), ("mlp.fc1", 4, 1),
                                 ("mlp.fc2", 1, 4)):  # fmt: skip
            yield f"visual.blocks.{n}.{name}.weight", (out * vision_width, inputs * vision_width)
    yield "visual.merger.mlp.0.weight", (4 * vision_width, 4 * vision_width)
    yield "visual.merger.mlp.2.weight", (width, 4 * vision_width)
