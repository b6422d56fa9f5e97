"""Accept or abstain: regimes, thresholds, margins and guards, as one pure function.

The rules are those of the design, section "Matching, exactly". Every comparison is strict, on
numbers rounded to twelve decimals: so a tie is a tie whatever the order of the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalogue import FIELDS, Field, Index, normalise
from pipeline.config import AbstentionConfig, Guards
from pipeline.ensemble import Voice, agreed
from pipeline.types import Candidate, Decision, FieldEvidence, Reason, Regime, Signals
from pipeline.uncertainty import uncertain

_Floats = NDArray[np.float64]
_DECIMALS = 12
_CANDIDATES = 3
_DEFAULTS, _ALL_GUARDS = AbstentionConfig(), Guards()
_STRONG_TITLE = _DEFAULTS.title_accept
"""The title similarity that makes a conflict. It does not follow the threshold of that name:
raising a threshold must never disarm a guard, and so turn an abstention into an acceptance."""

Guesses = Mapping[Field, tuple[str, ...]]

_HANDLES: Mapping[str, tuple[Field, ...]] = {
    "artist_weights": ("artist", "title", "subject"),
    "title_weights": ("title", "subject"),
    "fallback_weights": ("artist", "subject"),
}


@dataclass(frozen=True, slots=True)
class _Scored:
    """Scores of every work: S per field, shape (N,), and C under a regime, with the best first."""

    regime: Regime
    fields: Mapping[Field, _Floats]
    combined: _Floats
    best: tuple[int, ...]

    @property
    def score(self) -> float:
        return float(self.combined[self.best[0]]) if self.best else 0.0

    @property
    def margin(self) -> float:
        """C of the best work less C of the next, which is 0 where there is none."""
        second = float(self.combined[self.best[1]]) if len(self.best) > 1 else 0.0
        return round(self.score - second, _DECIMALS)

    def of_best(self, field: Field) -> float:
        return float(self.fields[field][self.best[0]]) if self.best else 0.0


def decide(
    signals: Signals,
    index: Index,
    config: AbstentionConfig = _DEFAULTS,
    guards: Guards = _ALL_GUARDS,
) -> Decision:
    """Which work of the catalogue the signals name, or that they name none. Pure.

    Costs a few array operations over the catalogue, so that a slider re-decides at once. Signals
    of several backends are decided about one by one, and `agreed` combines what came of it.
    """
    if signals.members:
        return agreed(signals.id, [_voice(one, index, config, guards) for one in signals.members])
    return _alone(signals, index, config, guards)[0]


def _alone(
    signals: Signals, index: Index, config: AbstentionConfig, guards: Guards
) -> tuple[Decision, _Scored | None]:
    """The decision about the signals of one backend, and the scores it rests on."""
    guesses = _usable(signals, config)
    scored = _score(guesses, index, config)
    if scored is None:
        against = _faults(signals, guards)
        nothing = Reason("no_signal", 0.0, 1.0, False)
        names = tuple(reason.parameter for reason in against)
        reasons = (nothing, *against)
        nobody = Decision(signals.id, "abstain", None, (), 0.0, reasons, names, config.hash)
        return nobody, None
    accepted, reasons = _rules(scored, config)
    against = _guards(signals, scored, config, guards)
    decision = Decision(
        id=signals.id,
        outcome="accept" if accepted and not against else "abstain",
        regime=scored.regime,
        candidates=tuple(_candidate(n, scored, guesses, index, config) for n in scored.best),
        margin=scored.margin,
        reasons=(*reasons, *against),
        guards=tuple(reason.parameter for reason in against),
        config=config.hash,
    )
    return decision, scored


def _voice(signals: Signals, index: Index, config: AbstentionConfig, guards: Guards) -> Voice:
    """What a member of an ensemble decides, and how firmly it stands for its best work."""
    decision, scored = _alone(signals, index, config, guards)
    if scored is None or not scored.best or _faults(signals, guards):
        return Voice(decision)
    strong, spread = _published(scored)
    clear = strong and scored.margin > spread

    def behind(work: str) -> float:
        return round(scored.score - float(scored.combined[index.number[work]]), _DECIMALS)

    return Voice(decision, True, strong, clear, spread, behind, frozenset(signals.in_view))


def _published(scored: _Scored) -> tuple[bool, float]:
    """Whether the best score would do by the published thresholds, and the margin they ask for."""
    if scored.regime == "artist":
        return scored.score > _DEFAULTS.artist_accept, 0.0
    if scored.regime == "fallback":
        return scored.score > _DEFAULTS.fallback_accept, _DEFAULTS.fallback_margin
    direct = scored.of_best("title") > _DEFAULTS.title_accept
    return direct or scored.score > _DEFAULTS.combined_accept, _DEFAULTS.combined_margin


def _usable(signals: Signals, config: AbstentionConfig) -> Guesses:
    """The guesses that hold a word and, under strict abstention, are no uncertain answer."""
    given: Guesses = {"title": signals.title, "artist": signals.artist, "subject": signals.subject}
    return {
        field: tuple(guess for guess in words if _speaks(guess, config.strict_abstention))
        for field, words in given.items()
    }


@lru_cache(maxsize=4096)  # a moved slider asks again about the same words of every clip
def _speaks(guess: str, strict: bool) -> bool:
    return bool(normalise(guess)) and not (strict and uncertain(guess))


def _score(guesses: Guesses, index: Index, config: AbstentionConfig) -> _Scored | None:
    """Every work's scores under the regime that the guesses select; None without a guess."""
    if not any(guesses.values()):
        return None
    alpha = config.token_weight
    fields = {f: np.round(index.scores(f, guesses[f], alpha), _DECIMALS) for f in FIELDS}
    regime: Regime = "title" if guesses["title"] else "fallback"
    if _highest(fields["artist"]) > config.artist_activate:
        regime = "artist"
    parameter = f"{regime}_weights"
    weights = zip(_HANDLES[parameter], getattr(config, parameter), strict=True)
    combined = np.zeros(len(index))
    for field, weight in weights:
        combined += weight * fields[field]
    combined = np.round(combined, _DECIMALS)
    order = np.argsort(-combined, kind="stable")[:_CANDIDATES]
    return _Scored(regime, fields, combined, tuple(int(n) for n in order if combined[n] > 0))


def _rules(scored: _Scored, config: AbstentionConfig) -> tuple[bool, tuple[Reason, ...]]:
    """Whether the regime's thresholds are exceeded, and the comparisons that settled it."""
    if scored.regime == "artist":
        led = _above("artist_activate", _highest(scored.fields["artist"]), config)
        return _all(led, _above("artist_accept", scored.score, config))
    if scored.regime == "fallback":
        return _all(
            _above("fallback_accept", scored.score, config),
            _above("fallback_margin", scored.margin, config),
        )
    direct = _all(
        _above("title_accept", scored.of_best("title"), config),
        _above("title_margin", scored.margin, config),
    )
    otherwise = _all(
        _above("combined_accept", scored.score, config),
        _above("combined_margin", scored.margin, config),
    )
    if direct[0] or otherwise[0]:
        return direct if direct[0] else otherwise
    return False, (*direct[1], *otherwise[1])


def _above(parameter: str, observed: float, config: AbstentionConfig) -> Reason:
    required = float(getattr(config, parameter))
    return Reason(parameter, observed, required, observed > required)


def _all(*reasons: Reason) -> tuple[bool, tuple[Reason, ...]]:
    return all(reason.passed for reason in reasons), reasons


def _guards(
    signals: Signals, scored: _Scored, config: AbstentionConfig, guards: Guards
) -> tuple[Reason, ...]:
    """The guards that fire, each with what it saw."""
    fired: list[Reason] = []
    if guards.tie and scored.best and scored.margin <= 0:
        fired.append(Reason("tie", scored.margin, 0.0, False))
    if guards.conflict and (conflict := _conflict(scored, config)):
        fired.append(conflict)
    return (*fired, *_faults(signals, guards))


def _conflict(scored: _Scored, config: AbstentionConfig) -> Reason | None:
    """The best title and the best artist are strong, and no work has both."""
    title, artist = scored.fields["title"], scored.fields["artist"]
    if _highest(title) <= _STRONG_TITLE or _highest(artist) <= config.artist_activate:
        return None
    if np.any((title == title.max()) & (artist == artist.max())):
        return None
    return Reason("conflict", _highest(title), _STRONG_TITLE, False)


def _faults(signals: Signals, guards: Guards) -> tuple[Reason, ...]:
    """What the evidence itself trips, as far as the guard of that name is on."""
    on = {"degenerate": guards.degenerate, "format": guards.format}
    names = (name for name, is_on in on.items() if is_on and name in signals.faults)
    return tuple(Reason(name, 1.0, 0.0, False) for name in names)


def _highest(scores: _Floats) -> float:
    return float(scores.max()) if scores.size else 0.0


def _candidate(
    number: int, scored: _Scored, guesses: Guesses, index: Index, config: AbstentionConfig
) -> Candidate:
    """A work with the words that met in each field."""

    def evidence(field: Field) -> FieldEvidence:
        met = index.explain(number, field, guesses[field], config.token_weight)
        compared = float(scored.fields[field][number])  # the rounded score
        return FieldEvidence(compared, met.guess, met.alias, met.token, met.trigram)

    return Candidate(
        work=index.works[number].identifier,
        title=evidence("title"),
        artist=evidence("artist"),
        subject=evidence("subject"),
        score=float(scored.combined[number]),
    )
