"""From what the stages said to the guesses that a decision rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backends import LabelTie
from catalogue import FIELDS, Field
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.label_support import supported
from pipeline.stages.answers import LabelFields, LabelTranscription, VisualAnswer
from pipeline.stages.degenerate import degenerate, ended, only_roles
from pipeline.stages.label import READ
from pipeline.stages.prompt_injection import without_orders
from pipeline.stages.uncertainty import uncertain
from pipeline.types import Evidence, Signals, StageOutput

_MEASURED: frozenset[LabelTie] = frozenset({"beside", "confirmed", "alone"})
"""How a label may hang together with the painting, as measured, for it to name the painting."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The guesses of one source, label or painting, and whether its words were no answer."""

    guesses: Mapping[Field, str]
    degenerate: bool


def signals(evidence: Evidence, config: AbstentionConfig) -> Signals:
    """The guesses per field that `config` lets `evidence` contribute.

    The wall label leads, or the painting where `label_first` is off; a field about which the
    leading source says nothing is taken from the other. `force_visual` adds what the painting
    looks like to what the label says. An uncertain answer under `strict_abstention` says nothing.
    What a model draws from its own transcription counts only as far as the words bear it out.
    Evidence of several backends gives signals of each of them.
    """
    if evidence.members:
        return Signals(
            evidence.clip.key, members=tuple(_member(m, config) for m in evidence.members)
        )
    label, visual = _label(evidence, config), _visual(evidence, config)
    order = (label, visual) if config.label_first else (visual, label)
    used = {field: _sources(field, order, visual, config) for field in FIELDS}
    title, artist, subject = (
        tuple(dict.fromkeys(source.guesses[field] for source in used[field])) for field in FIELDS
    )
    consulted = [source for sources in used.values() for source in sources] or [label, visual]
    broken = any(source.degenerate for source in consulted) or _silent(evidence)
    faults = ("degenerate",) if broken else ()
    return Signals(evidence.clip.key, title, artist, subject, (*faults, *evidence.faults))


def _member(evidence: Evidence, config: AbstentionConfig) -> Signals:
    located = tuple(sorted({sighting.work for sighting in evidence.sightings}))
    return replace(signals(evidence, config), id=evidence.backend, in_view=located)


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
    source = _source(config, evidence.output("label_fields"), evidence.output("label"))
    if label is None or not label.legible:
        return _Source({}, source.degenerate)
    if label.tie == READ:
        guesses = source.guesses.items()
        borne_out = {name: guess for name, guess in guesses if supported(guess, label.text)}
        return _Source(borne_out, source.degenerate)
    # A model that is shown frames in one form only reads: a tie that it claims was printed.
    measured = label.tie in _MEASURED and evidence.format is None
    return source if measured else _Source({}, source.degenerate)


def _visual(evidence: Evidence, config: AbstentionConfig) -> _Source:
    return _source(config, evidence.output("visual"))


def _source(
    config: AbstentionConfig, fields: StageOutput | None, *others: StageOutput | None
) -> _Source:
    """The guesses in the answer to `fields`; the words of `others` are behind them."""
    guesses = _guesses(fields)
    strict = config.strict_abstention
    usable = {name: text for name, text in guesses.items() if not (strict and uncertain(text))}
    outputs = [output for output in (fields, *others) if output is not None and not output.error]
    broken = any(_broken(output, tuple(guesses.values())) for output in outputs)
    return _Source(usable, broken)


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


def _guesses(output: StageOutput | None) -> dict[Field, str]:
    """What an answer names; nothing where the stage did not run or failed."""
    answer = None if output is None or output.error else output.parsed
    if not isinstance(answer, LabelFields | VisualAnswer):
        return {}
    named = {name: (getattr(answer, name) or "").strip() for name in FIELDS}
    return {name: text for name, text in named.items() if text}
