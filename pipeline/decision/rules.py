"""Accept or abstain, from where the works stand: thresholds, margins and guards.

`pipeline.decide` finds out where they stand in the whole catalogue, `pipeline.redecide.batch` among
the few works of each stored clip that any settings could bring to the fore; the rules are these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from catalogue import DECIMALS, Field, Index
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.contradiction import Contradiction, contradictions
from pipeline.decision.ensemble import Voice, agreed
from pipeline.decision.pointers import numbered
from pipeline.decision.standing import FITS, Standing
from pipeline.decision.usable import Guesses
from pipeline.types import Decision, Guard, Reason, Signals, Threshold

_DEFAULTS = AbstentionConfig()
_STRONG_TITLE, _STRONG_ARTIST = _DEFAULTS.title_accept, _DEFAULTS.artist_activate
"""The similarities that make a conflict. They do not follow the sliders of those names: moving a
slider must never disarm a guard, and so turn an abstention into an acceptance."""
_WHOLE = 0.99
"""Share of the words that were read of an artist, to be a form of the name."""
_CLOSE = _DEFAULTS.combined_margin
"""The margin up to which works of one artist are not told apart."""


Stand = Callable[[Signals], Standing | None]
"""Where the works stand with the signals of one backend, after evidence that points at a record;
None where they guess nothing."""
Against = Callable[[Signals, Guesses, str, Index], tuple[Contradiction, ...]]
"""What speaks against a work, whatever the settings."""


def judged(
    signals: Signals,
    stand: Stand,
    index: Index,
    config: AbstentionConfig,
    guards: Guards,
    against: Against = contradictions,
) -> Decision:
    """The decision about signals of one backend, or of several, which `agreed` combines."""
    members = signals.members or (signals,)
    standings = [stand(member) for member in members]
    if not signals.members:
        return _alone(signals, standings[0], index, config, guards, against)
    voices = [
        _voice(member, standing, index, config, guards, against)
        for member, standing in zip(members, standings, strict=True)
    ]
    return agreed(signals.id, voices)


def _alone(
    signals: Signals,
    standing: Standing | None,
    index: Index,
    config: AbstentionConfig,
    guards: Guards,
    against: Against,
) -> Decision:
    faults = _faults(signals, guards)
    if standing is None:
        names = tuple(reason.parameter for reason in faults)
        reasons = (Reason("no_signal", 0.0, 1.0, False), *faults)
        proposed = numbered(signals, index)
        return Decision(signals.id, "abstain", None, proposed, 0.0, reasons, names, config.hash)
    accepted, reasons = _rules(standing, config)
    fired = (*_guards(signals, standing, index, guards, against), *faults)
    if accepted and guards.contradicted and not fired:
        fired = _unsupported(standing, config)
    return Decision(
        id=signals.id,
        outcome="accept" if accepted and not fired else "abstain",
        regime=standing.regime,
        candidates=standing.candidates or numbered(signals, index),
        margin=standing.margin,
        reasons=(*reasons, *fired),
        guards=tuple(dict.fromkeys(reason.parameter for reason in fired)),
        config=config.hash,
    )


def _voice(
    signals: Signals,
    standing: Standing | None,
    index: Index,
    config: AbstentionConfig,
    guards: Guards,
    against: Against,
) -> Voice:
    """What a member of an ensemble decides, and how firmly it stands for its best work."""
    decision = _alone(signals, standing, index, config, guards, against)
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
    score, margin = standing.score, standing.margin
    if standing.regime == "artist":
        led = _above("artist_activate", standing.highest_artist, config)
        return _all(led, _above("artist_accept", score, config))
    if standing.regime == "fallback":
        return _all(
            _above("fallback_accept", score, config), _above("fallback_margin", margin, config)
        )
    direct = _all(
        _above("title_accept", standing.title, config), _above("title_margin", margin, config)
    )
    otherwise = _all(
        _above("combined_accept", score, config), _above("combined_margin", margin, config)
    )
    if direct[0] or otherwise[0]:
        return direct if direct[0] else otherwise
    return False, (*direct[1], *otherwise[1])


def _above(parameter: Threshold, observed: float, config: AbstentionConfig) -> Reason:
    required = float(getattr(config, parameter))
    return Reason(parameter, observed, required, observed > required)


def _all(*reasons: Reason) -> tuple[bool, tuple[Reason, ...]]:
    return all(reason.passed for reason in reasons), reasons


def _guards(
    signals: Signals, standing: Standing, index: Index, guards: Guards, against: Against
) -> Sequence[Reason]:
    """The guards about scores and readings that fire, each with what it saw."""
    fired: list[Reason] = []
    if guards.tie and standing.candidates and standing.margin <= 0:
        fired.append(Reason("tie", standing.margin, 0.0, False))
    if guards.conflict and _conflict(standing, index):
        fired.append(Reason("conflict", standing.highest_title, _STRONG_TITLE, False))
    if guards.contradicted and standing.candidates:
        fired += _contradicted(signals, standing, index, against)
    if guards.ambiguous and standing.regime == "artist" and _ahead(standing) <= _CLOSE:
        fired.append(Reason("ambiguous", _ahead(standing), _CLOSE, False))
    if guards.artist_alone and {f for f, words in standing.guesses.items() if words} == {"artist"}:
        fired.append(Reason("artist_alone", 1.0, 1.0, False))
    return fired


def _contradicted(
    signals: Signals, standing: Standing, index: Index, against: Against
) -> list[Reason]:
    """What was read that is not so of the best work."""
    work = standing.candidates[0].work
    return [
        Reason("contradicted", c.agreeing, c.required, False, c.what, c.read, c.recorded)
        for c in against(signals, standing.guesses, work, index)
    ]


def _unsupported(standing: Standing, config: AbstentionConfig) -> tuple[Reason, ...]:
    """That the work would not be identified without readings that fit no work, if so."""
    if not _hangs_on_what_fits_nothing(standing, config):
        return ()
    return (Reason("contradicted", 0.0, FITS, False, "reading"),)


def _hangs_on_what_fits_nothing(standing: Standing, config: AbstentionConfig) -> bool:
    """Whether the work would not be identified without the readings that fit no work.

    So a reading that fits nothing never turns an abstention into an acceptance.
    """
    rest = standing.supported
    if rest is None:
        return False
    leading: Field | None = standing.regime if standing.regime != "fallback" else None
    if leading and leading not in rest.fields:
        return True
    if standing.settled is not None:
        return False
    lead = standing.candidates[0]
    without = replace(standing, candidates=(replace(lead, score=rest.score),), settled=rest.margin)
    close = standing.regime == "artist" and _ahead(without) <= _CLOSE
    tied = rest.margin <= 0
    return rest.work != lead.work or tied or close or not _rules(without, config)[0]


def _ahead(standing: Standing) -> float:
    """By how much an artist-driven work is ahead of those that the artist does not tell from it."""
    return standing.margin if standing.title_margin is None else standing.title_margin


def _conflict(standing: Standing, index: Index) -> bool:
    """The best title and the best artist are strong, and no work has both.

    A shorter form of the name of the work's own artist, a surname or initials, is no other artist.
    """
    strong = standing.highest_title > _STRONG_TITLE and standing.highest_artist > _STRONG_ARTIST
    return strong and not standing.united and not _shortened(standing, index)


def _shortened(standing: Standing, index: Index) -> bool:
    """Whether the work of the best title leads, and each artist that was read is a form of its."""
    if standing.title < standing.highest_title:
        return False
    work = index.number[standing.candidates[0].work]
    shares = [index.counterparts.of("artist", g.text, work) for g in standing.guesses["artist"]]
    return all(any(s.text >= _WHOLE and not s.other_word for s in names) for names in shares)


def _faults(signals: Signals, guards: Guards) -> tuple[Reason, ...]:
    """What the evidence itself trips, as far as the guard of that name is on."""
    on: dict[Guard, bool] = {"degenerate": guards.degenerate, "format": guards.format}
    names = (name for name, is_on in on.items() if is_on and name in signals.faults)
    return tuple(Reason(name, 1.0, 0.0, False) for name in names)
