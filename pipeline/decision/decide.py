"""Accept or abstain, decided over the whole catalogue by one pure function.

The rules are those of the design, section "Matching, exactly". Every comparison is strict, on
numbers rounded to twelve decimals: so a tie is a tie whatever the order of the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from catalogue import FIELDS, Field, Index, Query, normalise
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.rules import CANDIDATES, HANDLES, Standing, judged
from pipeline.stages.uncertainty import uncertain
from pipeline.types import Candidate, Decision, FieldEvidence, Regime, Signals

_DEFAULTS, _ALL_GUARDS = AbstentionConfig(), Guards()

Guesses = Mapping[Field, tuple[str, ...]]


def decide(
    signals: Signals,
    index: Index,
    config: AbstentionConfig = _DEFAULTS,
    guards: Guards = _ALL_GUARDS,
    candidates: int = CANDIDATES,
) -> Decision:
    """Which work of the catalogue the signals name, or that they name none. Pure.

    The decision names `candidates` works at most, two or more. Signals of several backends are
    decided about one by one, and `agreed` combines the results.
    """

    def stand(member: Signals) -> Standing | None:
        limit = CANDIDATES if signals.members else candidates
        return _stand(usable(member, config.strict_abstention), index, config, limit)

    return judged(signals, stand, config, guards)


def usable(signals: Signals, strict: bool) -> Guesses:
    """The guesses that hold a word and, under strict abstention, are no uncertain answer."""
    given: Guesses = {"title": signals.title, "artist": signals.artist, "subject": signals.subject}
    return {
        field: tuple(guess for guess in words if _speaks(guess, strict))
        for field, words in given.items()
    }


@lru_cache(maxsize=4096)  # a moved slider asks again about the same words of every clip
def _speaks(guess: str, strict: bool) -> bool:
    return bool(normalise(guess)) and not (strict and uncertain(guess))


def _stand(guesses: Guesses, index: Index, config: AbstentionConfig, limit: int) -> Standing | None:
    """Where the works stand under the regime that the guesses select; None without a guess."""
    if not any(guesses.values()):
        return None
    query = index.query(guesses, config.token_weight)
    artist = query.highest("artist")
    regime: Regime = "title" if guesses["title"] else "fallback"
    if artist > config.artist_activate:
        regime = "artist"
    weights = dict(zip(HANDLES[regime], getattr(config, f"{regime}_weights"), strict=True))

    def combined(work: str) -> float:
        return float(query.combined(weights, np.array([index.number[work]]))[0])

    return Standing(
        regime=regime,
        candidates=_candidates(query, weights, index, limit),
        highest_title=query.highest("title"),
        highest_artist=artist,
        united=query.same_work_leads("title", "artist"),
        combined=combined,
    )


def _candidates(
    query: Query, weights: Mapping[Field, float], index: Index, limit: int
) -> tuple[Candidate, ...]:
    """The works with the highest scores, and which words met in their fields."""
    works, scores = query.best(weights, limit)
    evidence = [[FieldEvidence(*met) for met in query.explain(field, works)] for field in FIELDS]
    rows = zip(works.tolist(), *evidence, scores.tolist(), strict=True)
    return tuple(
        Candidate(index.works[number].identifier, title, artist, subject, score)
        for number, title, artist, subject, score in rows
    )
