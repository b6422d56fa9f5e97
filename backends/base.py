"""What every model has to do to take part.

A backend sees *media* (frames on disk) and *prompts*, and answers in words. It knows neither
the catalogue nor the decision: its words become signals as a label's do.

The errors are drawn in `console.errors`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar, Literal

from backends.visual_format import Fit, Visual, VisualFormat
from console import CartellinoError

Modality = Literal["image", "video"]
LabelTie = Literal["beside", "confirmed", "alone", "read", "elsewhere", "none", "inscription"]
"""How a wall label belongs to the main painting: it hangs beside it, agrees with what the painting
was recognised as, or is the only label; or it was read and nothing was measured. Those four may
name the painting. A label that hangs elsewhere, or whose place is in doubt ("none"), never does."""
NAMING: frozenset[LabelTie] = frozenset({"beside", "confirmed", "alone", "read"})
"""The ties of a label that may name the painting."""
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners clockwise from the top left of the *object*, in fractions of frame width and height."""


class BackendError(CartellinoError):
    """Something that a backend could not do, in a sentence that says what to change."""


class BackendUnavailable(BackendError):
    """Packages or weights are missing."""


class FormatMismatch(BackendUnavailable):
    """An adapter was trained on frames of another form than the present one."""


class GenerationError(BackendError):
    """The model failed on this input."""


class OutOfMemory(GenerationError):
    """The model and this input do not fit into memory together."""


INSTALL, INSTALL_MODELS = "python3 start.py", "python3 start.py --models"
"""What installs the packages of the embedded backend, and those of models with weights."""
NOT_VISIBLE = "not visible"
"""The answer about something that the footage does not show."""
MOST_FRAMES = 32
"""Frames of a clip at most: more than any model here was trained on."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a model with weights. None leaves a choice to the backend."""

    visual: Visual | None = None
    frames: int | None = None
    pixels: int | None = None
    """Pixels of a frame at most."""
    fit: Fit | None = None
    adapter: Path | None = None
    """Folder of a LoRA adapter."""
    despite_format: bool = False
    """Use an adapter that was trained on another format: then nothing is identified."""
    offload: bool = False
    """Keep in main memory what the card cannot hold: slower, but it runs."""
    smaller: bool = False
    """Try again with fewer and smaller frames when memory does not suffice."""


BY_DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend with its weights and options: all that `load` needs."""

    backend: str = "embedded"
    model: Path | None = None
    quantise: bool = False
    """Load the weights in 4 bits (NF4)."""
    options: Options = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class TaughtPicture:
    """A picture of a work that a person cut out of a video, kept under the hash of its file."""

    path: Path
    sha256: str
    medium: str
    """SHA-256 of the video or photograph that it came from, on which it is never used."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a backend may recognise: the words it would answer and a picture of it."""

    identifier: str
    title: str
    artist: str = ""
    subject: str = ""
    picture: Path | None = None
    number_form: str = ""
    """Regular expression of what looks like its inventory number, case folded; empty where that
    has no form of its own."""
    taught: tuple[TaughtPicture, ...] = ()
    """Further pictures of it, beside the catalogue's own."""


@dataclass(frozen=True, slots=True)
class Location:
    """A reference seen in one frame. `inliers` counts geometrically verified correspondences.

    `confidence`, in (0, 1], is what the proof is worth. `coverage`, in (0, 1], is the share of the
    reference inside the convex hull of the correspondences; None where it was not measured.
    `picture` is the hash of the taught picture that matched; empty for the catalogue's own.
    """

    identifier: str
    frame: str
    quad: Quad
    inliers: int
    confidence: float = 1.0
    coverage: float | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class MediaFrame:
    """A frame on disk. `sha256` is the hash of the file, `time` its presentation time in s.

    In a workspace the file is named by its hash, so its name says nothing about the video.
    """

    path: Path
    sha256: str
    time: float


@dataclass(frozen=True, slots=True)
class Media:
    """The frames of one clip in order of time, and the reference that the clip is about.

    `focus` is the identifier of the reference that was located in the clip, if any; a backend that
    cannot locate anything ignores it.
    """

    frames: tuple[MediaFrame, ...]
    focus: str | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question. A generative model reads `text`; any other dispatches on `stage`.

    `earlier` holds the parsed answers of earlier stages, by stage name, as plain JSON values.
    """

    stage: str
    text: str
    earlier: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Params:
    """How an answer is decoded. Attribution is greedy, so that it can be repeated."""

    max_new_tokens: int = 256
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered. `cut` if it had not ended when its tokens were used up.

    `probability` is the mean probability of its tokens, None where the model gives none.
    """

    words: str
    tokens: int = 0
    cut: bool = False
    seconds: float = 0.0
    probability: float | None = None


Question = tuple[Prompt, Params]
OnText = Callable[[str, str], None]
"""Called with a stage and the words added to its answer; may raise to cancel the run."""


def ignore_text(stage: str, words: str) -> None:
    """The `OnText` of a run whose answers are not shown as they grow."""


def middles(total: int, count: int) -> tuple[int, ...]:
    """The numbers of the middle items of `count` equal parts of `total` items, in order.

    With fewer items than parts, some numbers repeat.
    """
    return tuple((2 * part + 1) * total // (2 * count) for part in range(count))


class ModelBackend(ABC):
    """One model. Class attributes describe it before anything heavy is imported."""

    name: ClassVar[str]
    """What `--backend` takes."""
    label: ClassVar[str]
    """What a person reads."""
    version: ClassVar[str]
    """Part of the recipe: raise it when the same frames would be answered differently."""
    sampling: ClassVar[Literal["even", "dense"]] = "even"
    """Evenly spaced small frames, or a dense set of sharp ones at the size of the video."""
    locates: ClassVar[bool] = False
    """Whether `locate` is implemented."""
    packages: ClassVar[tuple[str, ...]] = ()
    """Modules that have to be installed."""
    installed_by: ClassVar[str] = INSTALL
    """The command that installs them."""
    weights: ClassVar[str] = ""
    """What the folder of `--model` has to hold, as a person reads it; empty without weights."""
    model_types: ClassVar[tuple[str, ...]] = ()
    """The `model_type`s of a `config.json` that it takes."""
    example: ClassVar[str] = ""
    """A model on the hub that fits."""
    for_tests: ClassVar[bool] = False
    """Whether it exists for tests alone: then no list offers it."""
    shares_prefix: ClassVar[bool] = False
    """Whether the prompts of one call of `answers` share one encoding of the frames."""
    default_format: ClassVar[VisualFormat | None] = None
    """The form in which frames reach the model by default."""
    format: VisualFormat | None = None
    """The same after `load`; None for a backend whose sampling is dense."""
    identity: str = ""
    """After `load`: hash of weights, adapter, quantisation and format. Part of the recipe."""
    faults: tuple[str, ...] = ()
    """After `load`: guards that every piece of evidence trips ("format")."""
    taught: str = ""
    """After `begin`: hash of the taught pictures that are used. Part of the recipe."""
    messages: tuple[str, ...] = ()
    """What a person should know after `load` and `ground`, such as unusable pictures."""

    @classmethod
    def missing(cls) -> tuple[str, ...]:
        """The commands that install the missing packages; empty when none is missing."""
        absent = [name for name in cls.packages if find_spec(name) is None]
        return (cls.installed_by,) if absent else ()

    @classmethod
    def notes(cls) -> tuple[str, ...]:
        """What it can and cannot do on this machine, in sentences; a command stands on a line of
        its own below them."""
        return ()

    @classmethod
    def form(cls, options: Options) -> VisualFormat | None:
        """The form in which frames reach the model under `options`: what `format` is after `load`.

        A page asks for it before anything is loaded. Raises BackendUnavailable for options that
        the model cannot take.
        """
        if cls.default_format is None:
            return None
        names = ("visual", "frames", "pixels", "fit")
        settings = {name: getattr(options, name) for name in names}
        return replace(cls.default_format, **{n: v for n, v in settings.items() if v is not None})

    def check(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Raise what `load` would raise, as far as that is known without loading anything."""

    @abstractmethod
    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Read the model. `path` is its folder (a cache folder for a model without weights).

        Raises BackendUnavailable, OutOfMemory.
        """

    @abstractmethod
    def preprocess(self, media: Media, modality: Modality) -> Any:
        """Turn frames into what `generate` takes. Nothing outside the backend looks inside.

        Raises GenerationError where `load` was not called ("… is not loaded.") and where the file
        of a frame cannot be read ("… Analyse the video again."), also if the answers need no
        pixels.
        """

    @abstractmethod
    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        """Answer `prompt` about preprocessed `media` in words. Raises GenerationError.

        The prompt's text says in which form; where the footage shows nothing of it, `NOT_VISIBLE`.
        """

    def answers(
        self, media: Any, questions: Sequence[Question], on_text: OnText = ignore_text
    ) -> tuple[Answer, ...]:
        """Answer several prompts about the same media, in order, word for word as `generate` would.

        A backend that encodes the frames once for all of them overrides this. Raises
        GenerationError.
        """
        return tuple(self._answer(media, prompt, params, on_text) for prompt, params in questions)

    def shrink(self) -> str:
        """Make the input smaller after OutOfMemory. Returns what was changed, "" if it cannot."""
        return ""

    def ground(
        self, references: Sequence[Reference], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Learn the works that may be recognised, calling `progress(done, total)` after each."""

    def begin(self, medium: str) -> None:
        """Turn to the medium of that SHA-256: no taught picture that came from it is used on it."""

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        """The references seen in a frame, the most prominent first."""
        return ()

    def label_stretches(self, frames: Sequence[MediaFrame]) -> tuple[tuple[float, float], ...]:
        """The stretches of a film in which one wall label each is read: first and last time in s.

        `frames` are a part of the film in which no reference is located, in order of time.
        """
        return ()

    def close(self) -> None:
        """Free memory. The backend is not used afterwards."""

    def _answer(self, media: Any, prompt: Prompt, params: Params, on_text: OnText) -> Answer:
        began = perf_counter()
        words = self.generate(media, prompt, params)
        on_text(prompt.stage, words)
        return Answer(words, seconds=perf_counter() - began)
