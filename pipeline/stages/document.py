"""The questions to a model and what becomes of the answers, written from their declaration."""

from __future__ import annotations

from pipeline.stages import MODEL_STAGES, VERSION, Stage
from pipeline.stages.answers import LabelTranscription

_HEAD = """# What a model is asked

Written by `python -m pipeline prompts` from `pipeline.stages`; do not edit it by hand.
This is version {version} of the questions: another version is another recipe, so that no answer
to an older question is taken for one to these.

A model sees the frames of a clip and then one question. The questions that hold no earlier answer
share one encoding of the frames and do not see each other's answers. Stages 1, 3 and 4
(frames, catalogue, decision) ask no model.
"""
_TAIL = """
## How an answer is read

JSON is found in prose and code fences and may be slightly wrong: trailing commas, other quotation
marks, other names for a key. Of an answer that breaks off the complete pairs count. “not visible”,
null and an empty field are nothing. Chat roles, an echo of the question, a loop or no answer at all
trip the guard `degenerate`.

What a wall label says is data. Only the question about its title and artist holds it, between marks
that it cannot close, without lines that address a model; and only what the transcription itself
bears out is believed.
"""
_EXAMPLE = LabelTranscription("Guido Reni\nEcce Homo, 1630\nOil on canvas", "read")
"""Stands for a label that was read."""


def document() -> str:
    """The text of `docs/prompts.md`."""
    return _HEAD.format(version=VERSION) + "".join(map(_section, MODEL_STAGES)) + _TAIL


def _section(stage: Stage) -> str:
    question = stage.prompt(dict.fromkeys(stage.needs, _EXAMPLE))
    after = (
        f" Asked after `{'`, `'.join(stage.needs)}`, here with an example." if stage.needs else ""
    )
    about = f"Stage {stage.number}, `{stage.name}`, {stage.tokens} tokens at most.{after}"
    return f"\n## {stage.title}\n\n{stage.purpose} {about}\n\n```text\n{question}\n```\n"
