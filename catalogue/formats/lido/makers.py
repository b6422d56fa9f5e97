"""The makers of the work of a LIDO record, how certain they are, and the date."""

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
    is_no_qualifier,
    is_other,
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
    terms,
    text,
    texts,
    translated,
    within,
)
from catalogue.lengths import LONGEST_NAME
from catalogue.normalise import normalise

PREFERRED = ("preferred", "lido00169")
_ELSEWHERE = {"subjectEvent", "relatedEvent", "relatedWork", "thingPresent"}
"""Elements whose events are not the work's own."""
_JOINING = re.compile(r"^[\s/]*+(?:(?:and|or|und|oder|et|ou|e|o)\b[\s/:]*+)++", re.IGNORECASE)
_LIFE = re.compile(r",\s*+(?:\w{1,5}\.?\s+)?\d{3,4}\b.*$")
_BRACKETED_LAST = re.compile(r"[(\[]([^()\[\]]+)[)\]]$")
_AFTER_COMMA = re.compile(r",([^,()\[\]]+)$")


@dataclass(frozen=True)
class Maker:
    """A maker of the work: the name with its qualifier, and the element that says so."""

    name: str
    element: Any
    """The actor, or the whole entry of an actor who has only a display name."""
    others: tuple[str, ...] = ()
    """Further names of the same person."""
    certain: bool = False
    """Whether the role is that of a maker."""
    model: bool = False
    """Whether a work by this artist was the model of this work."""
    former: bool = False
    """Whether the attribution was given up."""


def makers(part: Any, language: str) -> list[Maker]:
    """The makers of the work, then the artists of its models, each name once."""
    making, unknown = _events(part)
    actors = [actor for event in making for actor in _actors(event, language)]
    if not actors:
        # An unknown event may be a making: its artists count, or if it has none, everybody in it.
        actors = [actor for event in unknown for actor in _actors(event, language)]
        actors = [actor for actor in actors if actor.certain] or actors
    actors.sort(key=lambda actor: actor.model)
    return list({actor.name: actor for actor in actors}.values())


def dated(part: Any, language: str) -> str:
    """The date of the work as the museum writes it; else its first and last year."""
    making, unknown = _events(part)
    events = [*making, *unknown]
    dates = filter(None, (_date(event, language) for event in events))
    periods = ("; ".join(concepts(within(event, "periodName"), language)) for event in events)
    return next(dates, "") or next(filter(None, periods), "")


def actor_name(actor: Any, language: str) -> str:
    """The preferred name of an actor, if possible in this language."""
    return next(iter(_names(actor, language)), "")


def _events(part: Any) -> tuple[list[Any], list[Any]]:
    """The events that made the work, and those of unknown kind."""
    making, unknown = [], []
    for event in within(part, "event"):
        if _ELSEWHERE.isdisjoint(map(name_of, event.iterancestors())):
            kind = _kind(event)
            if is_making(*kind):
                making.append(event)
            elif not is_other(*kind):
                unknown.append(event)
    return making, unknown


def _kind(event: Any) -> tuple[set[str], str]:
    """The kind of an event: its numbers or names in the terminology, and its words."""
    kinds = [element for element in event if name_of(element) == "eventType"]
    numbers = {ending(address).lower() for kind in kinds for address in addresses(kind)}
    words = [word for kind in kinds for word in terms(kind).values() or (text(kind),)]
    return numbers, " ".join((*words, *numbers))


def _actors(event: Any, language: str) -> Iterator[Maker]:
    for holder in in_order(within(event, "eventActor")):
        in_roles = list(within(holder, "actorInRole"))
        actors = [actor for in_role in in_roles for actor in _in_role(in_role, language)]
        named = [actor for actor in actors if actor.name]
        yield from named
        # The display name counts only if no role has excluded its bearer as a maker.
        if not named and (actors or not in_roles):
            yield from _from_display_name(holder, language)


def _in_role(in_role: Any, language: str) -> Iterator[Maker]:
    roles = [_words(role) for role in within(in_role, "roleActor")]
    if roles and all(map(is_no_maker, roles)):
        return
    qualifiers = concepts(within(in_role, "attributionQualifierActor"), language)
    qualifier = _qualifier(qualifiers, roles)
    terms_of_roles = concepts(within(in_role, "roleActor"), language)
    models = [role for role in terms_of_roles if is_model(role)]
    former = is_former(qualifier) or any(map(is_former, roles))
    if models and not qualifier:
        qualifier = _in_brackets(models[0])
    for actor in within(in_role, "actor"):
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
    """The terms of a role in all languages, and the last parts of its identifiers."""
    words = terms(role).values() or (text(role),)
    return " ".join((*words, *map(ending, addresses(role))))


def _qualifier(qualifiers: list[str], roles: list[str]) -> str:
    """The first real qualifier ("workshop of"), as opposed to "and" or the role repeated."""
    for words in qualifiers:
        rest = _JOINING.sub("", words).strip(" /:")
        is_role = any(_words_of(rest) <= _words_of(role) for role in roles)
        if not is_role and not is_no_qualifier(rest):
            return _in_brackets(rest)
    return ""


def _words_of(text: str) -> set[str]:
    return set(normalise(text).split())


def _in_brackets(words: str) -> str:
    # Two words in brackets, the first with a capital, would count as another name.
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


def _from_display_name(holder: Any, language: str) -> Iterator[Maker]:
    """An actor with only a display name: "Sandro Botticelli (1445-1510), painter"."""
    display_name = translated(within(holder, "displayActorInRole"), language)
    name, role = _split(display_name)
    if name and not is_no_maker(role):
        yield Maker(name, holder, certain=is_maker(role), former=is_former(role))


def _split(display_name: str) -> tuple[str, str]:
    """The name and the role in a display name; the role may be missing."""
    if len(display_name) > LONGEST_NAME:
        return display_name, ""
    before, colon, after = (side.strip() for side in display_name.partition(":"))
    if colon and after and _is_role(before):
        return _without_life(after), before
    last = _BRACKETED_LAST.search(display_name) or _AFTER_COMMA.search(display_name)
    name = display_name[: last.start()].rstrip() if last else ""
    if last and name and "\n" not in name and _is_role(last[1]):
        return _without_life(name), last[1].lstrip()
    return _without_life(display_name), ""


def _is_role(words: str) -> bool:
    return len(words.split()) <= 4 and (is_maker(words) or is_no_maker(words))


def _without_life(name: str) -> str:
    """A name without the years, and the nation after them, that follow a comma."""
    if len(name) > LONGEST_NAME:
        return name
    return _LIFE.sub("", name).strip(" ,;") or name


def _date(event: Any, language: str) -> str:
    for date in within(event, "eventDate"):
        display_date = translated(within(date, "displayDate"), language)
        if normalise(display_date):
            return display_date
        first = [re.sub(r"-01-01$", "", day) for day in texts(date, "earliestDate")]
        last = [re.sub(r"-12-31$", "", day) for day in texts(date, "latestDate")]
        if years := "–".join(dict.fromkeys([*first, *last])):
            return years
    return ""


def other_names(makers: Iterable[Maker]) -> list[str]:
    """The further names of all makers, each once."""
    return list(dict.fromkeys(name for maker in makers for name in maker.others))
