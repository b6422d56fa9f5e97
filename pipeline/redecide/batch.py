"""Every stored clip decided again at once: the cost of moving a slider.

For each clip a BatchDecider holds the works that some settings could rank among the best
(`skyband`), with the similarities of every guess and alias. A setting then costs a handful of
array operations over the works of all clips, and the rules (`judged`) once a clip. The decisions
equal those of `decide` over the whole catalogue to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from catalogue import Index
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.contradiction import Contradiction, contradictions
from pipeline.decision.pointers import pointed, settled
from pipeline.decision.rules import judged
from pipeline.decision.standing import Standing
from pipeline.decision.usable import Guesses, usable
from pipeline.redecide.scores import REGIMES, BatchScores
from pipeline.redecide.skyband import Skybands
from pipeline.types import Decision, Signals

_ALL_GUARDS = Guards()
Report = Callable[[float], None]
"""Called with the share of the clips (0..1) that are ready."""


class BatchDecider:
    """The signals of many clips, ready to be decided about under any settings.

    Fixed to one value of `strict_abstention`, because that settles which guesses count. The
    deciders of one index may share their `skybands`.
    """

    def __init__(
        self,
        signals: Sequence[Signals],
        skybands: Skybands,
        strict: bool,
        report: Report = lambda share: None,
    ) -> None:
        self.signals = tuple(signals)
        self.strict = strict
        index = self._index = skybands.index
        guesses: list[Guesses] = []
        works = []
        self._usable: list[bool] = []
        for number, clip in enumerate(self.signals):
            report(number / len(self.signals))
            members = [usable(member, strict) for member in clip.members or (clip,)]
            self._usable += [any(of_member.values()) for of_member in members]
            guessing = [of_member for of_member in members if any(of_member.values())]
            # Members of an ensemble share their works: `agreed` compares how each ranks the rest.
            together = [skybands.of(of_member) for of_member in guessing]
            records = {work for m in clip.members or (clip,) for work in pointed(m, index)}
            together.append(np.array([index.number[work] for work in records], np.int64))
            guesses += guessing
            works += [np.unique(np.concatenate(together))] * len(guessing) if guessing else []
        skybands.save()
        self._stood: tuple[tuple[object, ...], list[Standing | None]] = (), []
        self._against: dict[tuple[int, str], tuple[Contradiction, ...]] = {}
        self._scores = BatchScores(skybands, guesses, works)

    def decide(self, config: AbstentionConfig, guards: Guards = _ALL_GUARDS) -> list[Decision]:
        """A decision for each of the signals, in their order.

        Raises ValueError if `config` has another value of `strict_abstention`.
        """
        if config.strict_abstention != self.strict:
            raise ValueError("The batch was prepared for another setting of strict_abstention.")
        standings = iter(self._standings(config))

        def stand(_: Signals) -> Standing | None:
            return next(standings)

        return [
            judged(clip, stand, self._index, config, guards, self._contradictions)
            for clip in self.signals
        ]

    def _standings(self, config: AbstentionConfig) -> list[Standing | None]:
        """Where the works stand with each backend's signals. Thresholds do not change it."""
        names = ("token_weight", "artist_activate", *(f"{r}_weights" for r in REGIMES))
        place = tuple(getattr(config, name) for name in names)
        if self._stood[0] != place:
            scores, index = self._scores.under(config), self._index
            members = (member for clip in self.signals for member in clip.members or (clip,))
            self._stood = (
                place,
                [
                    settled(member, next(scores), index) if guesses else None
                    for member, guesses in zip(members, self._usable, strict=True)
                ],
            )
        return self._stood[1]

    def _contradictions(
        self, signals: Signals, guesses: Guesses, work: str, index: Index
    ) -> tuple[Contradiction, ...]:
        """What speaks against a work: no slider changes it. The signals live as long as this."""
        key = id(signals), work
        if key not in self._against:
            self._against[key] = contradictions(signals, guesses, work, index)
        return self._against[key]
