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
from backends.neural.decoding.shared_prefix import LanguageModel, Prefix
from backends.neural.decoding.tokens import Vocabulary, converse
from backends.neural.qwen.frames import Patches, Patching
from backends.visual_format import Visual

TURN = "<|im_start|>user\n"
SYSTEM = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
TAIL = "<|im_end|>\n<|im_start|>assistant\n"
"""After the question."""
_STILL = 1.0
"""s that one step of a video lasts where it has a single frame, as for 2 frames a second."""


@dataclass(frozen=True, slots=True)
class Family:
    """What sets one generation of Qwen-VL apart: its class in transformers, the words before the
    frames, and how time enters a video (in positions that count seconds, or in words)."""

    architecture: str
    opening: str = SYSTEM + TURN
    paced: bool = False
    dated: bool = False


FAMILIES: Mapping[str, Family] = {
    "qwen2_vl": Family("Qwen2VLForConditionalGeneration"),
    "qwen2_5_vl": Family("Qwen2_5_VLForConditionalGeneration", paced=True),
    "qwen3_vl": Family("Qwen3VLForConditionalGeneration", opening=TURN, dated=True),
}


@dataclass(frozen=True, slots=True)
class QwenVL:
    """A model and its words. `stops` end an answer."""

    network: PreTrainedModel
    language: LanguageModel
    vocabulary: Vocabulary
    stops: frozenset[int]
    family: Family
    patching: Patching

    def answer(
        self, prefix: Prefix, questions: Sequence[Question], on_text: OnText
    ) -> tuple[Answer, ...]:
        """Answer several prompts over one prefix."""
        model, vocabulary = self.language, self.vocabulary
        return converse(model, vocabulary, prefix, questions, self.question, self.stops, on_text)

    def question(self, text: str) -> list[int]:
        """Tokens of what follows the frames: `text`, and the beginning of the model's turn."""
        return [*self.vocabulary.plain(text), *self.vocabulary.marked(TAIL)]

    def encode(self, seen: Patches, visual: Visual) -> Prefix:
        """Encode the frames and prefill the prompt up to their end; the model keeps nothing."""
        whole: Any = self.network.model
        device = self.language.device
        given = {k: v.to(device) for k, v in self.inputs(seen, visual).items()}
        cache = DynamicCache(config=self.language.body.config)
        with torch.inference_mode():
            positions, _ = whole.get_rope_index(**given)
            given.pop("second_per_grid_ts", None)
            whole(**given, position_ids=positions, past_key_values=cache, use_cache=True)
        return Prefix.of(cache, positions)

    def inputs(self, seen: Patches, visual: Visual) -> dict[str, Tensor]:
        """What transformers' processor would give for the beginning of the prompt, one row."""
        tokens = torch.tensor([self.tokens(seen, visual)])
        kind = "video" if visual == "video" else "image"
        given = {
            "input_ids": tokens,
            "mm_token_type_ids": (tokens == self._pad(visual)).int() * (1 + (kind == "video")),
            "pixel_values_videos" if kind == "video" else "pixel_values": torch.from_numpy(
                seen.values
            ),
            f"{kind}_grid_thw": torch.from_numpy(seen.grids),
        }
        if self.family.paced and kind == "video":
            given["second_per_grid_ts"] = torch.tensor([self._pace(seen)])
        return given

    def tokens(self, seen: Patches, visual: Visual) -> list[int]:
        """The opening words, and a place for every part of the frames."""
        start, end = (self.vocabulary.marked(f"<|vision_{side}|>") for side in ("start", "end"))
        tokens = self.vocabulary.marked(self.family.opening)
        for words, count in self._parts(seen, visual):
            tokens += [*self.vocabulary.marked(words), *start, *[self._pad(visual)] * count, *end]
        return tokens

    def _parts(self, seen: Patches, visual: Visual) -> Iterator[tuple[str, int]]:
        """Words before each stretch of places, and how many places."""
        for steps, rows, columns in seen.grids.tolist():
            each = rows * columns // self.patching.merge**2
            if visual == "video" and self.family.dated:
                yield from ((f"<{self._middle(seen, i):.1f} seconds>", each) for i in range(steps))
            else:
                yield "", steps * each

    def _middle(self, seen: Patches, step: int) -> float:
        """s into the clip, between the first and the last frame of a step."""
        held = self.patching.steps
        times = [time - seen.times[0] for time in seen.times[step * held : (step + 1) * held]]
        return (times[0] + times[-1]) / 2

    def _pace(self, seen: Patches) -> float:
        """s that one step of the video lasts."""
        gaps = len(seen.times) - 1
        lasting = seen.times[-1] - seen.times[0]
        return self.patching.steps * lasting / gaps if lasting > 0 else _STILL

    def _pad(self, visual: Visual) -> int:
        (pad,) = self.vocabulary.marked("<|video_pad|>" if visual == "video" else "<|image_pad|>")
        return pad
