"""How a vision tower that has seen nothing looks about itself: near by first.

Attention that starts at random has to find out that neighbours matter, which takes most of a short
training. Here the biases of queries and keys make each head look into one direction from the
beginning: under rotary positions, a constant key and a query that is turned by an offset meet
best at that offset (Su et al., "RoFormer", 2021). All of it may be unlearned.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_REACH = (3, 5)
"""Patches to each side that heads look at, in the first layer and in those above it."""
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))
_FREQUENCIES = 3
"""Of the rotary embedding, from the highest: those that tell patches near by apart."""
_GAIN = 2.0
"""By how much the logit falls from the offset to a patch where one frequency is at odds."""


def open_eyes(visual: Any) -> None:
    """Give the vision tower of a Qwen2-VL weights to learn from, drawn from torch's generator."""
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
            biases[0, head] = torch.from_numpy(_turned(biases.shape[-1], down, right))
            biases[1, head] = torch.from_numpy(_turned(biases.shape[-1], 0, 0))


def _turned(size: int, down: int, right: int) -> Any:
    """(size,) a constant vector turned as rotary positions turn what is that many patches away."""
    quarter = size // 4
    angles = 10000.0 ** (-np.arange(_FREQUENCIES) / quarter)
    vector = np.zeros((2, 2, quarter), np.float32)  # cosine and sine; upright and across; frequency
    for axis, offset in enumerate((down, right)):
        vector[0, axis, :_FREQUENCIES] = np.cos(angles * offset)
        vector[1, axis, :_FREQUENCIES] = np.sin(angles * offset)
    return vector.reshape(size) * np.float32((_GAIN * size**0.5) ** 0.5)
