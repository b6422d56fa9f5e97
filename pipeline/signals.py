"""From what the stages said to the guesses that a decision rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.config import AbstentionConfig
from pipeline.degenerate import degenerate
from pipeline.types import Evidence, Signals, StageOutput
from pipeline.uncertainty import uncertain

_FIELDS = ("title", "artist", "subject")
_TIED = frozenset({"beside", "confirmed", "alone", "read"})
"""How a label may hang together with the painting for it to name the painting."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The guesses of one source, label or painting, and whether its words were no answer."""

    guesses: Mapping[str, str]
    degenerate: bool


def signals(evidence: Evidence, config: AbstentionConfig) -> Signals:
    """The guesses per field that `config` lets `evidence` contribute.

    The wall label leads, or the painting where `label_first` is off; a field about which the
    leading source says nothing is taken from the other. `force_visual` adds what the painting
    looks like to what the label says. An uncertain answer under `strict_abstention` says nothing.
    Evidence of several backends gives signals of each of them.
    """
    if evidence.members:
        members = tuple(replace(signals(m, config), id=m.backend) for m in evidence.members)
        return Signals(evidence.clip.key, members=members)
    label, visual = _label(evidence, config), _visual(evidence, config)
    order = (label, visual) if config.label_first else (visual, label)
    used = {field: _sources(field, order, visual, config) for field in _FIELDS}
    title, artist, subject = (
        tuple(dict.fromkeys(source.guesses[field] for source in used[field])) for field in _FIELDS
    )
    heard = [source for sources in used.values() for source in sources] or [label, visual]
    faults = ("degenerate",) if any(source.degenerate for source in heard) else ()
    return Signals(evidence.clip.key, title, artist, subject, (*faults, *evidence.faults))


def _sources(
    field: str, order: tuple[_Source, _Source], visual: _Source, config: AbstentionConfig
) -> tuple[_Source, ...]:
    """The sources that speak about a field and are listened to, the leading one first."""
    speaking = [source for source in order if field in source.guesses]
    added = [source for source in speaking[1:] if source is visual and config.force_visual]
    return (*speaking[:1], *added)


def _label(evidence: Evidence, config: AbstentionConfig) -> _Source:
    """What the label says, nothing if it may belong to something else than this painting."""
    read, fields = evidence.output("label"), evidence.output("label_fields")
    said = _mapping(read)
    tied = said.get("legible") is True and said.get("tie") in _TIED
    source = _source(config, fields, read)
    return source if tied else _Source({}, source.degenerate)


def _visual(evidence: Evidence, config: AbstentionConfig) -> _Source:
    return _source(config, evidence.output("visual"))


def _source(
    config: AbstentionConfig, fields: StageOutput | None, *others: StageOutput | None
) -> _Source:
    """The guesses in the answer to `fields`; the words of `others` are behind them."""
    said = _mapping(fields)
    guesses = {name: text.strip() for name in _FIELDS if isinstance(text := said.get(name), str)}
    dropped = config.strict_abstention
    kept = {n: text for n, text in guesses.items() if text and not (dropped and uncertain(text))}
    outputs = [output for output in (fields, *others) if output is not None and not output.error]
    broken = any(degenerate(o.raw, o.prompt, tuple(guesses.values())) for o in outputs)
    return _Source(kept, broken)


def _mapping(output: StageOutput | None) -> Mapping[str, object]:
    """The parsed answer of a stage; nothing where the stage did not run or failed."""
    value = output.value if output is not None and not output.error else None
    return value if isinstance(value, dict) else {}
