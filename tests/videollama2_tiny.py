"""A VideoLLaMA2.1 of a few hundred thousand random weights, in the released layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from tokenizers.pre_tokenizers import ByteLevel
from transformers import Qwen2Tokenizer

from backends import Media, MediaFrame, Options, Params, Prompt
from backends.base import Modality
from backends.neural.videollama2.frames import opened, pixels
from backends.neural.videollama2.loading import OPENING
from backends.neural.videollama2.model import VIDEO, VideoLlama2Config, VideoLlama2ForCausalLM
from backends.videollama2 import VideoLlama2Backend

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
ASKED = tuple(
    (Prompt(stage, text), Params(12))
    for stage, text in (
        ("visual", "Who?"),
        ("label", "Read every word on the label beside the painting."),
        ("scene", "Scene, in one word:"),
    )
)


def tokenizer(folder: Path) -> Path:
    """Qwen2's tokenizer with a vocabulary of single bytes."""
    words = [*sorted(ByteLevel.alphabet()), *SPECIAL]
    vocabulary = {word: number for number, word in enumerate(words)}
    qwen_tokenizer = Qwen2Tokenizer(
        vocabulary, [], eos_token=SPECIAL[2], extra_special_tokens=list(SPECIAL[1:])
    )
    qwen_tokenizer.save_pretrained(folder)
    return folder


def build(folder: Path, config: Mapping[str, Any] = CONFIG, seed: int = 0) -> Path:
    """Make the folder. The weights are sharpened, so that a wrong position or frame shows."""
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


def media(folder: Path) -> Media:
    """Sixteen wide frames of noise."""
    noise = np.random.default_rng(1)
    frames = []
    for number in range(16):
        path = folder / f"{number}.png"
        values = noise.integers(0, 256, (5, 5, 3), np.uint8)
        Image.fromarray(values).resize((120, 70), Image.Resampling.NEAREST).save(path)
        frames.append(MediaFrame(path, f"{number:064}", number / 2))
    return Media(tuple(frames))


def loaded(folder: Path, quantise: bool = False, **options: Any) -> VideoLlama2Backend:
    """A backend with the options named."""
    backend = VideoLlama2Backend()
    backend.load(folder, quantise, Options(**options))
    return backend


def together(backend: VideoLlama2Backend, clip: Media, modality: Modality = "video") -> list[str]:
    """The answers to `ASKED` over one prefix."""
    prefix = backend.preprocess(clip, modality)
    return [answer.words for answer in backend.answers(prefix, ASKED)]


def separately(backend: VideoLlama2Backend, clip: Media) -> list[str]:
    """The same as the original answers: each whole prompt through `generate`. Sixteen frames."""
    assert backend._loaded
    assert backend.format
    model = backend._loaded.model
    seen = pixels([opened(frame.path, 768) for frame in clip.frames], backend.format)
    with torch.inference_mode():
        features = model.network.encode(torch.from_numpy(seen), range(16))
        return [_generated(backend, features, prompt.text) for prompt, _ in ASKED]


def _generated(backend: VideoLlama2Backend, features: torch.Tensor, text: str) -> str:
    assert backend._loaded
    model = backend._loaded.model
    prompt = [*model.tokenizer.marked(OPENING), VIDEO, *model.question(text)]
    embeds = model.network.embed(torch.tensor(prompt), features)
    tokens = model.network.generate(  # type: ignore[misc]
        inputs_embeds=embeds,
        attention_mask=torch.ones(embeds.shape[:2], dtype=torch.long),
        max_new_tokens=12,
        do_sample=False,
        eos_token_id=sorted(model.stops),
        pad_token_id=0,
    )[0].tolist()
    ended = [number for number, token in enumerate(tokens) if token in model.stops]
    return model.tokenizer.decode(tokens[: ended[0]] if ended else tokens)
