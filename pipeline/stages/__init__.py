"""The seven questions that a model is asked about a clip, in the order of their stages.

A stage is two pure functions in one file: `prompt(earlier)` and `parse(text)`. Only
`pipeline.analysis.analyse` calls a backend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.stages import description, genre, label, label_fields, scene, summary, visual
from pipeline.stages.answers import (
    Description,
    Earlier,
    Genre,
    LabelCode,
    LabelFields,
    LabelTranscription,
    Scene,
    StageAnswer,
    Summary,
    SummaryWork,
    VisualAnswer,
    names,
)

__all__ = [
    "MODEL_STAGES",
    "VERSION",
    "Description",
    "Genre",
    "LabelCode",
    "LabelFields",
    "LabelTranscription",
    "Scene",
    "Stage",
    "StageAnswer",
    "Summary",
    "SummaryWork",
    "VisualAnswer",
    "label_fields",
    "names",
    "summary",
    "visual",
]


VERSION = "4"
"""Part of the recipe: raise it when a prompt or its parsing changes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One question. `number` is its place among the seven stages of the system.

    `title` and `purpose` are for people. `tokens` is what an answer may have at most. `needs`
    names the stages whose answers the prompt holds; a question that needs none is asked together
    with all others that do not.
    """

    name: str
    number: int
    title: str
    purpose: str
    prompt: Callable[[Earlier], str]
    parse: Callable[[str], StageAnswer]
    tokens: int
    needs: tuple[str, ...] = ()


MODEL_STAGES = (
    Stage(
        "label", 2, "Reading the wall label",
        "The words of the label as they are printed; they lead to title and artist.",
        label.prompt, label.parse, tokens=512,
    ),
    Stage(
        "label_fields", 2, "Title and artist on the label",
        "What the label names. Believed only where the label's own words say it.",
        label_fields.prompt, label_fields.parse, tokens=192, needs=("label",),
    ),
    Stage(
        "visual", 2, "Looking at the painting",
        "What the model recognises without the label; used where the label says nothing.",
        visual.prompt, visual.parse, tokens=192,
    ),
    Stage(
        "summary", 5, "Works in order of appearance",
        "Up to three artworks and where they are. Never used to identify one.",
        summary.prompt, summary.parse, tokens=384,
    ),
    Stage(
        "description", 6, "Description",
        "A few sentences for the catalogue, which hold whoever painted it.",
        description.prompt, description.parse, tokens=256,
    ),
    Stage(
        "genre", 6, "Genre",
        "One word out of a closed list.",
        genre.prompt, genre.parse, tokens=32,
    ),
    Stage(
        "scene", 7, "The scene",
        "The room and what happens in it.",
        scene.prompt, scene.parse, tokens=192,
    ),
)  # fmt: skip
