"""What a model should answer to the stages' prompts about a scene: the words of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Sequence

from catalogue.records import Work
from pipeline.stages import MODEL_STAGES, label_fields, summary, visual
from pipeline.stages.answers import LabelTranscription

UNSEEN = "not visible"
"""What the prompts ask for where there is nothing to say."""


def card(work: Work) -> str:
    """The words of a wall label."""
    return "\n".join(filter(None, (work.artist, work.title, work.identifier)))


def answers(work: Work | None, wall: str, empty: bool, read: Work | None = None) -> dict[str, str]:
    """By stage, what to say of a scene with that main work (None for one not in the catalogue).

    Wall labels are too far away to be read: what `label_fields` is asked about is the label of
    `read`, or nothing. `empty` where no picture is to be seen.
    """
    known = {"title": work.title, "artist": work.artist, "subject": work.subject} if work else {}
    said = (
        {"title": read.title, "artist": read.artist, "inventory": read.identifier} if read else {}
    )
    picture = "A framed picture that is not in the catalogue."
    return {
        "label": UNSEEN,
        "label_fields": _json(label_fields.FIELDS, said),
        "visual": _json(visual.FIELDS, known),
        "summary": _summary(work, picture, empty),
        "description": UNSEEN if empty else (work.description or work.title if work else picture),
        "genre": (work.genre if work else "") or UNSEEN,
        "scene": f"A gallery with {wall} walls, lit from above. Nobody is in the room.",
    }


def prompts(read: Work | None = None) -> dict[str, str]:
    """By stage, the question: that of `label_fields` is about the label of `read`."""
    label = LabelTranscription(card(read) if read else "")
    return {stage.name: stage.prompt({"label": label}) for stage in MODEL_STAGES}


def corpus(works: Sequence[Work], walls: Sequence[str]) -> list[str]:
    """All that is asked and answered about these works, to learn a vocabulary from."""
    said = [text for read in (None, *works) for text in prompts(read).values()]
    for work in (None, *works):
        said += answers(work, walls[0], False, work).values()
    for wall in walls:
        said += answers(None, wall, True).values()
    return said


def _json(names: Sequence[str], known: dict[str, str]) -> str:
    return json.dumps({name: known.get(name) or None for name in names}, ensure_ascii=False)


def _summary(work: Work | None, otherwise: str, empty: bool) -> str:
    if empty:
        return json.dumps({"works": []})
    said = {
        "title": work.title if work else None,
        "artist": (work.artist if work else None) or None,
        "location": "on the wall, in the middle",
        "description": (work.subject or work.title) if work else otherwise,
    }
    listed = {name: said[name] for name in summary.FIELDS}
    return json.dumps({"works": [listed]}, ensure_ascii=False)
