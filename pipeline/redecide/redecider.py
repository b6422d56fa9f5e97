"""Deciding every stored clip again when a slider moves, without running a model.

Signals depend on the three switches and the ablations alone. A `BatchDecider` for each setting of
these holds what any setting of the sliders could need, so a moved slider only compares numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from catalogue import Index
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.signals import signals
from pipeline.labels.marks import Marks
from pipeline.redecide.batch import BatchDecider, Report
from pipeline.redecide.skyband import Skybands
from pipeline.types import Decision, Evidence, Signals

_NO_ABLATIONS = Ablations()
_SWITCHES = ("label_first", "strict_abstention", "force_visual")
_CACHED = 24
"""Settings whose decisions are cached: enough to drag a slider there and back."""


class Redecider:
    """The stored clips of one catalogue, and the decisions about them under any settings."""

    def __init__(
        self,
        clips: Sequence[Evidence],
        skybands: Skybands,
        marks: Mapping[str, Marks] = MappingProxyType({}),
    ) -> None:
        """`marks` are those of a person on the labels of clips, by the key of the clip."""
        self.clips = tuple(clips)
        self.marks = marks
        self._skybands = skybands
        self._deciders: dict[tuple[Any, ...], BatchDecider] = {}
        self._decisions: dict[tuple[str, Ablations], Mapping[str, Decision]] = {}

    @cached_property
    def by_key(self) -> Mapping[str, Evidence]:
        """The clips by their keys, in their order."""
        return {clip.clip.key: clip for clip in self.clips}

    @property
    def index(self) -> Index:
        """The works among which the clips are decided."""
        return self._skybands.index

    def signals(
        self, config: AbstentionConfig, ablations: Ablations = _NO_ABLATIONS
    ) -> tuple[Signals, ...]:
        """The signals of each clip under the behaviour switches of `config`."""
        return self._decider(config, ablations).signals

    def decide(
        self, config: AbstentionConfig, ablations: Ablations = _NO_ABLATIONS
    ) -> Mapping[str, Decision]:
        """Clip key → decision, in the order of the clips."""
        settings = config.hash, ablations
        if settings not in self._decisions:
            while len(self._decisions) >= _CACHED:
                self._decisions.pop(next(iter(self._decisions)))
            decisions = self._decider(config, ablations).decide(config)
            self._decisions[settings] = dict(zip(self.by_key, decisions, strict=True))
        return self._decisions[settings]

    def marked(self, marks: Mapping[str, Marks]) -> Redecider:
        """The same clips with marks on their labels; the others are not prepared again."""
        clips = [clip for clip in self.clips if marks.get(clip.clip.key)]
        return _Marked(self, Redecider(clips, self._skybands, marks)) if clips else self

    def prepare(
        self, config: AbstentionConfig, report: Report, ablations: Ablations = _NO_ABLATIONS
    ) -> None:
        """Make ready for any slider under the switches of `config`: some ms a clip, once."""
        self._decider(config, ablations, report)

    def _decider(
        self, config: AbstentionConfig, ablations: Ablations, report: Report = lambda share: None
    ) -> BatchDecider:
        settings = (*(getattr(config, name) for name in _SWITCHES), ablations)
        if settings not in self._deciders:
            of_clips = [
                signals(clip, self.index, config, ablations, self.marks.get(clip.clip.key, ()))
                for clip in self.clips
            ]
            self._deciders[settings] = BatchDecider(
                of_clips, self._skybands, config.strict_abstention, report
            )
        return self._deciders[settings]


class _Marked(Redecider):
    """All clips of one redecider, those of another one as that decides about them."""

    def __init__(self, every: Redecider, marked: Redecider) -> None:
        super().__init__(every.clips, every._skybands, marked.marks)
        self._every, self._of_marked = every, marked

    def signals(
        self, config: AbstentionConfig, ablations: Ablations = _NO_ABLATIONS
    ) -> tuple[Signals, ...]:
        read = {s.id: s for s in self._of_marked.signals(config, ablations)}
        return tuple(read.get(s.id, s) for s in self._every.signals(config, ablations))

    def decide(
        self, config: AbstentionConfig, ablations: Ablations = _NO_ABLATIONS
    ) -> Mapping[str, Decision]:
        every = self._every.decide(config, ablations)
        return {**every, **self._of_marked.decide(config, ablations)}

    def prepare(
        self, config: AbstentionConfig, report: Report, ablations: Ablations = _NO_ABLATIONS
    ) -> None:
        self._every.prepare(config, report, ablations)
        self._of_marked.prepare(config, lambda share: None, ablations)
