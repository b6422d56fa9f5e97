"""A Qwen-VL model that answers questions about the frames of a clip.

The shared prefix is the beginning of its chat prompt, up to the end of the frames. It is put
together by hand, because the processors of transformers need torchvision; the words are those of
the released chat templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache, PreTrainedModel

from backends.base import Answer, OnText, Question
from backends.neural.decoding.chat import ANSWER_TURN, SYSTEM_TURN, USER_TURN
from backends.neural.decoding.shared_prefix import LanguageModel, Prefix
from backends.neural.decoding.tokens import PromptTokenizer, answer_round
from backends.neural.qwen.frames import Patches, Patching
from backends.visual_format import Visual

_STILL_SECONDS = 1.0
"""s that one step of a video lasts where it has a single frame, as for 2 frames a second."""


@dataclass(frozen=True, slots=True)
class Family:
    """What sets one generation of Qwen-VL apart.

    `architecture` is its class in transformers, `opening` the words before the frames. A video's
    positions count seconds if `timed`, and words between its frames do if `timestamps`.
    """

    architecture: str
    opening: str = SYSTEM_TURN + USER_TURN
    timed: bool = False
    timestamps: bool = False


FAMILIES: Mapping[str, Family] = {
    "qwen2_vl": Family("Qwen2VLForConditionalGeneration"),
    "qwen2_5_vl": Family("Qwen2_5_VLForConditionalGeneration", timed=True),
    "qwen3_vl": Family("Qwen3VLForConditionalGeneration", opening=USER_TURN, timestamps=True),
}


@dataclass(frozen=True, slots=True)
class QwenVL:
    """A loaded model and its tokenizer. `stops` are the tokens that end an answer."""

    network: PreTrainedModel
    language: LanguageModel
    tokenizer: PromptTokenizer
    stops: frozenset[int]
    family: Family
    patching: Patching

    def answer(
        self, prefix: Prefix, questions: Sequence[Question], on_text: OnText
    ) -> tuple[Answer, ...]:
        """Answer several prompts over one prefix."""
        return answer_round(
            self.language, self.tokenizer, prefix, questions, self.question, self.stops, on_text
        )

    def question(self, text: str) -> list[int]:
        """Tokens of what follows the frames: `text`, and the beginning of the model's turn."""
        return [*self.tokenizer.plain(text), *self.tokenizer.marked(ANSWER_TURN)]

    def encode(self, patches: Patches, visual: Visual) -> Prefix:
        """Encode the frames and prefill the prompt up to their end; the model keeps nothing."""
        whole: Any = self.network.model
        device = self.language.device
        inputs = {k: v.to(device) for k, v in self.inputs(patches, visual).items()}
        cache = DynamicCache(config=self.language.body.config)
        with torch.inference_mode():
            positions, _ = whole.get_rope_index(**inputs)
            inputs.pop("second_per_grid_ts", None)
            whole(**inputs, position_ids=positions, past_key_values=cache, use_cache=True)
        return Prefix.of(cache, positions)

    def inputs(self, patches: Patches, visual: Visual) -> dict[str, Tensor]:
        """The prompt up to the end of the frames, as transformers' processor would give it."""
        tokens = torch.tensor([self.tokens(patches, visual)])
        kind = "video" if visual == "video" else "image"
        inputs = {
            "input_ids": tokens,
            "mm_token_type_ids": (tokens == self._pad(visual)).int() * (1 + (kind == "video")),
            "pixel_values_videos" if kind == "video" else "pixel_values": torch.from_numpy(
                patches.values
            ),
            f"{kind}_grid_thw": torch.from_numpy(patches.grids),
        }
        if self.family.timed and kind == "video":
            inputs["second_per_grid_ts"] = torch.tensor([self._step_seconds(patches)])
        return inputs

    def tokens(self, patches: Patches, visual: Visual) -> list[int]:
        """Tokens of the opening words and of the frames, which are placeholders."""
        start, end = (self.tokenizer.marked(f"<|vision_{side}|>") for side in ("start", "end"))
        tokens = self.tokenizer.marked(self.family.opening)
        for words, count in self._parts(patches, visual):
            tokens += [*self.tokenizer.marked(words), *start, *[self._pad(visual)] * count, *end]
        return tokens

    def _parts(self, patches: Patches, visual: Visual) -> Iterator[tuple[str, int]]:
        """The words before each run of placeholders, and how many these are."""
        for steps, rows, columns in patches.grids.tolist():
            each = rows * columns // self.patching.merge**2
            if visual == "video" and self.family.timestamps:
                for step in range(steps):
                    yield f"<{self._middle(patches, step):.1f} seconds>", each
            else:
                yield "", steps * each

    def _middle(self, patches: Patches, step: int) -> float:
        """s into the clip, between the first and the last frame of a step."""
        count = self.patching.steps
        times = [t - patches.times[0] for t in patches.times[step * count : (step + 1) * count]]
        return (times[0] + times[-1]) / 2

    def _step_seconds(self, patches: Patches) -> float:
        """s that one step of the video lasts."""
        gaps = len(patches.times) - 1
        duration = patches.times[-1] - patches.times[0]
        return self.patching.steps * duration / gaps if duration > 0 else _STILL_SECONDS

    def _pad(self, visual: Visual) -> int:
        (pad,) = self.tokenizer.marked("<|video_pad|>" if visual == "video" else "<|image_pad|>")
        return pad
