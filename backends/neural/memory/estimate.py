"""Whether a model and its frames fit into memory, before anything is loaded.

The estimate is arithmetic over config.json and the headers of the weights. What a page needs of
it imports no torch. `as_out_of_memory` is for what it does not foresee.
"""

from __future__ import annotations

import errno
import gc
import re
import sys
import traceback
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from backends.base import BY_DEFAULT, Options, OutOfMemory
from backends.neural.memory import dimensions
from backends.neural.memory.available import GIB, AvailableMemory, available_memory, main_memory
from backends.neural.weights.checkpoint import Checkpoint
from backends.neural.weights.header import Tensor
from backends.visual_format import VisualFormat

NF4 = 0.5 + 1 / 64 + 4 / (64 * 256)
"""Bytes of a weight in 4 bits, with its share of the doubly quantised scales of 64 weights."""
QUESTION = 256
"""Tokens of a question."""
LIBRARIES = {"card": 0.6 * GIB, "main memory": 0.6 * GIB}
"""Bytes that torch itself takes: kernels and context of a card, or the loaded libraries."""
SPARE = 1.1
"""On activations, for what the allocator rounds up and cannot use again."""
_IN_4_BITS = re.compile(
    r"^(model\.)?(language_model\.)?(model\.)?layers\.\d+\.[\w.]*_proj\.weight$"
)
_RAN_OUT = ("out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes at the peak, and the visual `tokens` of the frames that they are for."""

    weights: int
    cache: int
    """Keys and values that the language model keeps of frames, questions and answers."""
    activations: int
    overhead: int
    tokens: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.activations + self.overhead

    def __str__(self) -> str:
        parts = (self.weights, self.cache, self.activations, self.overhead)
        weights, cache, activations, overhead = (f"{part / GIB:.1f}" for part in parts)
        return (
            f"{self.total / GIB:.1f} GiB (weights {weights}, keys and values {cache}, "
            f"computation {activations}, libraries {overhead})"
        )


@dataclass(frozen=True, slots=True)
class MemoryFit:
    """Whether it fits, in a `sentence`, and what would make it fit, the cheapest first."""

    needs: Estimate
    available: AvailableMemory
    fits: bool
    cures: tuple[str, ...]

    @property
    def sentence(self) -> str:
        where = f"{self.available.name} has {self.available.free / GIB:.1f} GiB free"
        if self.fits:
            return f"Fits: it takes about {self.needs}, and {where}."
        cures = "; or ".join(self.cures) or "use a smaller model, or a machine with more memory"
        return f"Does not fit: it takes about {self.needs}, and {where}. What helps: {cures}."


def visual_tokens(checkpoint: Checkpoint, form: VisualFormat, aspect: float | None = None) -> int:
    """Tokens that the frames of a clip become: at most, or at an `aspect` of width / height."""
    return dimensions.vision(checkpoint).tokens(form, aspect)


def estimate(
    checkpoint: Checkpoint,
    form: VisualFormat,
    quantise: bool = False,
    place: Literal["card", "main memory"] = "card",
    answer: int = 512,
    together: int = 6,
) -> Estimate:
    """What loading a model and answering about a clip takes at its peak.

    Values are bfloat16 on a card and float32 in main memory. The frames are read once;
    `together` questions are answered at a time, each in `answer` tokens at most.
    Raises BackendUnavailable if config.json lacks a number.
    """
    width = 2 if place == "card" else 4
    language, tokens = dimensions.language(checkpoint), visual_tokens(checkpoint, form)
    own = QUESTION + answer
    cache = 2 * language.layers * language.key_width * width * (tokens + together * own)
    steps = (
        _vision_bytes(checkpoint, form, width),
        tokens * (width * (6 * language.hidden + 3 * language.inner) + 8 * language.hidden),
        dimensions.TOKENS_AT_ONCE * language.heads * (tokens + own) * (3 * width + 4)
        + together * language.vocabulary * (width + 4),
    )
    unpacked = max((t.elements for t in checkpoint.tensors.values() if in_4_bits(t)), default=0)
    activations = SPARE * max(steps) + (unpacked * width if quantise else 0)
    weights = sum(_bytes(tensor, quantise, width) for tensor in checkpoint.tensors.values())
    return Estimate(round(weights), cache, round(activations), round(LIBRARIES[place]), tokens)


def fit(
    checkpoint: Checkpoint,
    form: VisualFormat,
    quantise: bool = False,
    options: Options = BY_DEFAULT,
    available: AvailableMemory | None = None,
) -> MemoryFit:
    """Compare what is needed with `available`: by default what is free now where the model runs."""
    available = available or available_memory()
    needs = estimate(checkpoint, form, quantise, available.place)
    offloads = options.offload and available.place == "card" and not quantise
    fits = needs.total <= available.free + (main_memory().free if offloads else 0)
    cures = () if fits else _cures(checkpoint, form, quantise, available)
    return MemoryFit(needs, available, fits, cures)


def require(
    checkpoint: Checkpoint,
    form: VisualFormat,
    quantise: bool = False,
    options: Options = BY_DEFAULT,
) -> None:
    """Raises OutOfMemory if the model does not fit, with what would help."""
    comparison = fit(checkpoint, form, quantise, options)
    if not comparison.fits:
        raise OutOfMemory(f"{checkpoint.folder}: {comparison.sentence}")


@contextmanager
def as_out_of_memory(cure: str) -> Iterator[None]:
    """Turn whatever a library raises when memory runs out into OutOfMemory, ending in `cure`.

    The original error is dropped with all that its traceback holds: a smaller try needs the memory.
    """
    try:
        yield
        return
    except (MemoryError, RuntimeError, OSError) as error:
        if not ran_out(error):
            raise
        message = str(error).strip().split("\n")[0][:200] or type(error).__name__
        traceback.clear_frames(error.__traceback__)
    _collect()
    raise OutOfMemory(
        f"The model and these frames do not fit into memory ({message}). {cure}"
    ) from None


def ran_out(error: BaseException) -> bool:
    """Whether an error of Python, torch or the system says that memory ran out."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    named = type(error).__name__ == "OutOfMemoryError" or isinstance(error, MemoryError)
    return named or any(words in str(error) for words in _RAN_OUT)


def _collect() -> None:
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


def _vision_bytes(checkpoint: Checkpoint, form: VisualFormat, width: int) -> int:
    """Bytes at the peak of the vision tower, or of the connector behind it."""
    tower = dimensions.vision(checkpoint)
    patches = tower.patches(form)
    values = 3 * tower.steps * tower.patch**2 * 4
    encoding = patches * (
        values + width * max(10 * tower.hidden, 3 * tower.hidden + 2 * tower.inner)
    )
    maps = 5 * patches * dimensions.language(checkpoint).hidden * width if tower.side else 0
    return max(encoding, maps)


def in_4_bits(tensor: Tensor) -> bool:
    """Whether quantising packs this tensor: the language model's layers, in any release's names."""
    return _IN_4_BITS.match(tensor.name) is not None


def _bytes(tensor: Tensor, quantise: bool, width: int) -> float:
    return tensor.elements * (NF4 if quantise and in_4_bits(tensor) else width)


def _cures(
    checkpoint: Checkpoint, form: VisualFormat, quantise: bool, available: AvailableMemory
) -> tuple[str, ...]:
    """What would make it fit, the least loss first, each with the memory that it then takes."""
    cures = [*_fewer(checkpoint, form, quantise, available, "")]
    if not quantise:
        small = estimate(checkpoint, form, True, available.place).total
        if small <= available.free:
            cures.append(f"load in 4 bits ({small / GIB:.1f} GiB)")
        else:
            cures += _fewer(checkpoint, form, True, available, "load in 4 bits and ")
        needed = estimate(checkpoint, form, False, available.place).total
        if available.place == "card" and needed <= available.free + main_memory().free:
            rest = (needed - available.free) / GIB
            cures.append(f"offload {rest:.1f} GiB to main memory, which is slow")
    return tuple(cures)


def _fewer(
    checkpoint: Checkpoint,
    form: VisualFormat,
    quantise: bool,
    available: AvailableMemory,
    before: str,
) -> Iterator[str]:
    """The largest smaller number of frames that fits, if one does."""

    def total(count: int) -> int:
        return estimate(checkpoint, replace(form, frames=count), quantise, available.place).total

    step = 2 if form.visual == "video" else 1  # frames of a video are merged in pairs
    counts = range(step, form.frames, step)
    if fitting := bisect_right(counts, available.free, key=total):  # more frames never take less
        count = counts[fitting - 1]
        needed = total(count) / GIB
        yield f"{before}take {count} frames instead of {form.frames} ({needed:.1f} GiB)"
