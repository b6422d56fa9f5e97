"""What all backends with weights share: loading, one prefix, and running out of memory."""

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
    Listener,
    ModelBackend,
    Options,
    Params,
    Prompt,
    Question,
    unheard,
)
from backends.visual_format import VisualFormat

if TYPE_CHECKING:
    from backends.neural.decoding.shared_prefix import Prefix
    from backends.neural.weights.adapters import Adapter
    from backends.neural.weights.checkpoint import Checkpoint


class Speaker(Protocol):
    """A loaded model and its words."""

    def answer(
        self, prefix: Prefix, asked: Sequence[Question], said: Listener
    ) -> tuple[Answer, ...]:
        """Answer several prompts over one prefix."""


M = TypeVar("M", bound=Speaker)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[M]):
    """What `load` made, and out of what."""

    model: M
    found: Checkpoint
    adapter: Adapter | None
    quantise: bool
    options: Options


class NeuralBackend(ModelBackend, Generic[M]):
    """A model out of a folder of weights. It reads the frames once for all questions.

    A subclass adds `form`, `preprocess` and the methods that begin with an underscore.
    """

    packages: ClassVar[tuple[str, ...]] = (
        "torch", "transformers", "accelerate", "peft", "bitsandbytes", "PIL",
    )  # fmt: skip
    installed_by: ClassVar[str] = INSTALL_MODELS
    shares_prefix: ClassVar[bool] = True
    cure: ClassVar[str]
    """What to change when memory runs out."""

    def __init__(self) -> None:
        self._loaded: Loaded[M] | None = None

    @classmethod
    @abstractmethod
    def form(cls, options: Options) -> VisualFormat:
        """The form that `options` lead to. Raises BackendUnavailable where there is none."""

    @abstractmethod
    def _read(self, found: Checkpoint, quantise: bool, offload: bool, adapter: Adapter | None) -> M:
        """The model in a folder that was checked. Raises BackendUnavailable."""

    @abstractmethod
    def _smaller(self, form: VisualFormat) -> VisualFormat | None:
        """The next smaller form after `form`; None if there is none."""

    def _form_of(self, form: VisualFormat, found: Checkpoint, options: Options) -> VisualFormat:
        """`form`, with what this very checkpoint says of itself."""
        return form

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Read the model in the folder `path`; nothing is ever fetched."""
        from backends.neural.memory import estimate

        self.close()
        found, adapter = self._opened(path, quantise, options)
        with estimate.caught(self.cure):
            model = self._read(found, quantise, options.offload, adapter)
        self._loaded = Loaded(model, found, adapter, quantise, options)

    def check(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        self._opened(path, quantise, options)

    def _opened(
        self, path: Path | None, quantise: bool, options: Options
    ) -> tuple[Checkpoint, Adapter | None]:
        """All that can be refused in milliseconds: folder, options, memory and adapter."""
        from backends.neural.memory import estimate
        from backends.neural.weights import adapters, checkpoint

        form = self.form(options)
        found = checkpoint.read(path, self.model_types)
        form = self._form_of(form, found, options)
        estimate.require(found, form, quantise, options)
        adapter = adapters.read(options.adapter) if options.adapter else None
        self._take(form, found, adapter, quantise, options)
        return found, adapter

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        return self.answers(media, [(prompt, params)])[0].words

    def answers(
        self, media: Any, asked: Sequence[Question], said: Listener = unheard
    ) -> tuple[Answer, ...]:
        from backends.neural.memory import estimate

        with estimate.caught(self.cure):
            return self._model().answer(media, asked, said)

    def shrink(self) -> str:
        """Fewer or smaller frames, unless an adapter was trained on others."""
        loaded, form = self._loaded, self.format
        smaller = self._smaller(form) if form else None
        if loaded is None or form is None or smaller is None:
            return ""
        try:
            self._take(smaller, loaded.found, loaded.adapter, loaded.quantise, loaded.options)
        except FormatMismatch:
            return ""
        if smaller.frames < form.frames:
            return f"{smaller.frames} frames instead of {form.frames}"
        return f"frames of at most {smaller.pixels:,} pixels instead of {form.pixels:,}"

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
        from backends.neural.weights import adapters, checkpoint

        faults, messages = (
            adapters.check(adapter, found, form, options.despite_format) if adapter else ((), ())
        )
        known = adapter.fingerprint if adapter else ""
        self.identity = checkpoint.identity(found, quantise, form, known)
        self.format, self.faults, self.messages = form, faults, messages

    def _model(self) -> M:
        if self._loaded is None:
            raise GenerationError(f"{self.label} is not loaded: load its weights first.")
        return self._loaded.model
