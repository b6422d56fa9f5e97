"""Weights in 4 bits: NF4 with doubly quantised scales (Dettmers et al. 2023, QLoRA, section 3).

The vision tower and the head stay in full precision: they are small, and a loss there shows in the
answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from backends.base import INSTALL_MODELS, BackendUnavailable
from backends.neural.memory.estimate import in_4_bits
from backends.neural.weights.checkpoint import Checkpoint

FULL_PRECISION = ("model.visual", "lm_head")
"""Modules of Qwen2-VL that are left out. The whole name: `visual` alone matches nothing."""
BLOCK = 64
"""Weights that share a scale: rows of another length cannot be packed on every processor."""


def settings(skip: Sequence[str] = FULL_PRECISION) -> Any:
    """`quantization_config` of transformers' `from_pretrained`, for the device in use.

    Computes in bfloat16 on a card and in float32 without. Raises BackendUnavailable.
    """
    if find_spec("bitsandbytes") is None:
        raise BackendUnavailable(
            f"4 bits need bitsandbytes: run '{INSTALL_MODELS}', or load the full weights."
        )
    import torch
    from transformers import BitsAndBytesConfig

    computed_in = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    kind: Any = BitsAndBytesConfig
    return kind(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=computed_in,
        llm_int8_skip_modules=[*skip],
    )


def prevent_repacking(model: Any) -> None:
    """Keep the packed layout of the weights. Call it once after loading, before the first answer.

    On processors with AVX-512 BF16 the first answer would otherwise repack the weights in place,
    in a form that neither training nor saving understands.
    """
    from bitsandbytes.nn.modules import Linear4bit

    for module in model.modules():
        if isinstance(module, Linear4bit):
            module.support_avx512bf16_for_cpu = False


def require_fitting(checkpoint: Checkpoint) -> None:
    """Raises BackendUnavailable where the model's widths cannot be packed into blocks."""
    packed = [tensor for tensor in checkpoint.tensors.values() if in_4_bits(tensor)]
    odd = sorted({tensor.shape[-1] for tensor in packed if tensor.shape[-1] % BLOCK})
    if odd:
        raise BackendUnavailable(
            f"The model in {checkpoint.folder} cannot be brought to 4 bits: it has widths of "
            f"{', '.join(map(str, odd))}, not multiples of {BLOCK}. Load its full weights."
        )
