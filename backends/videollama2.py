"""VideoLLaMA2.1-7B-16F: a clip as one look at sixteen frames."""

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
    from backends.neural.videollama2_loading import VideoLlama2

SIDE = 384
"""px of the square that the released vision tower sees."""
FEWEST = 4
"""Frames that a clip keeps when memory does not suffice."""
_PACKAGES = ("torch", "transformers", "accelerate", "peft", "bitsandbytes", "PIL")
_CURE = "Choose fewer frames, 4 bits, or main memory for what the card does not hold."


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What `load` made, and out of what."""

    model: VideoLlama2
    found: Checkpoint
    adapter: Adapter | None
    quantise: bool
    options: Options


class VideoLlama2Backend(ModelBackend):
    """The released weights, on classes of transformers alone."""

    name: ClassVar[str] = "videollama2"
    label: ClassVar[str] = "VideoLLaMA2.1"
    version: ClassVar[str] = "1"
    weights: ClassVar[str] = "the files of VideoLLaMA2.1-7B-16F (config.json, *.safetensors, 17 GB)"
    model_types: ClassVar[tuple[str, ...]] = ("videollama2_qwen2",)
    example: ClassVar[str] = "DAMO-NLP-SG/VideoLLaMA2.1-7B-16F"
    one_look: ClassVar[bool] = True
    default_format: ClassVar[VisualFormat] = VisualFormat(
        visual="video",
        frames=16,
        longest=2 * SIDE,
        pixels=SIDE * SIDE,
        fit="squash",
        sampling="even",
        processor="siglip 1",
    )

    def __init__(self) -> None:
        self._loaded: _Loaded | None = None

    @classmethod
    def missing(cls) -> tuple[str, ...]:
        absent = [name for name in _PACKAGES if find_spec(name) is None]
        return ("pip install -r requirements.txt",) if absent else ()

    @classmethod
    def form(cls, options: Options) -> VisualFormat:
        if options.visual == "images":
            raise BackendUnavailable(f"{cls.label} takes the frames of a clip as one video only.")
        if options.fit == "aspect":
            raise BackendUnavailable(f"{cls.label} sees squares: squash the frames, or pad them.")
        if options.pixels is not None and options.pixels < SIDE * SIDE:
            raise BackendUnavailable(
                f"{cls.label} always sees {SIDE} × {SIDE} px: leave the pixels of a frame open."
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

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        from backends.neural import adapters, checkpoint, memory
        from backends.neural.videollama2_loading import load

        self.close()
        found = checkpoint.read(path, self.model_types)
        form = _form_of(found, self.form(options), options)
        memory.require(found, form, quantise, options)
        adapter = adapters.read(options.adapter) if options.adapter else None
        self._take(form, found, adapter, quantise, options)
        with memory.caught(_CURE):
            model = load(found, quantise, options.offload, adapter)
        self._loaded = _Loaded(model, found, adapter, quantise, options)

    def preprocess(self, media: Media, modality: Modality) -> Look:
        """Look at the frames; a picture, and a clip of fewer frames, is repeated."""
        from backends.neural import memory
        from backends.neural.videollama2_frames import opened, pixels, spread

        model, form = self._model(), self.format or self.default_format
        if not media.frames:
            raise GenerationError("There is no frame to look at. Analyse the video again.")
        order = spread(len(media.frames), form.frames)
        taken = sorted(set(order))
        images = [opened(media.frames[number].path, form.longest) for number in taken]
        values = pixels(images, form)
        with memory.caught(_CURE):
            return model.look(values, [taken.index(number) for number in order])

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        return self.answers(media, [(prompt, params)])[0].words

    def answers(
        self, media: Any, asked: Sequence[Question], said: Listener = unheard
    ) -> tuple[Answer, ...]:
        from backends.neural import memory

        with memory.caught(_CURE):
            return self._model().answer(media, asked, said)

    def shrink(self) -> str:
        """Half the frames, unless an adapter was trained on more."""
        loaded, form = self._loaded, self.format
        if loaded is None or form is None or form.frames < 2 * FEWEST:
            return ""
        smaller = replace(form, frames=form.frames // 4 * 2)
        try:
            self._take(smaller, loaded.found, loaded.adapter, loaded.quantise, loaded.options)
        except FormatMismatch:
            return ""
        return f"{smaller.frames} frames instead of {form.frames}"

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
        fingerprint = adapter.fingerprint if adapter else ""
        self.identity = checkpoint.identity(found, quantise, form, fingerprint)
        self.format, self.faults, self.messages = form, faults, messages

    def _model(self) -> VideoLlama2:
        if self._loaded is None:
            raise GenerationError(f"{self.label} is not loaded: load its weights first.")
        return self._loaded.model


def _form_of(found: Checkpoint, form: VisualFormat, options: Options) -> VisualFormat:
    """The form with what this checkpoint says of itself."""
    frames = options.frames or found.config.get("num_frames", form.frames)
    side = found.vision.get("image_size", SIDE)
    return replace(form, frames=frames, pixels=side * side)
