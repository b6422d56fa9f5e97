"""A Qwen2-VL with random weights and a vocabulary of its own, laid out like the released models.

Special tokens, chat template and file names are those of Qwen/Qwen2-VL-2B-Instruct. Patches have
14 px and are merged two by two; two frames make one time step. Nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPECIAL = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
    "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>",
    "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
)  # fmt: skip
"""The special tokens, in the order of their ids."""

CHAT_TEMPLATE = (
    "{% set image_count = namespace(value=0) %}{% set video_count = namespace(value=0) %}"
    "{% for message in messages %}{% if loop.first and message['role'] != 'system' %}"
    "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n{% endif %}"
    "<|im_start|>{{ message['role'] }}\n{% if message['content'] is string %}"
    "{{ message['content'] }}<|im_end|>\n{% else %}{% for content in message['content'] %}"
    "{% if content['type'] == 'image' or 'image' in content or 'image_url' in content %}"
    "{% set image_count.value = image_count.value + 1 %}"
    "{% if add_vision_id %}Picture {{ image_count.value }}: {% endif %}"
    "<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif content['type'] == 'video' or 'video' in content %}"
    "{% set video_count.value = video_count.value + 1 %}"
    "{% if add_vision_id %}Video {{ video_count.value }}: {% endif %}"
    "<|vision_start|><|video_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""As in the released models."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size of a model. Widths are multiples of 64, so that it can be loaded in 4 bits.

    Raises ValueError for other widths.
    """

    width: int = 256
    inner: int = 704
    layers: int = 4
    heads: int = 4
    key_value_heads: int = 2
    vision_width: int = 192
    vision_layers: int = 4
    vision_heads: int = 3
    vocabulary: int = 1024
    """Entries at most, special tokens and single bytes included."""
    tied: bool = True
    """Whether input and output embeddings are one matrix."""

    def __post_init__(self) -> None:
        if odd := [n for n in (self.width, self.inner, self.vision_width) if n % 64]:
            raise ValueError(f"Widths have to be multiples of 64, not {odd}.")


SMALL = Sizes()


def build(out: Path, corpus: Iterable[str], sizes: Sizes = SMALL, seed: int = 0) -> Path:
    """Write weights (float32), vocabulary and settings to the folder `out`, and return it.

    The vocabulary is a byte-level BPE learned from `corpus`; it can write any text.
    """
    out.mkdir(parents=True, exist_ok=True)
    tokens = _tokenizer(out, corpus, sizes.vocabulary)
    _write(out / "preprocessor_config.json", _preprocessing())
    _write(out / "config.json", _config(sizes, tokens))
    _write(out / "generation_config.json", _generation(tokens))
    save(_random(out, seed), out)
    return out


def save(model: Any, folder: Path) -> None:
    """Write a model's weights to its folder, whose settings keep the layout of the released models.

    transformers alone would rewrite them in its current layout.
    """
    names = ("config.json", "generation_config.json")
    config, generation = (json.loads((folder / name).read_text("utf-8")) for name in names)
    model.save_pretrained(folder)
    _write(folder / names[0], config | {"torch_dtype": str(model.dtype).removeprefix("torch.")})
    _write(folder / names[1], generation)


def _tokenizer(out: Path, corpus: Iterable[str], size: int) -> dict[str, int]:
    """Learn and save a vocabulary. Returns the ids of the special tokens, which come last."""
    from tokenizers.trainers import BpeTrainer
    from transformers import Qwen2Tokenizer

    empty = Qwen2Tokenizer()
    room = size - len(SPECIAL)
    trainer = BpeTrainer(
        vocab_size=room, initial_alphabet=_bytes(), show_progress=False, special_tokens=[]
    )
    empty.backend_tokenizer.train_from_iterator(corpus, trainer)
    learned = json.loads(empty.backend_tokenizer.to_str())["model"]
    ordered = sorted(learned["vocab"], key=lambda word: learned["vocab"][word])
    vocabulary = {word: number for number, word in enumerate([*ordered, *SPECIAL])}
    tokenizer = Qwen2Tokenizer(
        vocabulary,
        [tuple(pair) for pair in learned["merges"]],  # type: ignore[misc]  # hinted wrongly
        eos_token="<|im_end|>",
        extra_special_tokens=list(SPECIAL[1:]),
        chat_template=CHAT_TEMPLATE,
        model_max_length=32768,
    )
    tokenizer.save_pretrained(out, save_jinja_files=False)
    tokenizer.backend_tokenizer.model.save(str(out))
    return {token: vocabulary[token] for token in SPECIAL}


def _bytes() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return sorted(ByteLevel.alphabet())


def _config(sizes: Sizes, tokens: Mapping[str, int]) -> dict[str, Any]:
    half = sizes.width // sizes.heads // 2
    section = [half - 2 * (half * 3 // 8), half * 3 // 8, half * 3 // 8]
    return {
        "architectures": ["Qwen2VLForConditionalGeneration"],
        "attention_dropout": 0.0,
        "bos_token_id": tokens["<|endoftext|>"],
        "eos_token_id": tokens["<|im_end|>"],
        "vision_start_token_id": tokens["<|vision_start|>"],
        "vision_end_token_id": tokens["<|vision_end|>"],
        "vision_token_id": tokens["<|vision_pad|>"],
        "image_token_id": tokens["<|image_pad|>"],
        "video_token_id": tokens["<|video_pad|>"],
        "hidden_act": "silu",
        "hidden_size": sizes.width,
        "initializer_range": 0.02,
        "intermediate_size": sizes.inner,
        "max_position_embeddings": 32768,
        "max_window_layers": sizes.layers,
        "model_type": "qwen2_vl",
        "num_attention_heads": sizes.heads,
        "num_hidden_layers": sizes.layers,
        "num_key_value_heads": sizes.key_value_heads,
        "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": section},
        "sliding_window": 32768,
        "use_sliding_window": False,
        "tie_word_embeddings": sizes.tied,
        "torch_dtype": "float32",
        "use_cache": True,
        "vocab_size": _rounded(max(tokens.values()) + 1),
        "vision_config": _vision(sizes),
    }


def _vision(sizes: Sizes) -> dict[str, Any]:
    return {
        "depth": sizes.vision_layers,
        "embed_dim": sizes.vision_width,
        "mlp_ratio": 4,
        "num_heads": sizes.vision_heads,
        "in_chans": 3,
        "in_channels": 3,
        "hidden_size": sizes.width,
        "patch_size": 14,
        "spatial_merge_size": 2,
        "spatial_patch_size": 14,
        "temporal_patch_size": 2,
    }


def _rounded(count: int) -> int:
    return -(-count // 64) * 64


def _random(folder: Path, seed: int) -> Any:
    import torch
    from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Qwen2VLForConditionalGeneration(Qwen2VLConfig.from_pretrained(folder))


def _preprocessing() -> dict[str, Any]:
    return {
        "min_pixels": 3136,
        "max_pixels": 12845056,
        "patch_size": 14,
        "temporal_patch_size": 2,
        "merge_size": 2,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2VLProcessor",
    }


def _generation(tokens: Mapping[str, int]) -> dict[str, Any]:
    return {
        "bos_token_id": tokens["<|endoftext|>"],
        "pad_token_id": tokens["<|endoftext|>"],
        "eos_token_id": [tokens["<|im_end|>"], tokens["<|endoftext|>"]],
        "do_sample": True,
        "temperature": 0.01,
        "top_k": 1,
        "top_p": 0.001,
    }


def _write(path: Path, settings: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
