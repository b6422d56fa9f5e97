"""The makers of the work of a LIDO record, how certain they are, and the date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.attribution import Credit, Standing, Term, credit, leading, standing
from catalogue.formats.lido.events import is_making, is_other
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
    texts_of_term,
    translated,
    within,
)
from catalogue.lengths import LONGEST_NAME
from catalogue.normalise import normalise

PREFERRED = ("preferred", "lido00169")
_ELSEWHERE = {"subjectEvent", "relatedEvent", "relatedWork", "thingPresent"}
"""Elements whose events are not the work's own."""
_JOINING = re.compile(
    r"^[\s/]*+(?:(?:and|or|und|oder|et|ou|e|o|och|og|en|y|i)\b[\s/:]*+)++", re.IGNORECASE
)
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
    standing: Standing = "certain"
    """What role and qualifier say; `certain` without a role."""
    unknown: str = ""
    """The role or qualifier that is not understood."""


def makers(part: Any, language: str) -> list[Maker]:
    """Everybody named as a maker of the work, each once: artists of its models come last.

    Their standing tells whether they are, were taken for it, or cannot be understood.
    """
    making, unknown = _events(part)
    actors = [actor for event in making for actor in _actors(event, language)]
    if not actors:
        # An unknown event may be a making: its artists count, or if it has none, everybody in it.
        actors = [actor for event in unknown for actor in _actors(event, language)]
        artists = [actor for actor in actors if actor.standing not in ("certain", "unknown")]
        actors = artists or actors
    actors.sort(key=lambda actor: actor.standing == "after")
    return list({(actor.name, actor.standing): actor for actor in actors}.values())


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
    named = [address for kind in kinds for address in addresses(kind)]
    numbers = {re.split("[:=]", ending(address).lower())[-1] for address in named}
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
    roles = [term for e in within(in_role, "roleActor") for term in _terms(e, language)]
    given = [
        term
        for element in _in_language(within(in_role, "attributionQualifierActor"), language)
        for term in _terms(element, language)
    ]
    qualifiers = [term for term in map(_without_joining, given) if not _repeats(term, roles)]
    part = credit(roles, qualifiers)
    if part.standing == "other":
        return
    for actor in within(in_role, "actor"):
        name, *others = _names(actor, language) or [""]
        yield _maker(name, actor, part, tuple(others))


def _maker(name: str, element: Any, part: Credit, others: tuple[str, ...] = ()) -> Maker:
    unknown = part.words if part.standing == "unknown" else ""
    return Maker(part.named(name), element, others, part.standing, unknown)


def _terms(element: Any, language: str) -> list[Term]:
    """The roles or qualifiers in an element, each with its words in all languages."""
    return [
        Term(words, tuple(addresses))
        for words, addresses in texts_of_term(element, language)
        if words or addresses
    ]


def _in_language(elements: Iterable[Any], language: str) -> list[Any]:
    """Elements in this language first: of a qualifier in several, it stays with the name."""
    return sorted(elements, key=lambda element: foreign(element, language))


def _without_joining(term: Term) -> Term:
    """A qualifier ("and: workshop of") without the words that join actors."""
    words = (_JOINING.sub("", text).strip(" /:") for text in term.words)
    return Term(tuple(filter(None, words)), term.addresses)


def _repeats(term: Term, roles: list[Term]) -> bool:
    """Whether a qualifier only repeats a role."""
    words = _words_of(" ".join(term.words))
    return not term.addresses and any(words <= _words_of(" ".join(r.words)) for r in roles)


def _words_of(text: str) -> set[str]:
    return set(normalise(text).split())


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
    name, role = _split(translated(within(holder, "displayActorInRole"), language))
    part = credit([Term((role,))] if role else [])
    if name and part.standing != "other":
        yield _maker(name, holder, part)


def _split(display_name: str) -> tuple[str, str]:
    """The name and the role or qualifier in a display name; both may be missing."""
    if len(display_name) > LONGEST_NAME:
        return display_name, ""
    kind, phrase, rest = leading(display_name)
    if kind in ("former", "after"):
        return _without_life(_split(rest)[0]), phrase
    before, colon, after = (side.strip() for side in display_name.partition(":"))
    if colon and after and _is_role(before):
        return _without_life(after), before
    last = _BRACKETED_LAST.search(display_name) or _AFTER_COMMA.search(display_name)
    name = display_name[: last.start()].rstrip() if last else ""
    if last and name and "\n" not in name and _is_role(last[1]):
        return _without_life(name), last[1].lstrip()
    return _without_life(display_name), ""


def _is_role(words: str) -> bool:
    return len(words.split()) <= 4 and standing(Term((words,))) not in ("unknown", "certain")


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
