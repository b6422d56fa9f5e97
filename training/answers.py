"""The answers that a model should give to the stages' prompts, in the words of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Sequence

from catalogue import Work
from pipeline.stages import MODEL_STAGES, LabelTranscription, label_fields, summary, visual

UNSEEN = "not visible"
"""The answer that the prompts ask for when nothing can be said."""


def card(work: Work) -> str:
    """The text of a wall label."""
    return "\n".join(filter(None, (work.artist, work.title, _date(work), work.identifier)))


def _date(work: Work) -> str:
    return next((record.date for record in work.records if record.date), "")


def answers(work: Work | None, wall: str, empty: bool, read: Work | None = None) -> dict[str, str]:
    """Stage → answer, for a scene whose main work is `work` (None: not in the catalogue).

    `wall` is the colour of the wall; `empty` means that no picture is in view. Wall labels are too
    far away to be read, so the question of `label_fields` is about the label of `read`, if any.
    """
    visual_values = (
        {"title": work.title, "artist": work.artist, "subject": work.subject} if work else {}
    )
    label_values = (
        {
            "title": read.title,
            "artist": read.artist,
            "inventory": read.identifier,
            "date": _date(read),
        }
        if read
        else {}
    )
    picture = "A framed picture that is not in the catalogue."
    return {
        "label": UNSEEN,
        "label_fields": _json(label_fields.FIELDS, label_values),
        "visual": _json(visual.FIELDS, visual_values),
        "summary": _summary(work, picture, empty),
        "description": UNSEEN if empty else (work.description or work.title if work else picture),
        "genre": (work.genre if work else "") or UNSEEN,
        "scene": f"A gallery with {wall} walls, lit from above. Nobody is in the room.",
    }


def prompts(read: Work | None = None) -> dict[str, str]:
    """Stage → question; the question of `label_fields` is about the label of `read`."""
    label = LabelTranscription(card(read) if read else "")
    return {stage.name: stage.prompt({"label": label}) for stage in MODEL_STAGES}


def corpus(works: Sequence[Work], walls: Sequence[str]) -> list[str]:
    """All questions and answers about these works, to learn a vocabulary from."""
    texts = [text for read in (None, *works) for text in prompts(read).values()]
    for work in (None, *works):
        texts += answers(work, walls[0], False, work).values()
    for wall in walls:
        texts += answers(None, wall, True).values()
    return texts


def _json(names: Sequence[str], values: dict[str, str]) -> str:
    return json.dumps({name: values.get(name) or None for name in names}, ensure_ascii=False)


def _summary(work: Work | None, otherwise: str, empty: bool) -> str:
    if empty:
        return json.dumps({"works": []})
    values = {
        "title": work.title if work else None,
        "artist": (work.artist if work else None) or None,
        "location": "on the wall, in the middle",
        "description": (work.subject or work.title) if work else otherwise,
    }
    artwork = {name: values[name] for name in summary.FIELDS}
    return json.dumps({"works": [artwork]}, ensure_ascii=False)
