"""Who made the work of a LIDO record, how surely, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.formats.lido.events import (
    is_former,
    is_maker,
    is_making,
    is_model,
    is_no_maker,
    is_other,
    says_nothing,
)
from catalogue.formats.lido.xml import (
    addresses,
    attribute,
    concepts,
    ending,
    foreign,
    holds,
    in_order,
    name_of,
    spoken,
    terms,
    text,
    texts,
    within,
)
from catalogue.normalise import normalise

PREFERRED = ("preferred", "lido00169")
_ELSEWHERE = {"subjectEvent", "relatedEvent", "relatedWork", "thingPresent"}
"""Where an event stands that is not one of the work's own."""
_JOINING = re.compile(r"^[\s/]*(?:(?:and|or|und|oder|et|ou|e|o)\b[\s/:]*)+", re.IGNORECASE)
_LIFE = re.compile(r",\s*(?:\w{1,5}\.?\s+)?\d{3,4}\b.*$")
_ROLE_LAST = re.compile(
    r"^(?P<name>.+?)(?:\s*[(\[](?P<in>[^()\[\]]+)[)\]]|,\s*(?P<after>[^,()\[\]]+))$"
)


@dataclass(frozen=True)
class Maker:
    """Somebody who made the work: the name with the qualifier, and where the file says so."""

    name: str
    element: Any
    """The actor, or the whole entry of an actor who is only shown."""
    others: tuple[str, ...] = ()
    """Further names of the same person."""
    known: bool = False
    """Whether the role is that of a maker."""
    model: bool = False
    """Whether the work is made after one by this artist."""
    former: bool = False
    """Whether the attribution is no longer upheld."""


def makers(part: Any, language: str) -> list[Maker]:
    """Those who made the work, then those after whose work it is made, each name once."""
    made, unknown, _ = _sorted(part)
    found = [one for event in made for one in _actors(event, language)]
    if not found:
        # Of an event that is not understood, an artist is one; failing that, anybody in it.
        found = [one for event in unknown for one in _actors(event, language)]
        found = [one for one in found if one.known] or found
    return list({one.name: one for one in sorted(found, key=lambda one: one.model)}.values())


def dated(part: Any, language: str) -> str:
    """When the work was made, as the museum writes it; else its first and last year."""
    made, unknown, _ = _sorted(part)
    events = [*made, *unknown]
    dates = filter(None, (_date(event, language) for event in events))
    periods = ("; ".join(concepts(within(event, "periodName"), language)) for event in events)
    return next(dates, "") or next(filter(None, periods), "")


def actor_name(actor: Any, language: str) -> str:
    """The preferred name of an actor, in the record's language first."""
    return next(iter(_names(actor, language)), "")


def _sorted(part: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The events that made the work, those of which nothing is known, and all others."""
    sorts: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for event in within(part, "event"):
        if _ELSEWHERE.isdisjoint(map(name_of, event.iterancestors())):
            kind = _kind(event)
            sorts[0 if is_making(*kind) else 2 if is_other(*kind) else 1].append(event)
    return sorts


def _kind(event: Any) -> tuple[set[str], str]:
    """The numbers or names in the terminology, and the words, of what kind an event is."""
    kinds = [one for one in event if name_of(one) == "eventType"]
    numbers = {ending(address).lower() for one in kinds for address in addresses(one)}
    words = [word for one in kinds for word in terms(one).values() or (text(one),)]
    return numbers, " ".join((*words, *numbers))


def _actors(event: Any, language: str) -> Iterator[Maker]:
    for holder in in_order(within(event, "eventActor")):
        acting = list(within(holder, "actorInRole"))
        named = [one for act in acting for one in _in_role(act, language)]
        known = [one for one in named if one.name]
        yield from known
        # A name that is only shown; but who is named in a role that made nothing is no maker.
        if not known and (named or not acting):
            yield from _shown(holder, language)


def _in_role(acting: Any, language: str) -> Iterator[Maker]:
    roles = [_words(role) for role in within(acting, "roleActor")]
    if roles and all(map(is_no_maker, roles)):
        return
    given = list(within(acting, "attributionQualifierActor"))
    qualifier = _qualifier(concepts(given, language), roles)
    shown = concepts(within(acting, "roleActor"), language)
    models = [role for role in shown if is_model(role)]
    former = is_former(qualifier) or any(map(is_former, roles))
    if models and not qualifier:
        qualifier = _in_brackets(models[0])
    for actor in within(acting, "actor"):
        name, *others = _names(actor, language) or [""]
        yield Maker(
            f"{name} ({qualifier})" if name and qualifier else name,
            actor,
            tuple(others),
            any(map(is_maker, roles)),
            bool(models) or is_model(qualifier),
            former,
        )


def _words(role: Any) -> str:
    """The terms of a role in all languages, and what its identifiers end in."""
    said = terms(role).values() or (text(role),)
    return " ".join((*said, *map(ending, addresses(role))))


def _qualifier(given: list[str], roles: list[str]) -> str:
    """How the actor is connected with the work ("workshop of"); not "and", nor the role again."""
    for words in given:
        left = _JOINING.sub("", words).strip(" /:")
        again = any(_words_of(left) <= _words_of(role) for role in roles)
        if not again and not says_nothing(left):
            return _in_brackets(left)
    return ""


def _words_of(said: str) -> set[str]:
    return set(normalise(said).split())


def _in_brackets(words: str) -> str:
    # Two words in brackets that begin with a capital would be taken for another name.
    plain = words.strip(" ()[]:")
    return plain[:1].lower() + plain[1:] if " " in plain else plain


def _names(actor: Any, language: str) -> list[str]:
    values = [v for names in within(actor, "nameActorSet")
              for v in within(names, "appellationValue")]  # fmt: skip

    def rank(value: Any) -> tuple[bool, bool]:
        pref = attribute(value, "pref")
        return bool(pref) and not holds(pref, PREFERRED), foreign(value, language)

    names = (_without_life(text(value)) for value in sorted(values, key=rank))
    return list(dict.fromkeys(filter(None, names)))


def _shown(holder: Any, language: str) -> Iterator[Maker]:
    """An actor who is only written out: "Sandro Botticelli (1445-1510), painter"."""
    shown = spoken(within(holder, "displayActorInRole"), language)
    name, role = _split(shown)
    if name and not is_no_maker(role):
        yield Maker(name, holder, known=is_maker(role), former=is_former(role))


def _split(shown: str) -> tuple[str, str]:
    """The name and the role in what is written out; a text without a role is all name."""
    before, colon, after = (side.strip() for side in shown.partition(":"))
    if colon and after and _is_role(before):
        return _without_life(after), before
    found = _ROLE_LAST.match(shown)
    role = (found["in"] or found["after"]) if found else ""
    if found and _is_role(role):
        return _without_life(found["name"]), role
    return _without_life(shown), ""


def _is_role(words: str) -> bool:
    return len(words.split()) <= 4 and (is_maker(words) or is_no_maker(words))


def _without_life(name: str) -> str:
    """A name without the years, and the nation after them, that a comma parts from it."""
    return _LIFE.sub("", name).strip(" ,;") or name


def _date(event: Any, language: str) -> str:
    for date in within(event, "eventDate"):
        shown = spoken(within(date, "displayDate"), language)
        if normalise(shown):
            return shown
        first = [re.sub(r"-01-01$", "", one) for one in texts(date, "earliestDate")]
        last = [re.sub(r"-12-31$", "", one) for one in texts(date, "latestDate")]
        if years := "–".join(dict.fromkeys([*first, *last])):
            return years
    return ""


def others_of(found: Iterable[Maker]) -> list[str]:
    """The further names of all makers, each once."""
    return list(dict.fromkeys(name for one in found for name in one.others))
