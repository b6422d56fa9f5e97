"""Accept or abstain, decided over the whole catalogue by one pure function.

The rules are those of the design, section "Matching, exactly". Every comparison is strict, on
numbers rounded to twelve decimals: so a tie is a tie whatever the order of the sums.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from catalogue import DECIMALS, FIELDS, Field, Index, Query
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.pointers import settled
from pipeline.decision.rules import judged
from pipeline.decision.standing import (
    CANDIDATES,
    Ranking,
    Standing,
    Supported,
    fitting_from,
    weights_of,
)
from pipeline.decision.usable import Guesses, usable
from pipeline.types import Decision, Regime, Signals

_DEFAULTS, _ALL_GUARDS = AbstentionConfig(), Guards()


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
    limit = CANDIDATES if signals.members else candidates

    def standing(member: Signals) -> Standing | None:
        guesses = usable(member, config.strict_abstention)
        by_words = stand(guesses, index, config, limit)
        return settled(member, by_words, index) if by_words else None

    return judged(signals, standing, index, config, guards)


def stand(
    guesses: Guesses, index: Index, config: AbstentionConfig, limit: int = CANDIDATES
) -> Standing | None:
    """Where the works stand under the regime that the guesses select; None without a guess."""
    if not any(guesses.values()):
        return None
    query = index.query(guesses, config.token_weight)
    artist, title = query.highest("artist"), query.highest("title")
    regime: Regime = "title" if guesses["title"] else "fallback"
    if artist > config.artist_activate:
        regime = "artist"
    weights = weights_of(regime, config)
    ranking = Ranking(query, weights, index)
    candidates = ranking.best(limit)
    fitting = {field for field in FIELDS if query.highest(field) >= fitting_from(guesses[field])}
    title_margin = None
    if regime == "artist" and guesses["title"] and "title" in fitting and candidates:
        title_margin = ranking.title_margin(candidates[0].work, np.zeros(0, np.int64))
    return Standing(
        regime=regime,
        candidates=candidates,
        highest_title=title,
        highest_artist=artist,
        united=query.same_work_leads("title", "artist"),
        title_margin=title_margin,
        supported=None
        if fitting.issuperset(weights)
        else _supported(query, weights, fitting, index),
        guesses=guesses,
        combined=ranking.combined,
        ranking=lambda: ranking,
    )


def _supported(
    query: Query, weights: Mapping[Field, float], fitting: set[Field], index: Index
) -> Supported:
    """What is left where the fields whose readings fit no work are left out."""
    works, scores = query.best({f: w for f, w in weights.items() if f in fitting}, 2)
    best, second = (*scores.tolist(), 0.0, 0.0)[:2]
    work = index.works[works[0]].identifier if len(works) else None
    return Supported(frozenset(fitting), work, best, round(best - second, DECIMALS))
