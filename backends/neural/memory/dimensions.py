"""The sizes of a model in its config, from which memory and visual tokens follow.

Qwen2-VL, Qwen2.5-VL and Qwen3-VL cut a frame into patches and merge 2 x 2 of them into a token,
two frames of a video into one. VideoLLaMA2.1 sees every frame at one size, and its connector
halves time, rows and columns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backends.base import BackendUnavailable
from backends.neural.weights.checkpoint import Checkpoint
from backends.visual_format import VisualFormat

LEAST_PIXELS = 56 * 56
"""Pixels of a frame at least."""
TOKENS_AT_ONCE = 512
"""Tokens of all questions together that are prefilled at once: bounds the memory of long ones."""
SIGLIP = {"hidden_size": 1152, "intermediate_size": 4304, "image_size": 384, "patch_size": 14}
"""siglip-so400m-patch14-384, which the config of VideoLLaMA2.1 only names."""
_SQUARE = ("hidden_size", "intermediate_size", "image_size", "patch_size")


def smart_size(
    width: int, height: int, unit: int, most: int, least: int = LEAST_PIXELS
) -> tuple[int, int]:
    """Width and height in px in multiples of `unit`, `least` to `most` pixels together, in about
    the same proportions (transformers' `smart_resize`)."""
    w, h = (round(side / unit) * unit for side in (width, height))
    if w * h > most:
        beta = math.sqrt(width * height / most)
        w, h = (max(unit, math.floor(side / beta / unit) * unit) for side in (width, height))
    elif w * h < least:
        beta = math.sqrt(least / (width * height))
        w, h = (math.ceil(side * beta / unit) * unit for side in (width, height))
    return w, h


@dataclass(frozen=True, slots=True)
class LanguageDimensions:
    """The sizes of the language model. Widths are those of one token."""

    hidden: int
    inner: int
    layers: int
    heads: int
    key_width: int
    """Of the keys of one layer, all heads together; that of the values is the same."""
    vocabulary: int


@dataclass(frozen=True, slots=True)
class VisionDimensions:
    """The sizes of the vision tower.

    `merge` × `merge` patches make a token, and so do `steps` frames of a video.
    """

    hidden: int
    inner: int
    patch: int
    merge: int
    steps: int
    side: int | None = None
    """px of a frame's side where there is only one size."""

    def grid(self, form: VisualFormat, aspect: float | None = None) -> tuple[int, int]:
        """Rows and columns of patches of a frame.

        Without `aspect`, width / height, the shape that makes most tokens of `form`.
        """
        if self.side:
            return self.side // self.patch, self.side // self.patch
        unit = self.patch * self.merge
        if aspect is None:
            return self.merge, max(1, min(form.pixels, form.longest**2) // unit**2) * self.merge
        width, height = form.longest * min(1.0, aspect), form.longest / max(1.0, aspect)
        columns, rows = smart_size(round(width), round(height), unit, form.pixels)
        return rows // self.patch, columns // self.patch

    def tokens(self, form: VisualFormat, aspect: float | None = None) -> int:
        """Tokens of a clip's frames."""
        rows, columns = self.grid(form, aspect)
        return self.times(form) * (rows // self.merge) * (columns // self.merge)

    def patches(self, form: VisualFormat) -> int:
        """Patches that the tower works on together."""
        rows, columns = self.grid(form)
        return rows * columns * (form.frames if self.side else self.times(form))

    def times(self, form: VisualFormat) -> int:
        """Steps of time: frames, or pairs of them where neighbours are merged."""
        merged = form.visual == "video" or self.side
        return -(-form.frames // self.steps) if merged else form.frames


def language(checkpoint: Checkpoint) -> LanguageDimensions:
    """The language model's sizes. Raises BackendUnavailable if the config lacks a number."""
    text = checkpoint.text
    heads = _number(checkpoint, text, "num_attention_heads")
    hidden = _number(checkpoint, text, "hidden_size")
    groups = int(text.get("num_key_value_heads") or heads)
    return LanguageDimensions(
        hidden,
        _number(checkpoint, text, "intermediate_size"),
        _number(checkpoint, text, "num_hidden_layers"),
        heads,
        groups * int(text.get("head_dim") or hidden // heads),
        _number(checkpoint, text, "vocab_size"),
    )


def vision(checkpoint: Checkpoint) -> VisionDimensions:
    """The vision tower's sizes. Raises BackendUnavailable if the config lacks a number."""
    if "mm_projector_type" in checkpoint.config:
        named = {**SIGLIP, **checkpoint.vision}
        hidden, inner, side, patch = (int(named[name]) for name in _SQUARE)
        return VisionDimensions(hidden, inner, patch, 2, 2, side)
    config = checkpoint.vision
    hidden = int(config.get("embed_dim") or _number(checkpoint, config, "hidden_size"))
    inner = int(config.get("intermediate_size") or hidden * config.get("mlp_ratio", 4))
    return VisionDimensions(
        hidden,
        inner,
        int(config.get("patch_size", 14)),
        int(config.get("spatial_merge_size", 2)),
        int(config.get("temporal_patch_size", 2)),
    )


def _number(checkpoint: Checkpoint, config: Mapping[str, Any], name: str) -> int:
    value = config.get(name)
    if type(value) is not int or value < 1:
        raise BackendUnavailable(
            f"The config.json in {checkpoint.folder} does not give {name}. Copy it again."
        )
    return value
