"""A VideoLLaMA2.1 of a few hundred thousand random weights, in the released layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
TOWER = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "image_size": 70,
    "patch_size": 14,
}
CONFIG = {
    "model_type": "videollama2_qwen2",
    "architectures": ["Videollama2Qwen2ForCausalLM"],
    "mm_vision_tower": "google/siglip-so400m-patch14-384",
    "mm_vision_select_layer": -2,
    "mm_projector_type": "stc_connector_v35",
    "mm_hidden_size": 64,
    "num_frames": 16,
    "image_aspect_ratio": "pad",
    "hidden_size": 128,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "rope_theta": 1000000.0,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
    "vocab_size": 320,
    "vision_config": TOWER,
}
"""As released but for the sizes; the released one only names its vision tower."""


def tokenizer(folder: Path) -> Path:
    """Qwen2's tokenizer with a vocabulary of single bytes."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2Tokenizer

    words = [*sorted(ByteLevel.alphabet()), *SPECIAL]
    vocabulary = {word: number for number, word in enumerate(words)}
    made = Qwen2Tokenizer(
        vocabulary, [], eos_token=SPECIAL[2], extra_special_tokens=list(SPECIAL[1:])
    )
    made.save_pretrained(folder)
    return folder


def build(folder: Path, config: Mapping[str, Any] = CONFIG, seed: int = 0) -> Path:
    """Make the folder. The weights are sharpened, so that a wrong position or frame shows."""
    import torch
    from safetensors.torch import save_file

    from backends.neural.videollama2_model import VideoLlama2Config, VideoLlama2ForCausalLM

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config))
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        network = VideoLlama2ForCausalLM(VideoLlama2Config.from_pretrained(folder))
        for name, weight in network.named_parameters():
            weight.mul_(_sharper(name))
        network.model.norm.weight.mul_(8)
    names = network.released_shapes()
    weights = dict(zip(names, network.state_dict().values(), strict=True))
    save_file({n: w.contiguous() for n, w in weights.items()}, folder / "model.safetensors")
    return tokenizer(folder)


def _sharper(name: str) -> float:
    if ".layers." not in name or "vision_tower" in name or not name.endswith("_proj.weight"):
        return 1.0
    return 10.0 if "q_proj" in name or "k_proj" in name else 4.0
