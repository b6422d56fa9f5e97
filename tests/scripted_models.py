"""Small models without torch, whose folder says in `config.json` what they do."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

import av
import numpy as np

import backends
from backends.base import (
    BY_DEFAULT,
    Answer,
    BackendUnavailable,
    GenerationError,
    Listener,
    Location,
    Media,
    MediaFrame,
    Modality,
    ModelBackend,
    Options,
    OutOfMemory,
    Params,
    Prompt,
    Question,
    unheard,
)
from backends.visual_format import VisualFormat

QUAD = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
FORMAT = VisualFormat("images", 8, 64, 4096, "aspect", "even", "scripted 1")
MINERVA = json.dumps({"title": "Minerva", "artist": "Gaspare Venturini"})


class Weights:
    """What fills the memory, in a circle with its model as layers are with theirs."""

    def __init__(self, model: ModelBackend) -> None:
        self.model = model


class Pointer(ModelBackend):
    """Needs no weights; sees work A from 4 s to 9 s and names it."""

    name: ClassVar[str] = "pointer"
    label: ClassVar[str] = "Pointer"
    version: ClassVar[str] = "1"
    sampling: ClassVar[Any] = "dense"
    locates: ClassVar[bool] = True
    asked: ClassVar[list[str]] = []

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None: ...

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        return (Location("A", frame.sha256, QUAD, 40),) if 4 <= frame.time <= 9 else ()

    def preprocess(self, media: Media, modality: Modality) -> Media:
        return media

    def generate(self, media: Media, prompt: Prompt, params: Params) -> str:
        self.asked.append(prompt.stage)
        return MINERVA if prompt.stage == "visual" and media.focus == "A" else "not visible"


class Talker(ModelBackend):
    """Answers word by word, all stages of a round in turn.

    Of its `config.json`: `says` by stage; `room`, the frames that fit into memory; `breaks`, the
    stage that fails; `pause`, s a word; `fault`, whether its format is a wrong one; `refuses`, what
    is wrong with its weights; `loads`, the frames for which it can be loaded.
    """

    name: ClassVar[str] = "talker"
    label: ClassVar[str] = "Talker"
    version: ClassVar[str] = "1"
    weights: ClassVar[str] = "config.json"
    one_look: ClassVar[bool] = True
    default_format = FORMAT
    asked: ClassVar[list[str]] = []
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
        self.format = replace(FORMAT, frames=options.frames or FORMAT.frames)
        if self.format.frames > self.config.get("loads", 100):
            raise OutOfMemory(f"No room for {self.format.frames} frames. Take fewer.")
        self.faults = ("format",) if self.config.get("fault") else ()

    @property
    def identity(self) -> str:  # type: ignore[override]
        return json.dumps(self.config) + (self.format.fingerprint if self.format else "")

    def shrink(self) -> str:
        assert self.format is not None
        if self.format.frames == 1:
            return ""
        self.format = replace(self.format, frames=self.format.frames // 2)
        return f"{self.format.frames} frames"

    def preprocess(self, media: Media, modality: Modality) -> Media:
        if len(media.frames) > self.config.get("room", 100):
            raise OutOfMemory(f"{len(media.frames)} frames do not fit. Ask for fewer.")
        return media

    def generate(self, media: Media, prompt: Prompt, params: Params) -> str:
        return str(self.config.get("says", {}).get(prompt.stage, "not visible"))

    def answers(
        self, media: Any, asked: Sequence[Question], said: Listener = unheard
    ) -> tuple[Answer, ...]:
        words = {p.stage: self.generate(media, p, q).split() for p, q in asked}
        self.asked += words  # type: ignore[misc]
        for number in range(max(map(len, words.values()))):
            for stage in words:
                if stage == self.config.get("breaks"):
                    raise GenerationError("The model lost its thread.")
                if number < len(words[stage]):
                    time.sleep(self.config.get("pause", 0))
                    said(stage, words[stage][number] + " ")
        return tuple(Answer(" ".join(given), len(given)) for given in words.values())


class Other(Talker):
    """Another model of the same kind."""

    name: ClassVar[str] = "other"
    label: ClassVar[str] = "Other"


def register() -> None:
    """Let `backends.create` find the models of this file."""
    backends._found().update({kind.name: kind for kind in (Pointer, Talker, Other)})


def unregister() -> None:
    for name in ("pointer", "talker", "other"):
        backends._found().pop(name, None)
    Talker.asked.clear()
    Pointer.asked.clear()
    Talker.beside.clear()


def folder(root: Path, name: str = "weights", **config: Any) -> Path:
    """A folder of weights for `Talker`."""
    path = root / name
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.json").write_text(json.dumps(config))
    return path


def film(path: Path, seconds: int = 16) -> Path:
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
