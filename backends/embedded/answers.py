"""The words with which the embedded backend answers each stage: only what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from backends.base import Prompt, Quad, Reference
from backends.embedded import measure
from backends.embedded.clip_view import Look, SeenFrame
from backends.embedded.labels.fields import labelled_works
from backends.embedded.labels.vocabulary import Vocabulary
from backends.embedded.paintings.recogniser import PictureSighting

NOT_VISIBLE = "not visible"
References = Mapping[str, Reference]


def label(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """The transcription, how it is tied to the painting, and why."""
    if look.label is None:
        return NOT_VISIBLE
    tied = look.label
    boxes = [{"frame": frame, "quad": quad} for frame, quad in tied.places]
    return _json({"text": tied.label.text, "tie": tied.tie, "why": tied.why, "boxes": boxes})


def label_fields(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """Title, artist and inventory number of a label about one work; a label that lists several
    works names none of them."""
    if look.label is None:
        return NOT_VISIBLE
    works = labelled_works(look.label.label.lines, vocabulary)
    if len(works) != 1:
        return "The label lists several works." if works else NOT_VISIBLE
    said = works[0]
    return _json({"title": said.title, "artist": said.artist, "inventory": said.inventory})


def visual(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """The catalogue's words for the painting that was recognised."""
    if look.main is None:
        return NOT_VISIBLE
    known = references[look.main.identifier]
    maybe = "" if look.main.certainty == "sure" else "possibly "
    said = {"title": known.title, "artist": known.artist, "subject": known.subject}
    return _json({name: maybe + words for name, words in said.items() if words})


def summary(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """Up to three recognised works in order of appearance, else the paintings in view."""
    first: dict[str, PictureSighting] = {}
    for seen in look.frames:
        for sighting in seen.paintings:
            if sighting.certainty == "sure":
                first.setdefault(sighting.identifier, sighting)
    works = [_work(look.frame_of(s), s.quad, references[s.identifier]) for s in first.values()]
    if not works and (best := _most_panels(look)):
        works = [_work(best, quad, None) for quad in best.panels]
    return _json({"works": works[:3]})


def description(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """Format, light, palette and place of the main painting, and what the label says beyond
    title and artist."""
    shown = _main_painting(look)
    if shown is None:
        return "No painting could be outlined."
    said = _measured(*shown)
    if look.label and look.label.tie in ("confirmed", "beside", "alone"):
        works = labelled_works(look.label.label.lines, vocabulary)
        beyond = [text for work in works for text in (work.dates, work.medium, *work.rest) if text]
        if beyond:
            said += f" The label adds: {'; '.join(beyond)}."
    return said


def genre(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """A genre cannot be measured, so none is named."""
    return NOT_VISIBLE


def scene(look: Look, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """How many paintings and labels are in view at once, and the light."""
    images = [
        measure.read(seen.frame.path) for seen in look.frames[:: max(1, len(look.frames) // 4)]
    ]
    most = max(max(len(seen.panels), len(seen.paintings)) for seen in look.frames)
    labels = max(len(seen.labels) for seen in look.frames)
    works = "No painting" if not most else _count(most, "painting")
    cards = "no legible label" if not labels else _count(labels, "legible label").lower()
    return f"{works} and {cards} in view at once, in {measure.light(images)} light."


Answer = Callable[[Look, Prompt, References, Vocabulary], str]
ANSWERS: Mapping[str, Answer] = {
    "label": label,
    "label_fields": label_fields,
    "visual": visual,
    "summary": summary,
    "description": description,
    "genre": genre,
    "scene": scene,
}


def _work(seen: SeenFrame, quad: Quad, known: Reference | None) -> dict[str, Any]:
    return {
        "title": known.title if known else None,
        "artist": known.artist if known else None,
        "location": measure.place(quad),
        "description": _measured(seen, quad),
    }


def _measured(seen: SeenFrame, quad: Quad) -> str:
    painting = measure.rectified(measure.read(seen.frame.path), quad)
    colours = ", ".join(measure.palette(painting)) or "no dominant colour"
    shape = measure.proportions(quad, seen.aspect)
    return f"A painting, {shape}, {measure.tonality(painting)}: {colours}."


def _main_painting(look: Look) -> tuple[SeenFrame, Quad] | None:
    if look.main:
        return look.frame_of(look.main), look.main.quad
    best = _most_panels(look)
    return (best, best.panels[0]) if best else None


def _most_panels(look: Look) -> SeenFrame | None:
    best = max(look.frames, key=lambda seen: len(seen.panels))
    return best if best.panels else None


def _count(number: int, noun: str) -> str:
    return f"{'One' if number == 1 else number} {noun}{'' if number == 1 else 's'}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
