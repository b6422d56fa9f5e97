"""The model stages in the order in which they are asked.

A stage is two pure functions in one file: `prompt(earlier)` and `parse(text)`. Only
`pipeline.run` calls a backend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.stages import description, label, label_fields, scene, summary, visual

VERSION = "1"
"""Part of the recipe: raise it when a prompt or its parsing changes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One question. `number` is its place among the seven stages of the system."""

    name: str
    number: int
    prompt: Callable[[Mapping[str, Any]], str]
    parse: Callable[[str], Any]


MODEL_STAGES = (
    Stage("label", 2, label.prompt, label.parse),
    Stage("label_fields", 2, label_fields.prompt, label_fields.parse),
    Stage("visual", 2, visual.prompt, visual.parse),
    Stage("summary", 5, summary.prompt, summary.parse),
    Stage("description", 6, description.prompt, description.parse),
    Stage("scene", 7, scene.prompt, scene.parse),
)
