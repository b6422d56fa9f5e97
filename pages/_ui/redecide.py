"""Deciding every stored clip again when a slider moves, without running a model.

Scores depend on the guesses and on α alone, signals on the three switches alone, so both are
kept: moving a threshold compares numbers that are already there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue import Explanation, Field, Index
from pipeline.config import AbstentionConfig
from pipeline.decide import decide
from pipeline.signals import signals
from pipeline.types import Decision, Evidence, Signals

_SWITCHES = ("label_first", "strict_abstention", "force_visual")
_KEPT = 24
"""Settings whose decisions are kept: enough to drag a slider there and back."""


class RememberingIndex(Index):
    """An `Index` that answers a question once. Holds N floats a question."""

    def __init__(self, index: Index) -> None:
        # The tables are shared with `index`, which never changes.
        self.__dict__.update(index.__dict__)
        self._scores: dict[tuple[Any, ...], NDArray[np.float64]] = {}
        self._explained: dict[tuple[Any, ...], Explanation] = {}

    def scores(
        self, field: Field, guesses: Sequence[str], token_weight: float
    ) -> NDArray[np.float64]:
        question = (field, tuple(guesses), token_weight)
        if question not in self._scores:
            found = super().scores(field, guesses, token_weight)
            found.flags.writeable = False
            self._scores[question] = found
        return self._scores[question]

    def explain(
        self, work_number: int, field: Field, guesses: Sequence[str], token_weight: float
    ) -> Explanation:
        question = (work_number, field, tuple(guesses), token_weight)
        if question not in self._explained:
            self._explained[question] = super().explain(work_number, field, guesses, token_weight)
        return self._explained[question]

    def forget(self) -> None:
        """Drop the answers, for α has moved on."""
        self._scores.clear()
        self._explained.clear()


class Redecider:
    """The stored clips of one catalogue and what any settings make of them."""

    def __init__(self, clips: Sequence[Evidence], index: Index) -> None:
        self.clips = tuple(clips)
        self._index = RememberingIndex(index)
        self._signals: dict[tuple[Any, ...], tuple[Signals, ...]] = {}
        self._decided: dict[str, Mapping[str, Decision]] = {}
        self._alphas: set[float] = set()

    def signals(self, config: AbstentionConfig) -> tuple[Signals, ...]:
        """What each clip puts forward under the behaviour switches of `config`."""
        switches = tuple(getattr(config, name) for name in _SWITCHES)
        if switches not in self._signals:
            self._signals[switches] = tuple(signals(clip, config) for clip in self.clips)
        return self._signals[switches]

    def decide(self, config: AbstentionConfig) -> Mapping[str, Decision]:
        """Clip key → decision, in the order of the clips."""
        if config.hash not in self._decided:
            self._make_room(config.token_weight)
            self._decided[config.hash] = {
                clip.clip.key: decide(said, self._index, config)
                for clip, said in zip(self.clips, self.signals(config), strict=True)
            }
        return self._decided[config.hash]

    def _make_room(self, alpha: float) -> None:
        while len(self._decided) >= _KEPT:
            self._decided.pop(next(iter(self._decided)))
        if alpha not in self._alphas and len(self._alphas) >= 4:
            self._index.forget()
            self._alphas.clear()
        self._alphas.add(alpha)
