"""From what the stages said to the guesses that a decision rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backends import LabelTie
from catalogue import FIELDS, Field, Guess, Index, dates
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.label_support import supported
from pipeline.labels import label_fields, read_label
from pipeline.labels.reading import LabelReading
from pipeline.stages.answers import (
    LabelFields,
    LabelLine,
    LabelTranscription,
    VisualAnswer,
    confidence,
)
from pipeline.stages.degenerate import degenerate, ended, only_roles
from pipeline.stages.label import READ
from pipeline.stages.prompt_injection import orders_blanked, without_orders
from pipeline.stages.uncertainty import uncertain
from pipeline.types import LABEL, PICTURE, VISUAL, Evidence, Pointer, Signals, StageOutput

_MEASURED: frozenset[LabelTie] = frozenset({"beside", "confirmed", "alone"})
"""How a label may hang together with the painting, as measured, for it to name the painting."""
_WORDS = (*FIELDS, "inventory", "date")
"""The fields of an answer that a model fills with words."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The guesses of one source, label or painting, and whether its words were no answer."""

    guesses: Mapping[Field, Guess]
    degenerate: bool
    answer: LabelFields | VisualAnswer | None = None
    works: tuple[Pointer, ...] = ()

    def beside(self, name: str) -> tuple[Guess, ...]:
        """What a label that may be used says beside title and artist."""
        if not isinstance(self.answer, LabelFields) or not (text := getattr(self.answer, name)):
            return ()
        return (Guess(text, confidence(self.answer, name), LABEL),)


def signals(
    evidence: Evidence, index: Index, config: AbstentionConfig, probabilities: bool = False
) -> Signals:
    """The guesses per field that `config` lets `evidence` contribute.

    What was read on a label is read against the works of `index`.

    The wall label leads, or the painting where `label_first` is off; a field about which the
    leading source says nothing is taken from the other. `force_visual` adds what the painting
    looks like to what the label says. An uncertain answer under `strict_abstention` says nothing.
    What a model draws from its own transcription counts only as far as the words bear it out.
    Evidence of several backends gives signals of each of them.

    `probabilities` is an ablation that the source knows nothing of: what a model names is then
    worth the mean probability of its answer's tokens, and not 1.
    """
    if evidence.members:
        members = tuple(_member(m, index, config, probabilities) for m in evidence.members)
        return Signals(evidence.clip.key, members=members)
    evidence = _weighed(evidence, probabilities)
    label, visual = _label(evidence, index, config), _visual(evidence, config)
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
        number=label.beside("inventory"),
        date=label.beside("date"),
        works=(*_pointers(evidence, visual), *label.works),
    )


def _once(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """The guesses with each text once, that of the highest confidence."""
    by_text: dict[str, Guess] = {}
    for guess in guesses:
        known = by_text.setdefault(guess.text, guess)
        by_text[guess.text] = max(known, guess, key=lambda g: g.confidence)
    return tuple(by_text.values())


def _member(
    evidence: Evidence, index: Index, config: AbstentionConfig, probabilities: bool
) -> Signals:
    located = tuple(sorted({sighting.work for sighting in evidence.sightings}))
    read = signals(evidence, index, config, probabilities)
    return replace(read, id=evidence.backend, in_view=located)


def _sources(
    field: Field, order: tuple[_Source, _Source], visual: _Source, config: AbstentionConfig
) -> tuple[_Source, ...]:
    """The sources that speak about a field and are listened to, the leading one first."""
    speaking = [source for source in order if field in source.guesses]
    added = [source for source in speaking[1:] if source is visual and config.force_visual]
    return (*speaking[:1], *added)


def _label(evidence: Evidence, index: Index, config: AbstentionConfig) -> _Source:
    """What the label says, nothing if it may belong to something else than this painting."""
    label = evidence.answer(LabelTranscription)
    outputs = evidence.output("label_fields"), evidence.output("label")
    source = _source(config, _measured(evidence), *outputs)
    # A model only reads: a tie that it claims was printed.
    tied = label is not None and (
        label.tie == READ or (label.tie in _MEASURED and _measured(evidence))
    )
    if label is None or not label.legible or not tied:
        return _Source({}, source.degenerate)
    reading = read_label(orders_blanked(label.text), index)
    if reading.several:
        return _Source({}, source.degenerate)
    read = label_fields(reading, label, index)
    if reading.works:
        return _aligned(read, reading, source, config)
    if label.tie == READ:
        guesses = source.guesses.items()
        borne_out = {n: guess for n, guess in guesses if supported(guess.text, label.text)}
        source = replace(source, guesses=borne_out, answer=_borne_out(source.answer, label.text))
    return _numbered(source, read)


def _aligned(
    read: LabelFields, reading: LabelReading, source: _Source, config: AbstentionConfig
) -> _Source:
    """A label that fits a work. Of its subject, no print tells."""
    guesses = _certain(_guesses(read, True), config)
    least = min((guess.confidence for guess in guesses.values()), default=0.0)
    settled = (Pointer(reading.settled, least),) if reading.settled and least else ()
    if "subject" in source.guesses:
        guesses["subject"] = source.guesses["subject"]
    return _Source(guesses, source.degenerate, read, settled)


def _numbered(source: _Source, read: LabelFields) -> _Source:
    """A label that fits no work, with the number that was read on it where no other was found."""
    answer = source.answer if isinstance(source.answer, LabelFields) else LabelFields()
    if answer.inventory or not read.inventory:
        return source
    worth = {"inventory": confidence(read, "inventory")}
    confidences = tuple({**dict(answer.confidences), **worth}.items())
    answer = replace(answer, inventory=read.inventory, confidences=confidences)
    return replace(source, answer=answer)


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
    usable = _certain(guesses, config)
    outputs = [output for output in (fields, *others) if output is not None and not output.error]
    broken = any(_broken(o, tuple(guess.text for guess in guesses.values())) for o in outputs)
    return _Source(usable, broken, answer)


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


def _weighed(evidence: Evidence, probabilities: bool) -> Evidence:
    """The evidence with what its answers are worth: as measured, while a model's words count 1.

    What a model itself says of its confidence is no measurement, and is left out.
    """
    if _measured(evidence):
        return evidence
    outputs = tuple(_claimed(output, probabilities) for output in evidence.outputs)
    return replace(evidence, outputs=outputs)


def _claimed(output: StageOutput, probabilities: bool) -> StageOutput:
    answer, mean = output.parsed, output.probability if probabilities else None
    if isinstance(answer, LabelTranscription):
        probable = mean is not None and 0 < mean <= 1
        lines = [LabelLine(mean)] * len(answer.text.split("\n")) if probable and mean else []
        return replace(output, parsed=replace(answer, lines=tuple(lines)))
    if not isinstance(answer, LabelFields | VisualAnswer):
        return output
    probable = mean is not None and 0 < mean <= 1  # false for NaN as well
    worth = tuple((name, mean) for name in _WORDS if probable and mean is not None)
    return replace(output, parsed=replace(answer, confidences=worth))


def _pointers(evidence: Evidence, visual: _Source) -> tuple[Pointer, ...]:
    """The record whose picture was recognised: only a measured answer points at one."""
    answer = visual.answer
    if not _measured(evidence) or not isinstance(answer, VisualAnswer) or not answer.work:
        return ()
    return (Pointer(answer.work, confidence(answer, "work")),)


def _borne_out(answer: LabelFields | VisualAnswer | None, text: str) -> LabelFields | None:
    """Number and date as far as the transcription holds them, and the date as one of the work."""
    if not isinstance(answer, LabelFields):
        return None
    inventory, date = (
        value if value and supported(value, text) else None
        for value in (answer.inventory, answer.date)
    )
    lines = [line for line in text.splitlines() if date and date in line]
    if lines and not any(map(dates.span, lines)):  # of a life, or of an acquisition
        date = None
    return replace(answer, inventory=inventory, date=date)


def _measured(evidence: Evidence) -> bool:
    """Whether the backend measures what it says. A model is shown frames in one form only."""
    return evidence.format is None
