"""VideoLLaMA2.1-7B-16F: a clip as one video of sixteen frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from backends.base import (
    BackendUnavailable,
    GenerationError,
    Media,
    Modality,
    Options,
    middles,
)
from backends.neural.backend import NeuralBackend
from backends.visual_format import VisualFormat

if TYPE_CHECKING:
    from backends.neural.decoding.shared_prefix import Prefix
    from backends.neural.videollama2.loading import VideoLlama2
    from backends.neural.weights.adapters import Adapter
    from backends.neural.weights.checkpoint import Checkpoint

SIDE = 384
"""px of the square that the released vision tower sees."""
FEWEST = 4
"""Frames that a clip keeps when memory does not suffice."""


class VideoLlama2Backend(NeuralBackend["VideoLlama2"]):
    """The released weights, on classes of transformers alone."""

    name: ClassVar[str] = "videollama2"
    label: ClassVar[str] = "VideoLLaMA2.1"
    version: ClassVar[str] = "1"
    weights: ClassVar[str] = "the files of VideoLLaMA2.1-7B-16F (config.json, *.safetensors, 17 GB)"
    model_types: ClassVar[tuple[str, ...]] = ("videollama2_qwen2",)
    example: ClassVar[str] = "DAMO-NLP-SG/VideoLLaMA2.1-7B-16F"
    cure: ClassVar[str] = (
        "Choose fewer frames, 4 bits, or main memory for what the card does not hold."
    )
    default_format: ClassVar[VisualFormat] = VisualFormat(
        visual="video",
        frames=16,
        longest=2 * SIDE,
        pixels=SIDE * SIDE,
        fit="squash",
        sampling="even",
        processor="siglip 1",
    )

    @classmethod
    def form(cls, options: Options) -> VisualFormat:
        if options.visual == "images":
            raise BackendUnavailable(f"{cls.label} takes the frames of a clip as one video only.")
        if options.fit == "aspect":
            raise BackendUnavailable(f"{cls.label} sees squares: squash the frames, or pad them.")
        if options.pixels is not None and options.pixels < SIDE * SIDE:
            raise BackendUnavailable(
                f"{cls.label} always sees {SIDE} × {SIDE} px: set no pixels of a frame."
            )
        if options.frames is not None and (options.frames < 2 or options.frames % 2):
            raise BackendUnavailable(
                f"{cls.label} joins every two frames: choose an even number of them."
            )
        return replace(
            cls.default_format,
            frames=options.frames or cls.default_format.frames,
            fit=options.fit or cls.default_format.fit,
        )

    def _read(
        self, checkpoint: Checkpoint, quantise: bool, offload: bool, adapter: Adapter | None
    ) -> VideoLlama2:
        from backends.neural.videollama2.loading import load

        return load(checkpoint, quantise, offload, adapter)

    def preprocess(self, media: Media, modality: Modality) -> Prefix:
        """Encode the frames; a picture, and a clip of fewer frames, is repeated."""
        from backends.neural.memory import estimate
        from backends.neural.videollama2.frames import opened, pixels

        model, form = self._model(), self.format or self.default_format
        if not media.frames:
            raise GenerationError("There is no frame. Analyse the video again.")
        order = middles(len(media.frames), form.frames)
        distinct = sorted(set(order))
        images = [opened(media.frames[number].path, form.longest) for number in distinct]
        values = pixels(images, form)
        with estimate.as_out_of_memory(self.cure):
            return model.encode(values, [distinct.index(number) for number in order])

    def _smaller(self, form: VisualFormat) -> VisualFormat | None:
        """Half the frames, an even number."""
        return replace(form, frames=form.frames // 4 * 2) if form.frames >= 2 * FEWEST else None

    def _checkpoint_form(
        self, form: VisualFormat, checkpoint: Checkpoint, options: Options
    ) -> VisualFormat:
        frames = options.frames or checkpoint.config.get("num_frames", form.frames)
        side = checkpoint.vision.get("image_size", SIDE)
        return replace(form, frames=frames, pixels=side * side)
