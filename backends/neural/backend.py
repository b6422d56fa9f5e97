"""What all backends with weights share: loading, one prefix, and handling of full memory."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from backends.base import (
    BY_DEFAULT,
    INSTALL_MODELS,
    Answer,
    FormatMismatch,
    GenerationError,
    ModelBackend,
    OnText,
    Options,
    Params,
    Prompt,
    Question,
    ignore_text,
)
from backends.visual_format import VisualFormat

if TYPE_CHECKING:
    from backends.neural.decoding.shared_prefix import Prefix
    from backends.neural.weights.adapters import Adapter
    from backends.neural.weights.checkpoint import Checkpoint


class AnsweringModel(Protocol):
    """A loaded model that answers prompts."""

    def answer(
        self, prefix: Prefix, questions: Sequence[Question], on_text: OnText
    ) -> tuple[Answer, ...]:
        """Answer several prompts over one prefix."""


M = TypeVar("M", bound=AnsweringModel)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[M]):
    """A loaded model, and what it was loaded from."""

    model: M
    checkpoint: Checkpoint
    adapter: Adapter | None
    quantise: bool
    options: Options


class NeuralBackend(ModelBackend, Generic[M]):
    """A model with weights in a folder. It encodes the frames once for all questions.

    A subclass adds `form`, `preprocess` and the methods that begin with an underscore.
    """

    packages: ClassVar[tuple[str, ...]] = (
        "torch", "transformers", "accelerate", "peft", "bitsandbytes", "PIL",
    )  # fmt: skip
    installed_by: ClassVar[str] = INSTALL_MODELS
    shares_prefix: ClassVar[bool] = True
    cure: ClassVar[str]
    """What a person can do when memory runs out, as a sentence."""

    def __init__(self) -> None:
        self._loaded: Loaded[M] | None = None

    @classmethod
    @abstractmethod
    def form(cls, options: Options) -> VisualFormat:
        """The form that `options` lead to. Raises BackendUnavailable where there is none."""

    @abstractmethod
    def _read(
        self, checkpoint: Checkpoint, quantise: bool, offload: bool, adapter: Adapter | None
    ) -> M:
        """The model in a checked folder. Raises BackendUnavailable."""

    @abstractmethod
    def _smaller(self, form: VisualFormat) -> VisualFormat | None:
        """The next smaller form after `form`; None if there is none."""

    def _checkpoint_form(
        self, form: VisualFormat, checkpoint: Checkpoint, options: Options
    ) -> VisualFormat:
        """`form`, corrected by what the checkpoint itself says."""
        return form

    def _notes(self, checkpoint: Checkpoint) -> tuple[str, ...]:
        """What a person should know about a checkpoint. Raises BackendUnavailable."""
        return ()

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Read the model in the folder `path`; nothing is ever fetched."""
        from backends.neural.memory import estimate

        self.close()
        checkpoint, adapter = self._checked(path, quantise, options)
        with estimate.as_out_of_memory(self.cure):
            model = self._read(checkpoint, quantise, options.offload, adapter)
        self._loaded = Loaded(model, checkpoint, adapter, quantise, options)

    def check(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        self._checked(path, quantise, options)

    def _checked(
        self, path: Path | None, quantise: bool, options: Options
    ) -> tuple[Checkpoint, Adapter | None]:
        """The checkpoint and the adapter, after every check that takes only milliseconds."""
        from backends.neural.memory import estimate
        from backends.neural.weights import adapters
        from backends.neural.weights.checkpoint import read

        form = self.form(options)
        checkpoint = read(path, self.model_types)
        form = self._checkpoint_form(form, checkpoint, options)
        estimate.require(checkpoint, form, quantise, options)
        adapter = adapters.read(options.adapter) if options.adapter else None
        self._set_format(form, checkpoint, adapter, quantise, options)
        return checkpoint, adapter

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        return self.answers(media, [(prompt, params)])[0].words

    def answers(
        self, media: Any, questions: Sequence[Question], on_text: OnText = ignore_text
    ) -> tuple[Answer, ...]:
        from backends.neural.memory import estimate

        with estimate.as_out_of_memory(self.cure):
            return self._model().answer(media, questions, on_text)

    def shrink(self) -> str:
        """Fewer or smaller frames, unless an adapter was trained on others."""
        loaded, form = self._loaded, self.format
        smaller = self._smaller(form) if form else None
        if loaded is None or form is None or smaller is None:
            return ""
        try:
            self._set_format(
                smaller, loaded.checkpoint, loaded.adapter, loaded.quantise, loaded.options
            )
        except FormatMismatch:
            return ""
        if smaller.frames < form.frames:
            return f"{smaller.frames} frames instead of {form.frames}"
        return f"frames of at most {smaller.pixels:,} pixels instead of {form.pixels:,}"

    def close(self) -> None:
        self._loaded = None

    def _set_format(
        self,
        form: VisualFormat,
        checkpoint: Checkpoint,
        adapter: Adapter | None,
        quantise: bool,
        options: Options,
    ) -> None:
        """Set the form of the frames and all that follows from it. Raises FormatMismatch."""
        from backends.neural.weights import adapters
        from backends.neural.weights.checkpoint import identity

        faults, messages = (
            adapters.check(adapter, checkpoint, form, options.despite_format)
            if adapter
            else ((), ())
        )
        fingerprint = adapter.fingerprint if adapter else ""
        self.identity = identity(checkpoint, quantise, form, fingerprint)
        self.format, self.faults = form, faults
        self.messages = (*self._notes(checkpoint), *messages)

    def _model(self) -> M:
        if self._loaded is None:
            raise GenerationError(f"{self.label} is not loaded: load its weights first.")
        return self._loaded.model
