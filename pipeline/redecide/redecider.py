"""Deciding every stored clip again when a slider moves, without running a model.

Signals depend on the three switches alone, and what could come of them at any other setting is
kept by an `Archive`: moving a slider compares numbers that are already there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.decision.config import AbstentionConfig
from pipeline.decision.signals import signals
from pipeline.redecide.batch import Archive, Report
from pipeline.redecide.skyband import Shortlists
from pipeline.types import Decision, Evidence, Signals

_SWITCHES = ("label_first", "strict_abstention", "force_visual")
_KEPT = 24
"""Settings whose decisions are kept: enough to drag a slider there and back."""


class Redecider:
    """The stored clips of one catalogue and what any settings make of them."""

    def __init__(self, clips: Sequence[Evidence], shortlists: Shortlists) -> None:
        self.clips = tuple(clips)
        self._shortlists = shortlists
        self._archives: dict[tuple[Any, ...], Archive] = {}
        self._decided: dict[str, Mapping[str, Decision]] = {}

    def signals(self, config: AbstentionConfig) -> tuple[Signals, ...]:
        """What each clip puts forward under the behaviour switches of `config`."""
        return self._archive(config).signals

    def decide(self, config: AbstentionConfig) -> Mapping[str, Decision]:
        """Clip key → decision, in the order of the clips."""
        if config.hash not in self._decided:
            while len(self._decided) >= _KEPT:
                self._decided.pop(next(iter(self._decided)))
            decisions = self._archive(config).decide(config)
            keys = (clip.clip.key for clip in self.clips)
            self._decided[config.hash] = dict(zip(keys, decisions, strict=True))
        return self._decided[config.hash]

    def prepare(self, config: AbstentionConfig, report: Report) -> None:
        """Find out what any settings could make of the clips: some ms a clip, once."""
        self._archive(config, report)

    def _archive(self, config: AbstentionConfig, report: Report = lambda share: None) -> Archive:
        switches = tuple(getattr(config, name) for name in _SWITCHES)
        if switches not in self._archives:
            said = [signals(clip, config) for clip in self.clips]
            self._archives[switches] = Archive(
                said, self._shortlists, config.strict_abstention, report
            )
        return self._archives[switches]
