"""From what the stages said to the guesses that a decision rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backends import LabelTie
from catalogue import FIELDS, Field, Guess, dates, marked_in, stands_in
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.label_support import supported
from pipeline.stages import label_fields
from pipeline.stages.answers import LabelFields, LabelTranscription, VisualAnswer, confidence
from pipeline.stages.degenerate import degenerate, ended, only_roles
from pipeline.stages.label import READ
from pipeline.stages.prompt_injection import without_orders
from pipeline.stages.uncertainty import uncertain
from pipeline.types import (
    LABEL,
    PICTURE,
    UNMARKED,
    VISUAL,
    Evidence,
    Pointer,
    Signals,
    StageOutput,
)

_NO_ABLATIONS = Ablations()
_DIGITS = re.compile(r"\d+")
_MEASURED: frozenset[LabelTie] = frozenset({"beside", "confirmed", "alone"})
"""How a label may hang together with the painting, as measured, for it to name the painting."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The guesses of one source, label or painting, and whether its words were no answer."""

    guesses: Mapping[Field, Guess]
    degenerate: bool
    answer: LabelFields | VisualAnswer | None = None
    number_from: str = LABEL

    def number(self) -> tuple[Guess, ...]:
        """The inventory number on a label that may be used."""
        return self._beside("inventory", self.number_from)

    def date(self) -> tuple[Guess, ...]:
        """The date of the work on a label that may be used."""
        return self._beside("date", LABEL)

    def _beside(self, name: str, source: str) -> tuple[Guess, ...]:
        if not isinstance(self.answer, LabelFields) or not (text := getattr(self.answer, name)):
            return ()
        return (Guess(text, confidence(self.answer, name), source),)


def signals(
    evidence: Evidence, config: AbstentionConfig, ablations: Ablations = _NO_ABLATIONS
) -> Signals:
    """The guesses per field that `config` lets `evidence` contribute.

    The wall label leads, or the painting where `label_first` is off; a field about which the
    leading source says nothing is taken from the other. `force_visual` adds what the painting
    looks like to what the label says. An uncertain answer under `strict_abstention` says nothing.
    What a model draws from its own transcription counts only as far as the words bear it out.
    Evidence of several backends gives signals of each of them.
    """
    if evidence.members:
        members = tuple(_member(m, config, ablations) for m in evidence.members)
        return Signals(evidence.clip.key, members=members)
    evidence = _weighed(evidence, ablations)
    label, visual = _label(evidence, config), _visual(evidence, config)
    order = (label, visual) if config.label_first else (visual, label)
    used = {field: _sources(field, order, visual, config) for field in FIELDS}
    title, artist, subject = (_once(s.guesses[field] for s in used[field]) for field in FIELDS)
    consulted = [source for sources in used.values() for source in sources] or [label, visual]
    broken = any(source.degenerate for source in consulted) or _silent(evidence)
    faults = ("degenerate",) if broken else ()
    return Signals(
        evidence.clip.key,
        title,
        artist,
        subject,
        (*faults, *evidence.faults),
        number=label.number(),
        date=label.date(),
        works=_pointers(evidence, visual),
    )


def _once(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """The guesses with each text once, that of the highest confidence."""
    by_text: dict[str, Guess] = {}
    for guess in guesses:
        known = by_text.setdefault(guess.text, guess)
        by_text[guess.text] = max(known, guess, key=lambda g: g.confidence)
    return tuple(by_text.values())


def _member(evidence: Evidence, config: AbstentionConfig, ablations: Ablations) -> Signals:
    located = tuple(sorted({sighting.work for sighting in evidence.sightings}))
    read = signals(evidence, config, ablations)
    return replace(read, id=evidence.backend, in_view=located)


def _sources(
    field: Field, order: tuple[_Source, _Source], visual: _Source, config: AbstentionConfig
) -> tuple[_Source, ...]:
    """The sources that speak about a field and are listened to, the leading one first."""
    speaking = [source for source in order if field in source.guesses]
    added = [source for source in speaking[1:] if source is visual and config.force_visual]
    return (*speaking[:1], *added)


def _label(evidence: Evidence, config: AbstentionConfig) -> _Source:
    """What the label says, nothing if it may belong to something else than this painting."""
    label = evidence.answer(LabelTranscription)
    outputs = evidence.output("label_fields"), evidence.output("label")
    source = _source(config, _measured(evidence), *outputs)
    if label is None or not label.legible:
        return _Source({}, source.degenerate)
    if label.tie == READ:
        guesses = source.guesses.items()
        borne_out = {n: guess for n, guess in guesses if supported(guess.text, label.text)}
        return _borne_out(replace(source, guesses=borne_out), label.text)
    # A model only reads: a tie that it claims was printed.
    return (
        source if label.tie in _MEASURED and _measured(evidence) else _Source({}, source.degenerate)
    )


def _visual(evidence: Evidence, config: AbstentionConfig) -> _Source:
    return _source(config, _measured(evidence), evidence.output("visual"))


def _source(
    config: AbstentionConfig,
    measured: bool,
    fields: StageOutput | None,
    *others: StageOutput | None,
) -> _Source:
    """The guesses in the answer to `fields`; the words of `others` are behind them."""
    answer = None if fields is None or fields.error else fields.parsed
    if not isinstance(answer, LabelFields | VisualAnswer):
        answer = None
    guesses = _guesses(answer, measured)
    usable = {
        name: guess
        for name, guess in guesses.items()
        if not (config.strict_abstention and guess.source != PICTURE and uncertain(guess.text))
    }
    outputs = [output for output in (fields, *others) if output is not None and not output.error]
    broken = any(_broken(o, tuple(guess.text for guess in guesses.values())) for o in outputs)
    return _Source(usable, broken, answer)


def _broken(output: StageOutput, guesses: tuple[str, ...]) -> bool:
    """Whether an answer is none. What is printed on a label may look like chat markup."""
    if output.stage != "label":
        return degenerate(output.raw, output.prompt, guesses)
    return only_roles(output.raw) or degenerate(without_orders(output.raw), output.prompt, guesses)


def _silent(evidence: Evidence) -> bool:
    """Whether a generative model said nothing at all, not even that nothing is visible."""
    outputs = [evidence.output(stage) for stage in ("label", "label_fields", "visual")]
    answers = [output.raw for output in outputs if output is not None and not output.error]
    return evidence.format is not None and bool(answers) and not any(map(ended, answers))


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


def _weighed(evidence: Evidence, ablations: Ablations) -> Evidence:
    """The evidence with what its answers are worth: as measured, while a model's words count 1.

    What a model itself says of its confidence is no measurement, and is left out.
    """
    if _measured(evidence):
        return evidence
    outputs = tuple(_claimed(output, ablations) for output in evidence.outputs)
    return replace(evidence, outputs=outputs)


def _claimed(output: StageOutput, ablations: Ablations) -> StageOutput:
    answer, mean = output.parsed, output.probability if ablations.probabilities else None
    if not isinstance(answer, LabelFields | VisualAnswer):
        return output
    probable = mean is not None and 0 < mean <= 1  # false for NaN as well
    worth = tuple((name, mean) for name in label_fields.FIELDS if probable and mean is not None)
    return replace(output, parsed=replace(answer, confidences=worth))


def _pointers(evidence: Evidence, visual: _Source) -> tuple[Pointer, ...]:
    """The record whose picture was recognised: only a measured answer points at one."""
    answer = visual.answer
    if not _measured(evidence) or not isinstance(answer, VisualAnswer) or not answer.work:
        return ()
    return (Pointer(answer.work, confidence(answer, "work")),)


def _borne_out(source: _Source, text: str) -> _Source:
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


def _measured(evidence: Evidence) -> bool:
    """Whether the backend measures what it says. A model is shown frames in one form only."""
    return evidence.format is None
