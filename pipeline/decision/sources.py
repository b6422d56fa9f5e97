"""What one source says of a work: the wall label, or the painting itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from backends import NAMING
from catalogue import FIELDS, Field, Guess, Index, dates, marked_in, stands_in
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.label_support import supported
from pipeline.labels.codes import coded_number
from pipeline.labels.fields import read_fields
from pipeline.labels.marked_numbers import marked_number
from pipeline.labels.marks import SAID, MarkedLabel, Marks, on_label, read_marked
from pipeline.labels.reading import LabelReading
from pipeline.stages.answers import (
    LabelFields,
    LabelTranscription,
    VisualAnswer,
    confidence,
    names,
)
from pipeline.stages.degenerate import degenerate, only_roles
from pipeline.stages.label import READ
from pipeline.stages.prompt_injection import without_orders
from pipeline.stages.uncertainty import uncertain
from pipeline.types import LABEL, PICTURE, UNMARKED, VISUAL, Evidence, Pointer, StageOutput

_DIGITS = re.compile(r"\d+")
_MEASURED = NAMING - {READ}
"""How a label may hang together with the painting, as measured, for it to name the painting."""


@dataclass(frozen=True, slots=True)
class Source:
    """The guesses of one source, label or painting, and whether its words were no answer."""

    guesses: Mapping[Field, Guess]
    degenerate: bool
    answer: LabelFields | VisualAnswer | None = None
    number_from: str = LABEL
    works: tuple[Pointer, ...] = ()
    coded: str | None = None
    """The number at which the codes on a label point."""

    def number(self) -> tuple[Guess, ...]:
        """The inventory number on a label that may be used: printed, and in a code.

        No letter of a code is ever misread, so it is read whole.
        """
        printed = self._beside("inventory", self.number_from)
        return (*printed, Guess(self.coded, 1.0, LABEL)) if self.coded else printed

    def date(self) -> tuple[Guess, ...]:
        """The date of the work on a label that may be used."""
        return self._beside("date", LABEL)

    def _beside(self, name: str, source: str) -> tuple[Guess, ...]:
        if not isinstance(self.answer, LabelFields) or not (text := getattr(self.answer, name)):
            return ()
        return (Guess(text, confidence(self.answer, name), source),)


def label_source(
    evidence: Evidence,
    index: Index,
    config: AbstentionConfig,
    ablations: Ablations,
    marks: Marks = (),
) -> Source:
    """What the label says, nothing if it may belong to something else than this painting.

    Who marks the title on a label says that it is this painting's.
    """
    label = evidence.answer(LabelTranscription)
    outputs = evidence.output("label_fields"), evidence.output("label")
    source = _source(config, measured(evidence), *outputs)
    if label is None:
        return Source({}, source.degenerate)
    marked = on_label(marks, label.text)
    if not (_tied(label, evidence) or marked.names):
        return Source({}, source.degenerate)
    # Only a backend that measures reads codes.
    coded = None if label.tie == READ else coded_number(label.codes, index)
    if not label.legible:
        return Source({}, source.degenerate, coded=coded)
    source = replace(source, coded=coded)
    if label.tie == READ:
        guesses = source.guesses.items()
        borne_out = {n: guess for n, guess in guesses if supported(guess.text, label.text)}
        source = _borne_out(replace(source, guesses=borne_out), label.text)
    if marked.marks:
        source = _beside(source, marked)
    if not ablations.extraction:
        source = _read(read_marked(marked, index), label, source, index, config)
    return _said(source, marked, config) if marked.names else source


def visual_source(evidence: Evidence, index: Index, config: AbstentionConfig) -> Source:
    """What the painting is recognised as, and the record whose picture that is.

    Nothing where that record has since been parted: the picture may be another one's of its number.
    """
    source = _source(config, measured(evidence), evidence.output("visual"))
    answer = source.answer
    if not measured(evidence) or not isinstance(answer, VisualAnswer) or not answer.work:
        return source  # only a measured answer points at a record
    if answer.work in index.numbers.shared:
        return Source({}, source.degenerate)
    return replace(source, works=(Pointer(answer.work, confidence(answer, "work")),))


def measured(evidence: Evidence) -> bool:
    """Whether the backend measures what it says. A model is shown frames in one form only."""
    return evidence.format is None


def _tied(label: LabelTranscription, evidence: Evidence) -> bool:
    """Whether a label may name the painting. A tie that a model claims was printed."""
    return label.tie == READ or (label.tie in _MEASURED and measured(evidence))


def _read(
    reading: LabelReading,
    label: LabelTranscription,
    source: Source,
    index: Index,
    config: AbstentionConfig,
) -> Source:
    """What a label says by its reading; `source` is what the backend drew from it."""
    if reading.several or reading.sign:
        return Source({}, source.degenerate)
    read = read_fields(reading, label, index)
    return _aligned(read, reading, source, config) if reading.works else _numbered(source, read)


def _beside(source: Source, marked: MarkedLabel) -> Source:
    """What the backend drew from a label, as far as it stands in words that nobody marked."""
    rest = marked.without(SAID)
    guesses = {name: g for name, g in source.guesses.items() if supported(g.text, rest)}
    answer = source.answer
    if isinstance(answer, LabelFields):
        number, date = (
            text if text and supported(text, rest) else None
            for text in (answer.inventory, answer.date)
        )
        answer = replace(answer, inventory=number, date=date)
    return replace(source, guesses=guesses, answer=answer)


def _said(source: Source, marked: MarkedLabel, config: AbstentionConfig) -> Source:
    """The source with the words that a person marked, which are certain to be read so."""
    number = marked.words("number")
    read = LabelFields(
        title=marked.words("title") or None,
        artist=marked.words("artist") or None,
        inventory=marked_number(number) or number or None,
        date=marked.words("date") or None,
    )
    answer = source.answer if isinstance(source.answer, LabelFields) else LabelFields()
    said = {name: words for name in names(LabelFields) if (words := getattr(read, name))}
    worth = tuple((name, value) for name, value in answer.confidences if name not in said)
    return replace(
        source,
        guesses={**source.guesses, **_certain(_guesses(read, True), config)},
        answer=replace(answer, **said, confidences=worth),
        number_from=LABEL if read.inventory else source.number_from,
    )


def _aligned(
    read: LabelFields, reading: LabelReading, source: Source, config: AbstentionConfig
) -> Source:
    """A label that fits a work. Of its subject no print tells."""
    guesses = _certain(_guesses(read, True), config)
    least = min((guess.confidence for guess in guesses.values()), default=0.0)
    settled = (Pointer(reading.settled, least),) if reading.settled and least else ()
    if "subject" in source.guesses:
        guesses["subject"] = source.guesses["subject"]
    return Source(guesses, source.degenerate, read, works=settled, coded=source.coded)


def _numbered(source: Source, read: LabelFields) -> Source:
    """A label that fits no work, with the number that was read on it where no other was found."""
    answer = source.answer if isinstance(source.answer, LabelFields) else LabelFields()
    if answer.inventory or not read.inventory:
        return source
    worth = {"inventory": confidence(read, "inventory")}
    confidences = tuple({**dict(answer.confidences), **worth}.items())
    answer = replace(answer, inventory=read.inventory, confidences=confidences)
    return replace(source, answer=answer, number_from=LABEL)


def _source(
    config: AbstentionConfig,
    measured: bool,
    fields: StageOutput | None,
    *others: StageOutput | None,
) -> Source:
    """The guesses in the answer to `fields`; the words of `others` are behind them."""
    answer = None if fields is None or fields.error else fields.parsed
    if not isinstance(answer, LabelFields | VisualAnswer):
        answer = None
    guesses = _guesses(answer, measured)
    usable = _certain(guesses, config)
    outputs = [output for output in (fields, *others) if output is not None and not output.error]
    broken = any(_broken(o, tuple(guess.text for guess in guesses.values())) for o in outputs)
    return Source(usable, broken, answer)


def _certain(guesses: dict[Field, Guess], config: AbstentionConfig) -> dict[Field, Guess]:
    """The guesses without those that say that they are none, under `strict_abstention`."""
    return {
        name: guess
        for name, guess in guesses.items()
        if not (config.strict_abstention and guess.source != PICTURE and uncertain(guess.text))
    }


def _broken(output: StageOutput, guesses: tuple[str, ...]) -> bool:
    """Whether an answer is none. What is printed on a label may look like chat markup."""
    if output.stage != "label":
        return degenerate(output.raw, output.prompt, guesses)
    return only_roles(output.raw) or degenerate(without_orders(output.raw), output.prompt, guesses)


def _guesses(answer: LabelFields | VisualAnswer | None, measured: bool) -> dict[Field, Guess]:
    """What an answer names, with what that is worth."""
    if answer is None:
        return {}
    source = LABEL if isinstance(answer, LabelFields) else VISUAL
    if measured and isinstance(answer, VisualAnswer) and answer.work:
        source = PICTURE
    named = {name: (getattr(answer, name) or "").strip() for name in FIELDS}
    return {
        name: Guess(text, confidence(answer, name), source) for name, text in named.items() if text
    }


def _borne_out(source: Source, text: str) -> Source:
    """Number and date as far as the transcription holds them; the number whole, for one digit more
    makes it another one."""
    answer, words = source.answer, without_orders(text)
    if not isinstance(answer, LabelFields):
        return replace(source, answer=None)
    number = answer.inventory if answer.inventory and stands_in(answer.inventory, words) else None
    marked = number is not None and marked_in(number, words)
    answer = replace(answer, inventory=number, date=_transcribed_date(answer.date, words))
    return replace(source, answer=answer, number_from=LABEL if marked else UNMARKED)


def _transcribed_date(date: str | None, words: str) -> str | None:
    """A date of the work whose years are all in the transcription; None for any other."""
    if not date or not supported(date, words):
        return None
    if not set(_DIGITS.findall(date)) <= set(_DIGITS.findall(words)):
        return None
    lines = [line for line in words.splitlines() if date in line]
    of_another_event = lines and not any(map(dates.span, lines))  # of a life, or of an acquisition
    return None if of_another_event else date
