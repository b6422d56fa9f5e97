"""From what the stages said to the guesses that a decision rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from catalogue import FIELDS, Field, Guess, Index
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.sources import Source, label_source, measured, visual_source
from pipeline.labels.marks import Marks
from pipeline.stages import label_fields
from pipeline.stages.answers import LabelFields, LabelLine, LabelTranscription, VisualAnswer
from pipeline.stages.degenerate import ended
from pipeline.types import Evidence, Signals, StageOutput

_NO_ABLATIONS = Ablations()


def signals(
    evidence: Evidence,
    index: Index,
    config: AbstentionConfig,
    ablations: Ablations = _NO_ABLATIONS,
    marks: Marks = (),
) -> Signals:
    """The guesses per field that `config` lets `evidence` contribute.

    What was read on a label is read against the works of `index`, whatever its layout; where it
    fits none, the fields are those that the backend drew from it.
    The wall label leads, or the painting where `label_first` is off; a field about which the
    leading source says nothing is taken from the other. `force_visual` adds what the painting
    looks like to what the label says. An uncertain answer under `strict_abstention` says nothing.
    What a model draws from its own transcription counts only as far as the words bear it out.
    Words of a label that a person marks are what was read as that, whatever the reading says.
    Evidence of several backends gives signals of each of them.
    """
    if evidence.members:
        members = tuple(_member(m, index, config, ablations, marks) for m in evidence.members)
        return Signals(evidence.clip.key, members=members)
    evidence = _weighed(evidence, ablations)
    label = label_source(evidence, index, config, ablations, marks)
    visual = visual_source(evidence, index, config)
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
        works=(*visual.works, *label.works),
    )


def _once(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """The guesses with each text once, that of the highest confidence."""
    by_text: dict[str, Guess] = {}
    for guess in guesses:
        known = by_text.setdefault(guess.text, guess)
        by_text[guess.text] = max(known, guess, key=lambda g: g.confidence)
    return tuple(by_text.values())


def _member(
    evidence: Evidence,
    index: Index,
    config: AbstentionConfig,
    ablations: Ablations,
    marks: Marks,
) -> Signals:
    located = tuple(sorted({sighting.work for sighting in evidence.sightings}))
    read = signals(evidence, index, config, ablations, marks)
    return replace(read, id=evidence.backend, in_view=located)


def _sources(
    field: Field, order: tuple[Source, Source], visual: Source, config: AbstentionConfig
) -> tuple[Source, ...]:
    """The sources that speak about a field and are listened to, the leading one first."""
    speaking = [source for source in order if field in source.guesses]
    added = [source for source in speaking[1:] if source is visual and config.force_visual]
    return (*speaking[:1], *added)


def _silent(evidence: Evidence) -> bool:
    """Whether a generative model said nothing at all, not even that nothing is visible."""
    outputs = [evidence.output(stage) for stage in ("label", "label_fields", "visual")]
    answers = [output.raw for output in outputs if output is not None and not output.error]
    return evidence.format is not None and bool(answers) and not any(map(ended, answers))


def _weighed(evidence: Evidence, ablations: Ablations) -> Evidence:
    """The evidence with what its answers are worth: as measured, while a model's words count 1.

    What a model itself says of its confidence is no measurement, and is left out.
    """
    if measured(evidence):
        return evidence
    outputs = tuple(_claimed(output, ablations) for output in evidence.outputs)
    return replace(evidence, outputs=outputs)


def _claimed(output: StageOutput, ablations: Ablations) -> StageOutput:
    answer, mean = output.parsed, output.probability if ablations.probabilities else None
    probable = mean is not None and 0 < mean <= 1  # false for NaN as well
    worths = [mean] if probable and mean is not None else []
    if isinstance(answer, LabelTranscription):
        lines = [LabelLine(worth) for worth in worths] * len(answer.text.split("\n"))
        return replace(output, parsed=replace(answer, lines=tuple(lines)))
    if not isinstance(answer, LabelFields | VisualAnswer):
        return output
    confidences = tuple((name, worth) for name in label_fields.FIELDS for worth in worths)
    return replace(output, parsed=replace(answer, confidences=confidences))
