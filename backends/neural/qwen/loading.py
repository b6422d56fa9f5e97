"""Loads a Qwen-VL model from a folder."""

from __future__ import annotations

from typing import Any

import torch
import transformers
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from backends.base import BackendUnavailable
from backends.neural.decoding.chat import STOPS
from backends.neural.decoding.shared_prefix import LanguageModel
from backends.neural.decoding.tokens import PromptTokenizer, read_tokenizer
from backends.neural.memory import estimate, quantise
from backends.neural.qwen.frames import Patching
from backends.neural.qwen.model import FAMILIES, Family, QwenVL
from backends.neural.weights import adapters
from backends.neural.weights.checkpoint import CONFIG, Checkpoint, refuse_missing
from backends.neural.weights.processor import colours

SPECIAL_TOKENS = (
    *STOPS, "<|im_start|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>",
)  # fmt: skip


def load(
    checkpoint: Checkpoint, in_4_bits: bool, offload: bool, adapter: adapters.Adapter | None
) -> QwenVL:
    """Read weights, tokenizer and adapter. Raises BackendUnavailable."""
    if in_4_bits:
        quantise.require_fitting(checkpoint)
    family = FAMILIES[checkpoint.model_type]
    tokenizer = _tokenizer(checkpoint)
    network = _network(checkpoint, family, in_4_bits, offload)
    if in_4_bits:
        quantise.prevent_repacking(network)
    if adapter:
        adapters.apply(network, adapter)
    inner: Any = network
    inner.eval()
    language = LanguageModel(inner.model.language_model, inner.lm_head)
    stops = frozenset(tokenizer.marked(stop)[0] for stop in STOPS)
    return QwenVL(network, language, tokenizer, stops, family, _patching(checkpoint))


def _tokenizer(checkpoint: Checkpoint) -> PromptTokenizer:
    def read() -> PreTrainedTokenizerBase:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            checkpoint.folder, local_files_only=True, trust_remote_code=False
        )
        return tokenizer

    size = int(checkpoint.text.get("vocab_size", 0))
    return read_tokenizer(checkpoint.folder, read, SPECIAL_TOKENS, size)


def _network(
    checkpoint: Checkpoint, family: Family, in_4_bits: bool, offload: bool
) -> PreTrainedModel:
    card = torch.cuda.is_available()
    place: Any = "auto" if card and offload and not in_4_bits else {"": 0 if card else "cpu"}
    kind: Any = getattr(transformers, family.architecture)
    try:
        network, report = kind.from_pretrained(
            checkpoint.folder,
            dtype=torch.bfloat16 if card else torch.float32,
            device_map=place,
            quantization_config=quantise.settings() if in_4_bits else None,
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
        )
    except Exception as error:  # a setting or a weight may be wrong in any way
        if estimate.ran_out(error):
            raise
        raise BackendUnavailable(
            f"{checkpoint.folder / CONFIG} and its weights do not belong together ({error}). "
            "Copy them again from where the model came from."
        ) from error
    refuse_missing(checkpoint, report["missing_keys"])
    loaded: PreTrainedModel = network
    return loaded


def _patching(checkpoint: Checkpoint) -> Patching:
    """How frames are cut for its vision tower."""
    usual, vision = Patching(), checkpoint.vision
    own = colours(checkpoint.folder)
    return Patching(
        vision.get("patch_size", usual.side),
        vision.get("spatial_merge_size", usual.merge),
        vision.get("temporal_patch_size", usual.steps),
        own.mean if own else usual.mean,
        own.spread if own else usual.spread,
    )
