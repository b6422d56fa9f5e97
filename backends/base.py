"""What a model has to do to take part, whatever it is.

A backend sees *media* (frames on disk) and *prompts*, and answers in words. It knows neither
the catalogue nor the decision: words go through `pipeline.signals` like anybody's.

BackendError
 ├─ BackendUnavailable    packages or weights are missing; the message says how to supply them
 └─ GenerationError       the model failed on this input; other inputs may go on
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

Modality = Literal["image", "video"]
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners clockwise from the top left of the *object*, in fractions of frame width and height."""


class BackendError(Exception):
    """Something that a backend could not do, in a sentence that says what to change."""


class BackendUnavailable(BackendError):
    """Packages or weights are missing."""


class GenerationError(BackendError):
    """The model failed on this input."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a backend may recognise: the words it would answer and a picture of it."""

    identifier: str
    title: str
    artist: str = ""
    subject: str = ""
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A reference seen in one frame. `inliers` counts geometrically verified correspondences."""

    identifier: str
    frame: str
    quad: Quad
    inliers: int


@dataclass(frozen=True, slots=True)
class MediaFrame:
    """A frame on disk. `sha256` is the hash of the file, `time` its presentation time in s."""

    path: Path
    sha256: str
    time: float


@dataclass(frozen=True, slots=True)
class Media:
    """The frames of one clip in order of time, and the reference that the clip is about.

    `focus` is the identifier of the reference whose stretch of the video this is; a backend
    that cannot locate anything ignores it.
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
    messages: tuple[str, ...] = ()
    """What a person should know after `ground`: reference pictures that cannot be used."""

    @classmethod
    def missing(cls) -> tuple[str, ...]:
        """The commands or paths that would supply what is not installed; empty when ready."""
        return ()

    @abstractmethod
    def load(self, path: Path | None, quantise: bool = False) -> None:
        """Read the model. `path` is its folder (a cache folder for a model without weights).

        Raises BackendUnavailable.
        """

    @abstractmethod
    def preprocess(self, media: Media, modality: Modality) -> Any:
        """Turn frames into what `generate` takes. Nothing outside the backend looks inside."""

    @abstractmethod
    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        """Answer `prompt` about preprocessed `media` in words. Raises GenerationError."""

    def ground(
        self, references: Sequence[Reference], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Learn the works that may be recognised. `progress(done, total)` is called as it goes."""

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        """The references seen in a frame, the most prominent first."""
        return ()

    def close(self) -> None:
        """Free memory. The backend is not used afterwards."""
