"""Qwen2-VL and its successors: open vision-language models that look at frames and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backends.base import (
    BY_DEFAULT,
    Answer,
    BackendUnavailable,
    FormatMismatch,
    GenerationError,
    Listener,
    Media,
    Modality,
    ModelBackend,
    Options,
    Params,
    Prompt,
    Question,
    unheard,
)
from backends.formats import VisualFormat

if TYPE_CHECKING:
    from backends.neural.adapters import Adapter
    from backends.neural.answering import Look
    from backends.neural.checkpoint import Checkpoint
    from backends.neural.qwen_look import QwenVL

FEWEST = 2
"""Frames that a clip keeps when memory does not suffice."""
SMALLEST = 28 * 28 * 48
"""Pixels that a frame keeps: half as many would make any label unreadable."""
_PACKAGES = ("torch", "transformers", "accelerate", "peft", "bitsandbytes", "PIL")
_CURE = "Choose fewer or smaller frames, 4 bits, or main memory for what the card does not hold."


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What `load` made, and out of what."""

    model: QwenVL
    found: Checkpoint
    adapter: Adapter | None
    quantise: bool
    options: Options


class Qwen2VLBackend(ModelBackend):
    """One look at the frames of a clip answers all questions about it."""

    name: ClassVar[str] = "qwen2-vl"
    label: ClassVar[str] = "Qwen2-VL"
    version: ClassVar[str] = "1"
    weights: ClassVar[str] = (
        "the files of a Qwen2-VL, Qwen2.5-VL or Qwen3-VL model (config.json, *.safetensors)"
    )
    model_types: ClassVar[tuple[str, ...]] = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
    example: ClassVar[str] = "Qwen/Qwen2-VL-7B-Instruct"
    one_look: ClassVar[bool] = True
    default_format: ClassVar[VisualFormat] = VisualFormat(
        visual="images",
        frames=8,
        longest=448,
        pixels=151_200,
        fit="aspect",
        sampling="even",
        processor="qwen-vl pil 1",
    )

    def __init__(self) -> None:
        self._loaded: _Loaded | None = None

    @classmethod
    def missing(cls) -> tuple[str, ...]:
        absent = [name for name in _PACKAGES if find_spec(name) is None]
        return ("pip install -r requirements.txt",) if absent else ()

    @classmethod
    def form(cls, options: Options) -> VisualFormat:
        from backends.neural.qwen_frames import LEAST

        if options.fit not in (None, "aspect"):
            raise BackendUnavailable(
                f"{cls.label} keeps the proportions of a frame: choose the fit 'aspect'."
            )
        if options.frames is not None and options.frames < 1:
            raise BackendUnavailable(f"{cls.label} needs a frame to look at: choose 1 or more.")
        if options.pixels is not None and options.pixels < LEAST:
            raise BackendUnavailable(
                f"{cls.label} enlarges smaller frames: choose {LEAST:,} pixels or more."
            )
        return replace(
            cls.default_format,
            visual=options.visual or cls.default_format.visual,
            frames=options.frames or cls.default_format.frames,
            pixels=options.pixels or cls.default_format.pixels,
        )

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Read the model in the folder `path`; nothing is ever fetched."""
        from backends.neural import adapters, checkpoint, memory
        from backends.neural.qwen_loading import load

        self.close()
        form = self.form(options)
        found = checkpoint.read(path, self.model_types)
        memory.require(found, form, quantise, options)
        adapter = adapters.read(options.adapter) if options.adapter else None
        self._take(form, found, adapter, quantise, options)
        with memory.caught(_CURE):
            model = load(found, quantise, options.offload, adapter)
        self._loaded = _Loaded(model, found, adapter, quantise, options)

    def preprocess(self, media: Media, modality: Modality) -> Look:
        """Look at the frames, once for all questions."""
        from backends.neural import memory, qwen_frames

        model, form = self._model(), self.format or self.default_format
        seen = qwen_frames.patches(media, form, model.patching)
        with memory.caught(_CURE):
            return model.look(seen, form.visual)

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        return self.answers(media, [(prompt, params)])[0].words

    def answers(
        self, media: Any, asked: Sequence[Question], said: Listener = unheard
    ) -> tuple[Answer, ...]:
        from backends.neural import memory

        with memory.caught(_CURE):
            return self._model().answer(media, asked, said)

    def shrink(self) -> str:
        """Half the frames, at last half the pixels, unless an adapter was trained on more."""
        loaded, form = self._loaded, self.format
        smaller = _smaller(form) if form else None
        if loaded is None or smaller is None:
            return ""
        try:
            self._take(smaller, loaded.found, loaded.adapter, loaded.quantise, loaded.options)
        except FormatMismatch:
            return ""
        return f"{smaller.frames} frames of at most {smaller.pixels:,} pixels"

    def close(self) -> None:
        self._loaded = None

    def _take(
        self,
        form: VisualFormat,
        found: Checkpoint,
        adapter: Adapter | None,
        quantise: bool,
        options: Options,
    ) -> None:
        """Have frames in this form from now on. Raises FormatMismatch."""
        from backends.neural import adapters, checkpoint

        faults, messages = (
            adapters.check(adapter, found, form, options.despite_format) if adapter else ((), ())
        )
        known = adapter.fingerprint if adapter else ""
        self.identity = checkpoint.identity(found, quantise, form, known)
        self.format, self.faults, self.messages = form, faults, messages

    def _model(self) -> QwenVL:
        if self._loaded is None:
            raise GenerationError(f"{self.label} is not loaded: load its weights first.")
        return self._loaded.model


def _smaller(form: VisualFormat) -> VisualFormat | None:
    if form.frames > FEWEST:
        return replace(form, frames=max(FEWEST, form.frames // 2))
    if form.pixels > SMALLEST:
        return replace(form, pixels=max(SMALLEST, form.pixels // 2))
    return None
