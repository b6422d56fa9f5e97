"""Accept or abstain, from where the works stand: thresholds, margins and guards.

`pipeline.decide` finds out where they stand in the whole catalogue, `pipeline.redecide.batch` among
the few works of each stored clip that any settings could bring to the fore; the rules are these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue import DECIMALS, Field
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.ensemble import Voice, agreed
from pipeline.types import Candidate, Decision, Guard, Reason, Regime, Signals, Threshold

CANDIDATES = 3
HANDLES: Mapping[Regime, tuple[Field, ...]] = {
    "artist": ("artist", "title", "subject"),
    "title": ("title", "subject"),
    "fallback": ("artist", "subject"),
}
"""The fields that a regime weighs, in the order in which they are added up."""
_DEFAULTS = AbstentionConfig()
_STRONG_TITLE, _STRONG_ARTIST = _DEFAULTS.title_accept, _DEFAULTS.artist_activate
"""The similarities that make a conflict. They do not follow the sliders of those names: moving a
slider must never disarm a guard, and so turn an abstention into an acceptance."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the works of the catalogue stand with one backend's guesses.

    `highest_title` and `highest_artist` are over all works, and `united` is whether one work has
    both. `combined(work)` is the score C of any work that a backend of the clip thinks best.
    """

    regime: Regime
    candidates: tuple[Candidate, ...]
    highest_title: float
    highest_artist: float
    united: bool
    combined: Callable[[str], float]

    @property
    def score(self) -> float:
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def margin(self) -> float:
        """C of the best work less C of the next, which is 0 where there is none."""
        second = self.candidates[1].score if len(self.candidates) > 1 else 0.0
        return round(self.score - second, DECIMALS)

    @property
    def title(self) -> float:
        """The title similarity of the best work."""
        return self.candidates[0].title.score if self.candidates else 0.0


Stand = Callable[[Signals], Standing | None]
"""Where the works stand with the signals of one backend; None where they guess nothing."""


def judged(signals: Signals, stand: Stand, config: AbstentionConfig, guards: Guards) -> Decision:
    """The decision about signals of one backend, or of several, which `agreed` combines."""
    if not signals.members:
        return _alone(signals, stand(signals), config, guards)
    voices = [_voice(member, stand(member), config, guards) for member in signals.members]
    return agreed(signals.id, voices)


def _alone(
    signals: Signals, standing: Standing | None, config: AbstentionConfig, guards: Guards
) -> Decision:
    faults = _faults(signals, guards)
    if standing is None:
        names = tuple(reason.parameter for reason in faults)
        reasons = (Reason("no_signal", 0.0, 1.0, False), *faults)
        return Decision(signals.id, "abstain", None, (), 0.0, reasons, names, config.hash)
    accepted, reasons = _rules(standing, config)
    against = (*_guards(standing, guards), *faults)
    return Decision(
        id=signals.id,
        outcome="accept" if accepted and not against else "abstain",
        regime=standing.regime,
        candidates=standing.candidates,
        margin=standing.margin,
        reasons=(*reasons, *against),
        guards=tuple(reason.parameter for reason in against),
        config=config.hash,
    )


def _voice(
    signals: Signals, standing: Standing | None, config: AbstentionConfig, guards: Guards
) -> Voice:
    """What a member of an ensemble decides, and how firmly it stands for its best work."""
    decision = _alone(signals, standing, config, guards)
    if standing is None or not standing.candidates or _faults(signals, guards):
        return Voice(decision)
    strong, spread = _published(standing)
    clear = strong and standing.margin > spread

    def behind(work: str) -> float:
        return round(standing.score - standing.combined(work), DECIMALS)

    return Voice(decision, True, strong, clear, spread, behind, frozenset(signals.in_view))


def _published(standing: Standing) -> tuple[bool, float]:
    """Whether the best score would do by the published thresholds, and the margin they ask for."""
    if standing.regime == "artist":
        return standing.score > _DEFAULTS.artist_accept, 0.0
    if standing.regime == "fallback":
        return standing.score > _DEFAULTS.fallback_accept, _DEFAULTS.fallback_margin
    direct = standing.title > _DEFAULTS.title_accept
    return direct or standing.score > _DEFAULTS.combined_accept, _DEFAULTS.combined_margin


def _rules(standing: Standing, config: AbstentionConfig) -> tuple[bool, tuple[Reason, ...]]:
    """Whether the regime's thresholds are exceeded, and the comparisons that settled it."""
    if standing.regime == "artist":
        led = _above("artist_activate", standing.highest_artist, config)
        return _all(led, _above("artist_accept", standing.score, config))
    if standing.regime == "fallback":
        return _all(
            _above("fallback_accept", standing.score, config),
            _above("fallback_margin", standing.margin, config),
        )
    direct = _all(
        _above("title_accept", standing.title, config),
        _above("title_margin", standing.margin, config),
    )
    otherwise = _all(
        _above("combined_accept", standing.score, config),
        _above("combined_margin", standing.margin, config),
    )
    if direct[0] or otherwise[0]:
        return direct if direct[0] else otherwise
    return False, (*direct[1], *otherwise[1])


def _above(parameter: Threshold, observed: float, config: AbstentionConfig) -> Reason:
    required = float(getattr(config, parameter))
    return Reason(parameter, observed, required, observed > required)


def _all(*reasons: Reason) -> tuple[bool, tuple[Reason, ...]]:
    return all(reason.passed for reason in reasons), reasons


def _guards(standing: Standing, guards: Guards) -> Sequence[Reason]:
    """The guards about scores that fire, each with what it saw."""
    fired: list[Reason] = []
    if guards.tie and standing.candidates and standing.margin <= 0:
        fired.append(Reason("tie", standing.margin, 0.0, False))
    if guards.conflict and _conflict(standing):
        fired.append(Reason("conflict", standing.highest_title, _STRONG_TITLE, False))
    return fired


def _conflict(standing: Standing) -> bool:
    """The best title and the best artist are strong, and no work has both."""
    strong = standing.highest_title > _STRONG_TITLE and standing.highest_artist > _STRONG_ARTIST
    return strong and not standing.united


def _faults(signals: Signals, guards: Guards) -> tuple[Reason, ...]:
    """What the evidence itself trips, as far as the guard of that name is on."""
    on: dict[Guard, bool] = {"degenerate": guards.degenerate, "format": guards.format}
    names = (name for name, is_on in on.items() if is_on and name in signals.faults)
    return tuple(Reason(name, 1.0, 0.0, False) for name in names)
