"""Accept or abstain, decided over the whole catalogue by one pure function.

The rules are those of the design, section "Matching, exactly". Every comparison is strict, on
numbers rounded to twelve decimals: so a tie is a tie whatever the order of the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalogue import FIELDS, Field, Index, normalise
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.rules import CANDIDATES, DECIMALS, HANDLES, Standing, judged
from pipeline.stages.uncertainty import uncertain
from pipeline.types import Candidate, Decision, FieldEvidence, Regime, Signals

_Floats = NDArray[np.float64]
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

    The decision names `candidates` works at most, two or more. Costs a few array operations over
    the catalogue. Signals of several backends are decided about one by one, and `agreed` combines
    what came of it.
    """

    def stand(one: Signals) -> Standing | None:
        limit = CANDIDATES if signals.members else candidates
        return _stand(usable(one, config.strict_abstention), index, config, limit)

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
    """Where every work stands under the regime that the guesses select; None without a guess."""
    if not any(guesses.values()):
        return None
    alpha = config.token_weight
    fields = {f: np.round(index.scores(f, guesses[f], alpha), DECIMALS) for f in FIELDS}
    title, artist = fields["title"], fields["artist"]
    regime: Regime = "title" if guesses["title"] else "fallback"
    if _highest(artist) > config.artist_activate:
        regime = "artist"
    combined = np.zeros(len(index))
    for field, weight in zip(HANDLES[regime], getattr(config, f"{regime}_weights"), strict=True):
        combined += weight * fields[field]
    combined = np.round(combined, DECIMALS)
    order = np.argsort(-combined, kind="stable")[:limit]

    def candidate(number: int) -> Candidate:
        evidence = {f: _evidence(number, f, fields[f], guesses, index, alpha) for f in FIELDS}
        return Candidate(index.works[number].identifier, score=float(combined[number]), **evidence)

    return Standing(
        regime=regime,
        candidates=tuple(candidate(int(n)) for n in order if combined[n] > 0),
        highest_title=_highest(title),
        highest_artist=_highest(artist),
        united=bool(np.any((title == _highest(title)) & (artist == _highest(artist)))),
        combined=lambda work: float(combined[index.number[work]]),
    )


def _highest(scores: _Floats) -> float:
    return float(scores.max()) if scores.size else 0.0


def _evidence(
    number: int, field: Field, scores: _Floats, guesses: Guesses, index: Index, alpha: float
) -> FieldEvidence:
    """The words that met in a field of a work, and its rounded score, which was compared."""
    met = index.explain(number, field, guesses[field], alpha)
    return FieldEvidence(float(scores[number]), met.guess, met.alias, met.token, met.trigram)
