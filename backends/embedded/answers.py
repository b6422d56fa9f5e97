"""The embedded backend's answer to each stage: only what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from backends.base import NOT_VISIBLE, Prompt, Quad, Reference
from backends.embedded import measure
from backends.embedded.clip_view import ClipView, SeenFrame
from backends.embedded.labels.fields import labelled_works
from backends.embedded.labels.reliability import LEAST
from backends.embedded.labels.vocabulary import Vocabulary
from backends.embedded.paintings.recogniser import PictureSighting

References = Mapping[str, Reference]
WHOLE = 0.9
"""What the reading of a number or a date has to be worth to count as read whole.

A digit of ten that was a mere guess makes it another one, which speaks against the right work: on
the demonstration walks "1912" was once read as "1612", with 0.82; every date that was read rightly
has 0.9 or more."""


def label(view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """The transcription, its tie to the painting, and why it is so tied; then the codes on it."""
    if view.label is None:
        return NOT_VISIBLE
    tied = view.label
    boxes = [{"frame": frame, "quad": quad} for frame, quad in tied.places]
    lines = [
        {"confidence": _confidence(line.worth), "frame": line.frame, "quad": line.quad}
        for line in tied.label.lines
    ]
    said = {"text": tied.label.text, "tie": tied.tie, "why": tied.why}
    codes = [
        {"text": code.text, "kind": code.kind, "frame": frame, "quad": code.quad}
        for frame, code in tied.codes
    ]
    return _json({**said, "boxes": boxes, "lines": lines, **({"codes": codes} if codes else {})})


def label_fields(
    view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary
) -> str:
    """Title, artist, number and date on a label, each with what its reading is worth.

    A label of several works names none.
    """
    if view.label is None:
        return NOT_VISIBLE
    works = labelled_works(view.label.label.lines, vocabulary)
    if len(works) != 1:
        return "The label lists several works." if works else NOT_VISIBLE
    (work,) = works
    worth = dict(work.confidences)
    named = {
        "title": _worded(work.title, worth.get("title")),
        "artist": _worded(work.artist, worth.get("artist")),
        "inventory": _worded(
            work.inventory if work.marked else None, worth.get("inventory"), WHOLE
        ),
        "date": _worded(work.dates, worth.get("dates"), WHOLE),
    }
    return _json(named)


def _worded(text: str | None, confidence: float | None, least: float = 0.0) -> Any:
    """A field's words with their confidence; None where nothing was read, or not surely enough."""
    if text is None or confidence is None or confidence < least:
        return None
    return {"text": text, "confidence": _confidence(confidence)}


def _confidence(worth: float) -> float:
    return round(min(1.0, max(worth, LEAST)), 4)


def visual(view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """The record of the painting that was recognised: its words, and what the proof is worth."""
    if view.main is None:
        return NOT_VISIBLE
    work = references[view.main.identifier]
    names = {"title": work.title, "artist": work.artist, "subject": work.subject}
    named = {**names, "work": work.identifier}
    worth = view.confidence
    return _json({n: {"text": text, "confidence": worth} for n, text in named.items() if text})


def summary(view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """Up to three recognised works in order of appearance, else the paintings in view."""
    first: dict[str, PictureSighting] = {}
    for seen in view.frames:
        for sighting in seen.paintings:
            if sighting.certainty == "sure":
                first.setdefault(sighting.identifier, sighting)
    works = [_work(view.frame_of(s), s.quad, references[s.identifier]) for s in first.values()]
    if not works and (best := _most_outlined(view)):
        works = [_work(best, quad, None) for quad in best.outlines]
    return _json({"works": works[:3]})


def description(
    view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary
) -> str:
    """Format, tonality and palette of the main painting, and what else its label says."""
    painting = _main_painting(view)
    if painting is None:
        return "No painting could be outlined."
    words = _measured(*painting)
    if view.label and view.label.tie in ("confirmed", "beside", "alone"):
        works = labelled_works(view.label.label.lines, vocabulary)
        said = (text for work in works for text in (work.dates, work.medium, *work.rest) if text)
        if beyond := "; ".join(dict.fromkeys(said)):
            words += f" The label adds: {beyond}."
    return words


def genre(view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """Never a genre: it cannot be measured."""
    return NOT_VISIBLE


def scene(view: ClipView, prompt: Prompt, references: References, vocabulary: Vocabulary) -> str:
    """How many paintings and labels are in view at once, and the light."""
    images = [
        measure.read(seen.frame.path) for seen in view.frames[:: max(1, len(view.frames) // 4)]
    ]
    paintings = max(max(len(seen.outlines), len(seen.paintings)) for seen in view.frames)
    labels = max(len(seen.labels) for seen in view.frames)
    painting_count = _count(paintings, "painting") if paintings else "No painting"
    label_count = _count(labels, "legible label").lower() if labels else "no legible label"
    return f"{painting_count} and {label_count} in view at once, in {measure.light(images)} light."


Answer = Callable[[ClipView, Prompt, References, Vocabulary], str]
ANSWERS: Mapping[str, Answer] = {
    "label": label,
    "label_fields": label_fields,
    "visual": visual,
    "summary": summary,
    "description": description,
    "genre": genre,
    "scene": scene,
}


def _work(seen: SeenFrame, quad: Quad, reference: Reference | None) -> dict[str, Any]:
    return {
        "title": reference.title if reference else None,
        "artist": reference.artist if reference else None,
        "location": measure.place(quad),
        "description": _measured(seen, quad),
    }


def _measured(seen: SeenFrame, quad: Quad) -> str:
    painting = measure.rectified(measure.read(seen.frame.path), quad)
    colours = ", ".join(measure.palette(painting)) or "no dominant colour"
    shape = measure.proportions(quad, seen.aspect)
    return f"A painting, {shape}, {measure.tonality(painting)}: {colours}."


def _main_painting(view: ClipView) -> tuple[SeenFrame, Quad] | None:
    if view.main:
        return view.frame_of(view.main), view.main.quad
    best = _most_outlined(view)
    return (best, best.outlines[0]) if best else None


def _most_outlined(view: ClipView) -> SeenFrame | None:
    best = max(view.frames, key=lambda seen: len(seen.outlines))
    return best if best.outlines else None


def _count(number: int, noun: str) -> str:
    return f"{'One' if number == 1 else number} {noun}{'' if number == 1 else 's'}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
