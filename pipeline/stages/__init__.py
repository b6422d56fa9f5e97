"""The seven questions that a model is asked about a clip, in the order of their stages.

A stage is two pure functions in one file: `prompt(earlier)` and `parse(text)`. Only
`pipeline.run` calls a backend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.stages import description, genre, label, label_fields, scene, summary, visual

VERSION = "2"
"""Part of the recipe: raise it when a prompt or its parsing changes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One question. `number` is its place among the seven stages of the system.

    `tokens` is what an answer may have at most. `needs` names the stages whose answers the
    prompt holds; a question that needs none is asked together with all others that do not.
    """

    name: str
    number: int
    prompt: Callable[[Mapping[str, Any]], str]
    parse: Callable[[str], Any]
    tokens: int
    needs: tuple[str, ...] = ()


MODEL_STAGES = (
    Stage("label", 2, label.prompt, label.parse, tokens=512),
    Stage("label_fields", 2, label_fields.prompt, label_fields.parse, 192, needs=("label",)),
    Stage("visual", 2, visual.prompt, visual.parse, tokens=192),
    Stage("summary", 5, summary.prompt, summary.parse, tokens=384),
    Stage("description", 6, description.prompt, description.parse, tokens=256),
    Stage("genre", 6, genre.prompt, genre.parse, tokens=32),
    Stage("scene", 7, scene.prompt, scene.parse, tokens=192),
)
