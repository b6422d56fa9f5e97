"""Loads VideoLLaMA2.1 from a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase, Qwen2Tokenizer

from backends.base import Answer, BackendUnavailable, OnText, Question
from backends.neural.decoding.chat import ANSWER_TURN, STOPS, SYSTEM_TURN, USER_TURN
from backends.neural.decoding.shared_prefix import LanguageModel, Prefix
from backends.neural.decoding.tokens import PromptTokenizer, answer_round, read_tokenizer
from backends.neural.memory import quantise
from backends.neural.videollama2.model import KEYS, VIDEO, VideoLlama2Config, VideoLlama2ForCausalLM
from backends.neural.weights import adapters
from backends.neural.weights.checkpoint import CONFIG, Checkpoint, refuse_missing

CONNECTOR = "stc_connector_v35"
TOWER = "siglip-so400m-patch14-384"
OPENING = SYSTEM_TURN + USER_TURN
"""Before the frames."""
FULL_PRECISION = ("model.vision_tower", "model.mm_projector", "lm_head")
"""Modules that keep their full precision in 4 bits."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class VideoLlama2:
    """A loaded model and its tokenizer. `stops` are the tokens that end an answer."""

    network: VideoLlama2ForCausalLM
    language: LanguageModel
    tokenizer: PromptTokenizer
    stops: frozenset[int]

    def encode(self, pixels: NDArray[np.float32], order: Sequence[int]) -> Prefix:
        """Prefill frames once, in this order (see `VideoLlama2ForCausalLM.encode`)."""
        with torch.inference_mode():
            features = self.network.encode(torch.from_numpy(pixels), order)
            before = [*self.tokenizer.marked(OPENING), VIDEO]
            return self.language.encode(self.network.embed(torch.tensor(before), features))

    def answer(
        self, prefix: Prefix, questions: Sequence[Question], on_text: OnText
    ) -> tuple[Answer, ...]:
        """Answer several prompts over one prefix."""
        return answer_round(
            self.language, self.tokenizer, prefix, questions, self.question, self.stops, on_text
        )

    def question(self, text: str) -> list[int]:
        """Tokens of what follows the frames: `text`, and the beginning of the model's turn."""
        return [*self.tokenizer.plain("\n" + text), *self.tokenizer.marked(ANSWER_TURN)]


def load(
    checkpoint: Checkpoint, in_4_bits: bool, offload: bool, adapter: adapters.Adapter | None
) -> VideoLlama2:
    """Read weights, tokenizer and adapter. Raises BackendUnavailable."""
    if in_4_bits:
        quantise.require_fitting(checkpoint)
    config = _config(checkpoint)
    _require_weights(checkpoint, config)
    tokenizer = _tokenizer(checkpoint.folder, config)
    network = _network(checkpoint, config, in_4_bits, offload)
    if in_4_bits:
        quantise.prevent_repacking(network)
    if adapter:
        adapters.apply(network, adapter)
    network.train(False)
    language = LanguageModel(network.model, network.lm_head)
    stops = frozenset(tokenizer.marked(stop)[0] for stop in STOPS)
    return VideoLlama2(network, language, tokenizer, stops)


def _config(checkpoint: Checkpoint) -> VideoLlama2Config:
    connector = checkpoint.config.get("mm_projector_type", CONNECTOR)
    tower = str(checkpoint.config.get("mm_vision_tower", TOWER))
    if connector != CONNECTOR or not (checkpoint.vision or tower.endswith(TOWER)):
        raise BackendUnavailable(
            f"{checkpoint.folder} is a VideoLLaMA2 with connector {connector} and vision tower "
            f"{tower}, which this backend does not know. It takes VideoLLaMA2.1 with "
            f"{CONNECTOR} and {TOWER}: name the folder of such a model."
        )
    try:
        config: VideoLlama2Config = VideoLlama2Config.from_pretrained(checkpoint.folder)
    except Exception as error:  # a setting may be wrong in any way
        raise _wrong(checkpoint, error) from error
    return config


def _require_weights(checkpoint: Checkpoint, config: VideoLlama2Config) -> None:
    """Compare names and shapes before gigabytes are read."""
    try:
        with torch.device("meta"):
            shapes = VideoLlama2ForCausalLM(config).released_shapes()
    except Exception as error:  # a setting may be wrong in any way
        raise _wrong(checkpoint, error) from error
    refuse_missing(checkpoint, shapes.keys() - checkpoint.tensors.keys())
    if unknown := sorted(checkpoint.tensors.keys() - shapes.keys()):
        raise BackendUnavailable(
            f"{checkpoint.folder} has {len(unknown)} weights that are not of VideoLLaMA2.1-7B-16F: "
            f"{', '.join(unknown[:_NAMED])}. Name the folder of the model without audio or other "
            "additions."
        )
    if odd := sorted(n for n, shape in shapes.items() if checkpoint.tensors[n].shape != shape):
        raise BackendUnavailable(
            f"{checkpoint.folder}: {len(odd)} weights have another shape than config.json says, "
            f"such as {odd[0]} with {checkpoint.tensors[odd[0]].shape}, not {shapes[odd[0]]}. Copy "
            "config.json and the weights from the same model."
        )


def _wrong(checkpoint: Checkpoint, error: Exception) -> BackendUnavailable:
    return BackendUnavailable(
        f"{checkpoint.folder / CONFIG} does not describe a VideoLLaMA2.1 ({error}). Copy it "
        "again from where the model came from."
    )


def _tokenizer(folder: Path, config: VideoLlama2Config) -> PromptTokenizer:
    def read() -> PreTrainedTokenizerBase:
        tokenizer: PreTrainedTokenizerBase = Qwen2Tokenizer.from_pretrained(
            folder, local_files_only=True
        )
        return tokenizer

    return read_tokenizer(folder, read, STOPS, config.vocab_size)


def _network(
    checkpoint: Checkpoint, config: VideoLlama2Config, in_4_bits: bool, offload: bool
) -> VideoLlama2ForCausalLM:
    card = torch.cuda.is_available()
    place: Any = "auto" if card and offload and not in_4_bits else {"": 0 if card else "cpu"}
    network: VideoLlama2ForCausalLM = VideoLlama2ForCausalLM.from_pretrained(
        checkpoint.folder,
        config=config,
        key_mapping=KEYS,
        dtype=torch.bfloat16 if card else torch.float32,
        device_map=place,
        quantization_config=quantise.settings(FULL_PRECISION) if in_4_bits else None,
        local_files_only=True,
        use_safetensors=True,
    )
    return network
