"""Weights in 4 bits (NF4; Dettmers et al. 2023, QLoRA, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backends.neural.checkpoint import Checkpoint

FULL = ("model.visual", "lm_head")
"""Modules of Qwen2-VL that keep their full precision."""


def settings(skip: Sequence[str] = FULL) -> Any:
    """`quantization_config` of `from_pretrained`. Raises BackendUnavailable."""
    raise NotImplementedError


def linears(model: Any, skip: Sequence[str]) -> Any:
    """The model with every `nn.Linear` outside `skip` in 4 bits, replaced in place."""
    raise NotImplementedError


def settle(model: Any) -> None:
    """Call once after loading."""
    raise NotImplementedError


def quantised(model: Any) -> tuple[str, ...]:
    """Names of the modules that are in 4 bits."""
    raise NotImplementedError


def require_fitting(found: Checkpoint) -> None:
    """Raises BackendUnavailable where the shapes cannot be packed."""
    raise NotImplementedError
