"""Qwen2-VL and its successors: open vision-language models that answer questions about frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from backends.base import BackendUnavailable, Media, Modality, Options
from backends.neural.backend import NeuralBackend
from backends.visual_format import VisualFormat

if TYPE_CHECKING:
    from backends.neural.decoding.shared_prefix import Prefix
    from backends.neural.qwen.model import QwenVL
    from backends.neural.weights.adapters import Adapter
    from backends.neural.weights.checkpoint import Checkpoint

FEWEST = 2
"""Frames that a clip keeps when memory does not suffice."""
SMALLEST = 28 * 28 * 48
"""Pixels that a frame keeps: half as many would make any label unreadable."""


class Qwen2VLBackend(NeuralBackend["QwenVL"]):
    """Encodes the frames of a clip once for all questions about it."""

    name: ClassVar[str] = "qwen2-vl"
    label: ClassVar[str] = "Qwen2-VL"
    version: ClassVar[str] = "1"
    weights: ClassVar[str] = (
        "the files of a Qwen2-VL, Qwen2.5-VL or Qwen3-VL model (config.json, *.safetensors)"
    )
    model_types: ClassVar[tuple[str, ...]] = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
    example: ClassVar[str] = "Qwen/Qwen2-VL-7B-Instruct"
    cure: ClassVar[str] = (
        "Choose fewer or smaller frames, 4 bits, or main memory for what the card does not hold."
    )
    default_format: ClassVar[VisualFormat] = VisualFormat(
        visual="images",
        frames=8,
        longest=448,
        pixels=151_200,
        fit="aspect",
        sampling="even",
        processor="qwen-vl pil 1",
    )

    @classmethod
    def form(cls, options: Options) -> VisualFormat:
        from backends.neural.memory.dimensions import LEAST_PIXELS

        if options.fit not in (None, "aspect"):
            raise BackendUnavailable(
                f"{cls.label} keeps the proportions of a frame: choose the fit 'aspect'."
            )
        if options.frames is not None and options.frames < 1:
            raise BackendUnavailable(f"{cls.label} needs at least one frame: choose 1 or more.")
        if options.pixels is not None and options.pixels < LEAST_PIXELS:
            raise BackendUnavailable(
                f"{cls.label} enlarges smaller frames: choose {LEAST_PIXELS:,} pixels or more."
            )
        usual = cls.default_format
        return replace(
            usual,
            visual=options.visual or usual.visual,
            frames=options.frames or usual.frames,
            # No frame has more pixels: a larger limit would be another format of the same frames.
            pixels=min(options.pixels or usual.pixels, usual.longest**2),
        )

    def _read(
        self, checkpoint: Checkpoint, quantise: bool, offload: bool, adapter: Adapter | None
    ) -> QwenVL:
        from backends.neural.qwen.loading import load

        return load(checkpoint, quantise, offload, adapter)

    def _notes(self, checkpoint: Checkpoint) -> tuple[str, ...]:
        from backends.neural.weights.checkpoint import PROCESSORS
        from backends.neural.weights.processor import colours

        if colours(checkpoint.folder) is not None:
            return ()
        return (
            f"{checkpoint.folder} says nothing about the colours that its model was trained on, so "
            "those of Qwen2-VL are used. If it is another model, its answers are worse than they "
            f"could be: copy one of {', '.join(PROCESSORS)} from where it came from.",
        )

    def preprocess(self, media: Media, modality: Modality) -> Prefix:
        """Encode the frames, once for all questions."""
        from backends.neural.memory import estimate
        from backends.neural.qwen import frames

        model, form = self._model(), self.format or self.default_format
        patches = frames.patches(media, form, model.patching)
        with estimate.as_out_of_memory(self.cure):
            return model.encode(patches, form.visual)

    def _smaller(self, form: VisualFormat) -> VisualFormat | None:
        """Half the frames, and once they are few, half the pixels."""
        if form.frames > FEWEST:
            return replace(form, frames=max(FEWEST, form.frames // 2))
        if form.pixels > SMALLEST:
            return replace(form, pixels=max(SMALLEST, form.pixels // 2))
        return None
