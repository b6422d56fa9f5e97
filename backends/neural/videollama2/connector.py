"""The STC connector of VideoLLaMA2.1 (`stc_connector_v35`): features of frames to tokens.

After DAMO-NLP-SG/VideoLLaMA2 (Apache-2.0), whose blocks are those of timm's RegNet. Attributes
are named as the keys of the released checkpoint.
"""

from __future__ import annotations

from collections import OrderedDict
from math import isqrt
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

DEPTH = 4
"""Blocks of a stage."""
STRIDE = 2
"""Frames, rows and columns that become one."""


class ChannelNorm(nn.LayerNorm):
    """Layer normalisation of the channels of (n, channels, rows, columns)."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvNorm(nn.Module):
    """A convolution that keeps the size, and the norm after it."""

    def __init__(self, incoming: int, outgoing: int, kernel: int = 1, groups: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            incoming, outgoing, kernel, padding=kernel // 2, groups=groups, bias=False
        )
        self.bn = ChannelNorm(outgoing)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.bn(self.conv(x)))


class SqueezeExcite(nn.Module):
    """Channels weighted by what the whole frame shows."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, width, 1)
        self.fc2 = nn.Conv2d(width, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        seen = functional.silu(self.fc1(x.mean((2, 3), keepdim=True)))
        return x * torch.sigmoid(self.fc2(seen))


class Block(nn.Module):
    """A RegNet bottleneck with a depthwise convolution."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        super().__init__()
        self.conv1 = ConvNorm(incoming, outgoing)
        self.conv2 = ConvNorm(outgoing, outgoing, kernel=3, groups=outgoing)
        self.se = SqueezeExcite(outgoing, round(incoming / 4))
        self.conv3 = ConvNorm(outgoing, outgoing)
        self.downsample = ConvNorm(incoming, outgoing) if incoming != outgoing else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        inner = functional.silu(self.conv1(x))
        inner = self.se(functional.silu(self.conv2(inner)))
        return functional.silu(self.conv3(inner) + self.downsample(x))


def _stage(incoming: int, outgoing: int) -> nn.Sequential:
    blocks = {
        f"b{number + 1}": Block(outgoing if number else incoming, outgoing)
        for number in range(DEPTH)
    }
    return nn.Sequential(OrderedDict(blocks))


class Connector(nn.Module):
    """Frames as the vision tower sees them to the tokens that the language model reads."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        super().__init__()
        self.s1 = _stage(incoming, outgoing)
        self.sampler = nn.Sequential(nn.Conv3d(outgoing, outgoing, STRIDE, STRIDE), nn.SiLU())
        self.s2 = _stage(outgoing, outgoing)
        self.readout = nn.Sequential(
            nn.Linear(outgoing, outgoing), nn.GELU(), nn.Linear(outgoing, outgoing)
        )

    def forward(self, features: Tensor) -> Tensor:
        """(frames, patches, incoming) to (tokens, outgoing), in order of time, row, column.

        An odd frame, row or column at the end is left out.
        """
        frames, patches, channels = features.shape
        side = isqrt(patches)
        x = self.s1(features.view(frames, side, side, channels).permute(0, 3, 1, 2))
        x = self.sampler(x.transpose(0, 1)[None])[0].transpose(0, 1)
        x = self.s2(x)
        return cast(Tensor, self.readout(x.permute(0, 2, 3, 1).flatten(0, 2)))
