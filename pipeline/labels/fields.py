"""What a label says of the work that it is about, as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalogue import Index, normalise, run_together
from pipeline.labels.lexicon import qualified_as
from pipeline.labels.marked_numbers import is_of_a_list, marked_number, printed_number
from pipeline.labels.reading import LabelReading, Stretch
from pipeline.stages.answers import LabelFields, LabelTranscription

_LEAST = 0.0001
"""A reading is worth something."""
_WHOLE = 0.9
"""What the reading of a number or a date has to be worth: one misread digit makes it another."""


def read_fields(
    reading: LabelReading, transcription: LabelTranscription, index: Index
) -> LabelFields:
    """Title, artist, number and date of a label that is about one work or none, as printed.

    What is left unexplained stands beside the title, so that it speaks against the work; where no
    clause fits the artist, it takes his place. On a label that fits no work, nothing but the
    number is told. A qualifier is given in the catalogue's language, and spaces that were not read
    are. Every field has what its reading is worth.
    """
    artist, left = reading.of("artist"), reading.of("unexplained")
    title = sorted((*reading.of("title"), *(left if artist else ())), key=lambda s: s.start)
    fields = {
        "title": title,
        "artist": artist or left,
        "inventory": _number(reading, index),
        "date": [s for s in reading.of("date") if _worth([s], transcription) >= _WHOLE][:1],
    }
    if not reading.works:
        fields = {"inventory": fields["inventory"]}
    worth = {name: _worth(stretches, transcription) for name, stretches in fields.items()}
    if worth["inventory"] < _WHOLE:
        fields["inventory"] = []
    texts = {
        name: " ".join(s.text for s in stretches) or None for name, stretches in fields.items()
    }
    if reading.works:
        work = index.works[index.number[reading.works[0]]]
        texts["title"] = _spaced(texts["title"], work.title)
        if name := _spaced(texts["artist"], work.artist):
            texts["artist"] = qualified_as(name, work.artist)
    return LabelFields(
        **texts,
        confidences=tuple((name, worth[name]) for name, stretches in fields.items() if stretches),
    )


def _spaced(text: str | None, name: str) -> str | None:
    """A text with the spaces between words of a name that were not read."""
    joined = run_together(normalise(name))
    return text and " ".join(joined.get(normalise(word), word) for word in text.split())


def _number(reading: LabelReading, index: Index) -> list[Stretch]:
    """The number that is one of the catalogue's; else one that looks like them, or is marked."""
    marked = {stretch: marked_number(stretch.text) for stretch in reading.of("number")}
    numbers = [replace(stretch, text=printed_number(stretch.text, index)) for stretch in marked]
    usable = [
        number for number, (stretch, mark) in zip(numbers, marked.items(), strict=True)
        if (mark and not is_of_a_list(stretch.text)) or index.numbers.in_form(number.text)
    ]  # fmt: skip
    return sorted(usable, key=lambda number: not index.numbers.of(number.text))[:1]


def _worth(stretches: Sequence[Stretch], transcription: LabelTranscription) -> float:
    """The mean confidence of the lines that stretches are on, by letters; 1 if it is not known."""
    lines = transcription.lines
    if not lines:
        return 1.0
    ends, start = [], 0
    for line in transcription.text.split("\n"):
        ends.append((start, start + len(line)))
        start += len(line) + 1
    weighed = [
        (max(0, min(end, stretch.end) - max(start, stretch.start)), line.confidence)
        for stretch in stretches
        for (start, end), line in zip(ends, lines, strict=False)
    ]
    letters = sum(weight for weight, _ in weighed)
    mean = sum(weight * confidence for weight, confidence in weighed) / letters if letters else 1.0
    return max(round(mean, 4), _LEAST)
