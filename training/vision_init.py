"""Initial weights of a vision tower, in which every head attends to patches near by.

Attention with random weights has to learn that neighbours matter, which takes most of a short
training. Here the biases of queries and keys point each head in one direction from the start:
under rotary positions, a constant key and a query rotated by an offset match best at that offset
(Su et al., "RoFormer", 2021). Training may unlearn all of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_REACH = (3, 5)
"""Offset in patches that heads attend to, in the first layer and in those above it."""
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))
_FREQUENCIES = 3
"""How many of the rotary frequencies are used, from the highest: they separate near patches."""
_GAIN = 2.0
"""By how much the logit falls from the offset to a patch where one frequency is in antiphase."""


def initialise(visual: Any) -> None:
    """Set the weights of a Qwen2-VL's vision tower, drawn from torch's generator."""
    import torch

    for weight in visual.parameters():
        if weight.dim() > 1:
            torch.nn.init.xavier_uniform_(weight.data.view(len(weight), -1))
    for layer, block in enumerate(visual.blocks):
        heads = block.attn.num_heads
        biases = block.attn.qkv.bias.data.view(3, heads, -1)
        reach = _REACH[min(layer, 1)]
        for head in range(heads):
            down, right = (reach * side for side in _SIDES[head % 4])
            biases[0, head] = torch.from_numpy(_rotated(biases.shape[-1], down, right))
            biases[1, head] = torch.from_numpy(_rotated(biases.shape[-1], 0, 0))


def _rotated(size: int, down: int, right: int) -> Any:
    """(size,) a constant vector, rotated as rotary positions rotate a patch at that offset."""
    quarter = size // 4
    angles = 10000.0 ** (-np.arange(_FREQUENCIES) / quarter)
    vector = np.zeros((2, 2, quarter), np.float32)  # cosine and sine; down and right; frequency
    for axis, offset in enumerate((down, right)):
        vector[0, axis, :_FREQUENCIES] = np.cos(angles * offset)
        vector[1, axis, :_FREQUENCIES] = np.sin(angles * offset)
    return vector.reshape(size) * np.float32((_GAIN * size**0.5) ** 0.5)
