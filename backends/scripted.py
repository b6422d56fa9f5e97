"""Answers from a script instead of a model, for tests of what is built on a backend."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from backends.base import (
    BY_DEFAULT,
    NOT_VISIBLE,
    Answer,
    BackendUnavailable,
    GenerationError,
    Media,
    Modality,
    ModelBackend,
    OnText,
    Options,
    Params,
    Prompt,
    Question,
    ignore_text,
)
from backends.visual_format import VisualFormat
from console import reason

Line = str | Exception
"""The words of an answer, or the error that is raised instead."""
Script = Mapping[str, Line] | Callable[[Media, Prompt], Line]
"""The line of each stage by its name, or what returns the line for a prompt about a clip."""
_WORD = re.compile(r"\s*\S+\s*")


class ScriptedBackend(ModelBackend):
    """Answers as its script does, a word of each answer at a time, `pause` s apart.

    A stage that the script leaves out is answered "not visible". `asked` are the prompts so far,
    in order. A script in a file is a JSON object of words by stage. A subclass with a name of its
    own may locate works, or see frames in another form.
    """

    name: ClassVar[str] = "scripted"
    label: ClassVar[str] = "Scripted (for tests)"
    version: ClassVar[str] = "1"
    for_tests: ClassVar[bool] = True
    shares_prefix: ClassVar[bool] = True
    default_format: ClassVar[VisualFormat | None] = VisualFormat(
        "images", frames=8, longest=448, pixels=448 * 448, fit="aspect",
        sampling="even", processor="scripted 1",
    )  # fmt: skip

    def __init__(self, script: Script = MappingProxyType({}), pause: float = 0.0) -> None:
        self.script = script
        self.pause = pause
        self.asked: list[Prompt] = []
        self._loaded = False

    def check(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        if path is not None and path.suffix == ".json":
            _read(path)

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """Take the script of a `path` that ends in .json; any other holds none.

        Raises BackendUnavailable.
        """
        if path is not None and path.suffix == ".json":
            self.script = _read(path)
        self.format = self.form(options)
        self._loaded = True

    @property
    def identity(self) -> str:  # type: ignore[override]
        """Changes with the script: another script is another model."""
        if callable(self.script):
            text = f"{self.script.__module__}.{self.script.__qualname__}"
        else:
            text = json.dumps({stage: repr(line) for stage, line in self.script.items()})
        form = self.format.fingerprint if self.format else ""
        return hashlib.sha256((text + form).encode()).hexdigest()[:16]

    def preprocess(self, media: Media, modality: Modality) -> Any:
        if not self._loaded:
            raise GenerationError(f"The backend {self.name} was not loaded.")
        for frame in media.frames:
            if not frame.path.is_file():
                raise GenerationError(f"{frame.path} is gone. Analyse the video again.")
        return media

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        self.asked.append(prompt)
        script = self.script
        line = script(media, prompt) if callable(script) else script.get(prompt.stage, NOT_VISIBLE)
        if isinstance(line, Exception):
            raise line
        return line

    def answers(
        self, media: Any, questions: Sequence[Question], on_text: OnText = ignore_text
    ) -> tuple[Answer, ...]:
        """The answers, which grow together as in a model that generates a batch."""
        lines = [self.generate(media, prompt, params) for prompt, params in questions]
        words = [_WORD.findall(line) or [line] for line in lines]
        began = time.perf_counter()
        for step in zip_longest(*words, fillvalue=""):
            for (prompt, _), word in zip(questions, step, strict=True):
                if word:
                    time.sleep(self.pause)
                    on_text(prompt.stage, word)
        seconds = (time.perf_counter() - began) / max(1, len(lines))
        return tuple(
            Answer(line, len(parts), seconds=seconds)
            for line, parts in zip(lines, words, strict=True)
        )


def _read(path: Path) -> Mapping[str, str]:
    try:
        script = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackendUnavailable(f"The script {path} cannot be read ({reason(error)}).") from error
    if not isinstance(script, dict) or not all(isinstance(v, str) for v in script.values()):
        raise BackendUnavailable(
            f"The script {path} is not a JSON object of words by stage. Write one, such as "
            '{"visual": "{\\"title\\": \\"Flora\\"}"}.'
        )
    return script
