"""Members of an ensemble whose guesses are the similarities themselves."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline import AbstentionConfig, Guards, Signals, decide
from pipeline.types import Decision
from tests.whole_catalogue import GivenIndex

COUNT = 4


class Spoken(GivenIndex):
    """An index whose similarities stand in the guess: "10 0 3 0" is 0.5 to the first work, and
    so on in twentieths."""

    def similar(self, field: Any, guesses: Any) -> Any:
        rows = [np.array(guess.text.split(), float) / 20 for guess in guesses]
        return np.max(rows, axis=0) if rows else np.zeros(len(self))


INDEX = Spoken(*[(0, 0, 0)] * COUNT)
SETTINGS = AbstentionConfig()


def member(
    title: Any = (), artist: Any = (), subject: Any = (), faults: Any = (), in_view: Any = ()
) -> Any:
    """Similarities of the works, in twentieths, and the works that were located."""

    def guess(row: Any) -> Any:
        return (" ".join(str(n) for n in [*row, *[0] * (COUNT - len(row))]),) if row else ()

    said = guess(title), guess(artist), guess(subject)
    return Signals("m", *said, faults=faults, in_view=in_view)


def ensemble(*members: Any) -> Any:
    return Signals("clip", members=tuple(members))


def of(*members: Any, guards: Any = None, **config: Any) -> Any:
    config = AbstentionConfig(**config)  # type: ignore[assignment]
    return decide(ensemble(*members), INDEX, config, guards or Guards())  # type: ignore[arg-type]


def alone(one: Any, config: Any = SETTINGS, guards: Any = None) -> Any:
    return decide(one, INDEX, config, guards or Guards())


SURE_0, SURE_1 = member([20]), member([0, 20])
SILENT = member()
WEAK_1 = member([0, 10])  # S = 0.5 is not over 0.52, and C = 0.39 not over 0.44


def named(decision: Decision) -> str | None:
    return decision.candidate.work if decision.accepted and decision.candidate else None
