"""Every stored clip decided again at once: what a moved slider costs.

Of each clip the archive keeps the works that any settings could bring to the fore (`shortlist`),
with every meeting of a guess and a name. A setting is then a handful of array operations over the
works of all clips together, and the rules (`verdict`) once a clip. The decisions are those of
`decide` over the whole catalogue, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.decide import usable
from pipeline.decision.rules import Standing, judged
from pipeline.redecide.scores import Standings
from pipeline.redecide.skyband import Guesses, Shortlists
from pipeline.types import Decision, Signals

_ALL_GUARDS = Guards()
Report = Callable[[float], None]
"""Called with the share of the clips (0..1) that are ready."""


class Archive:
    """Signals of many clips about one catalogue, ready to be decided about under any settings.

    For one value of `strict_abstention`, which settles what counts as a guess. The archives of
    one index may share their `shortlists`.
    """

    def __init__(
        self,
        signals: Sequence[Signals],
        shortlists: Shortlists,
        strict: bool,
        report: Report = lambda share: None,
    ) -> None:
        self.signals = tuple(signals)
        self.strict = strict
        guessed: list[Guesses] = []
        works = []
        self._heard: list[bool] = []
        for number, one in enumerate(self.signals):
            report(number / len(self.signals))
            voices = [usable(voice, strict) for voice in one.members or (one,)]
            self._heard += [any(guesses.values()) for guesses in voices]
            heard = [guesses for guesses in voices if any(guesses.values())]
            # A member of an ensemble is asked how it ranks what the others think best.
            together = [shortlists.of(guesses) for guesses in heard]
            guessed += heard
            works += [np.unique(np.concatenate(together))] * len(heard) if heard else []
        shortlists.keep()
        self._standings = Standings(shortlists.index, guessed, works)

    def decide(self, config: AbstentionConfig, guards: Guards = _ALL_GUARDS) -> list[Decision]:
        """A decision about each of the signals, in their order.

        Raises ValueError where `config` counts other guesses than the archive was made for.
        """
        if config.strict_abstention != self.strict:
            raise ValueError("The archive was made for another setting of strict_abstention.")
        standings, heard = self._standings.under(config), iter(self._heard)

        def stand(one: Signals) -> Standing | None:
            return next(standings) if next(heard) else None

        return [judged(one, stand, config, guards) for one in self.signals]
