"""Small models without torch, whose folder says in `config.json` what they do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

import av
import numpy as np

import backends
from backends.base import (
    BY_DEFAULT,
    BackendUnavailable,
    GenerationError,
    Location,
    Media,
    MediaFrame,
    Modality,
    ModelBackend,
    Options,
    OutOfMemory,
    Params,
    Prompt,
)
from backends.scripted import ScriptedBackend
from backends.visual_format import VisualFormat

QUAD = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
FORMAT = VisualFormat("images", 8, 64, 4096, "aspect", "even", "scripted 1")
MINERVA = json.dumps({"title": "Minerva", "artist": "Gaspare Venturini"})


class Weights:
    """What fills the memory, in a circle with its model as layers are with theirs."""

    def __init__(self, model: ModelBackend) -> None:
        self.model = model


class Pointer(ScriptedBackend):
    """Needs no weights; sees work A from 4 s to 9 s and names it."""

    name: ClassVar[str] = "pointer"
    label: ClassVar[str] = "Pointer"
    for_tests: ClassVar[bool] = False
    sampling: ClassVar[Any] = "dense"
    locates: ClassVar[bool] = True
    shares_prefix: ClassVar[bool] = False
    default_format = None
    stages: ClassVar[list[str]] = []
    """Those that any pointer was asked about."""

    def __init__(self) -> None:
        super().__init__(minerva)

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        seen = Location("A", frame.sha256, QUAD, 40, coverage=0.8)
        return (seen,) if 4 <= frame.time <= 9 else ()

    def generate(self, media: Media, prompt: Prompt, params: Params) -> str:
        self.stages.append(prompt.stage)
        return super().generate(media, prompt, params)


def minerva(media: Media, prompt: Prompt) -> str:
    """The script of a model that recognises work A, and nothing else."""
    return MINERVA if prompt.stage == "visual" and media.focus == "A" else "not visible"


class Talker(ScriptedBackend):
    """Has weights, and takes up memory.

    Of its `config.json`: `says` by stage; `room`, the frames that fit into memory; `breaks`, the
    stage that fails; `pause`, s a word; `fault`, whether its format is a wrong one; `refuses`, what
    is wrong with its weights; `loads`, the frames for which it can be loaded.
    """

    name: ClassVar[str] = "talker"
    label: ClassVar[str] = "Talker"
    for_tests: ClassVar[bool] = False
    weights: ClassVar[str] = "config.json"
    default_format = FORMAT
    stages: ClassVar[list[str]] = []
    """Those that any talker was asked about."""
    alive: ClassVar[WeakSet[Weights]] = WeakSet()
    beside: ClassVar[list[int]] = []
    """How many other models were in memory when one was loaded."""

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        assert path is not None
        self.beside.append(len(self.alive))
        self.memory = Weights(self)
        self.alive.add(self.memory)
        self.config = json.loads((path / "config.json").read_text())
        if refusal := self.config.get("refuses"):
            raise BackendUnavailable(refusal)
        super().load(path, quantise, options)
        assert self.format is not None
        if self.format.frames > self.config.get("loads", 100):
            raise OutOfMemory(f"No room for {self.format.frames} frames. Take fewer.")
        self.faults = ("format",) if self.config.get("fault") else ()
        broken = {self.config.get("breaks", ""): GenerationError("The model lost its thread.")}
        self.script = self.config.get("says", {}) | broken
        self.pause = self.config.get("pause", 0.0)

    @property
    def identity(self) -> str:  # type: ignore[override]
        return json.dumps(self.config) + (self.format.fingerprint if self.format else "")

    def shrink(self) -> str:
        assert self.format is not None
        if self.format.frames == 1:
            return ""
        self.format = replace(self.format, frames=self.format.frames // 2)
        return f"{self.format.frames} frames"

    def preprocess(self, media: Media, modality: Modality) -> Any:
        if len(media.frames) > self.config.get("room", 100):
            raise OutOfMemory(f"{len(media.frames)} frames do not fit. Ask for fewer.")
        return super().preprocess(media, modality)

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        self.stages.append(prompt.stage)
        return super().generate(media, prompt, params)


class Other(Talker):
    """Another model of the same kind."""

    name: ClassVar[str] = "other"
    label: ClassVar[str] = "Other"


def register() -> None:
    """Let `backends.create` find the models of this file."""
    backends._classes().update({kind.name: kind for kind in (Pointer, Talker, Other)})


def unregister() -> None:
    for name in ("pointer", "talker", "other"):
        backends._classes().pop(name, None)
    Talker.stages.clear()
    Pointer.stages.clear()
    Talker.beside.clear()


def folder(root: Path, name: str = "weights", **config: Any) -> Path:
    """A folder of weights for `Talker`."""
    path = root / name
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.json").write_text(json.dumps(config))
    return path


def video(path: Path, seconds: int = 16) -> Path:
    """A changing grey wall, 10 frames a s."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in range(seconds * 10):
            wall = np.full((96, 160, 3), 60 + number % 160, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(wall)))
        container.mux(stream.encode(None))
    return path


def catalogue_file(path: Path) -> Path:
    path.write_text(
        "identifier,title,artist\nA,Minerva,Gaspare Venturini\nB,Flora,Carlo Cignani\n",
        encoding="utf-8",
    )
    return path
