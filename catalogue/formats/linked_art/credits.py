"""Who made a Linked Art object, who may have, and who was once taken for its maker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.attribution import Credit, Term, credit, leading, standing
from catalogue.formats.described import NO_QUALIFIER
from catalogue.formats.linked_art.entities import content, dicts, id_of, label_of, name_of, words

_ASSIGNED = ("carried_out_by", "influenced_by", "produced_by", "part", None)
"""What an assignment may assign for its actor to be of the production; None if it does not say."""
_EXPLAINED = re.compile(r"\s*\(attribution qualifiers?\)", re.IGNORECASE)
_REMARK = re.compile(r"\[([^\[\]]+)\]")
_AFTER = Term(("after",))
_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Maker:
    """A person or group with a part in a work, and the entity that names it."""

    name: str
    part: Credit
    actor: dict[str, Any]


def credited(value: dict[str, Any]) -> Iterator[Maker]:
    """Everybody named in the productions of an object, each with the part in it.

    Who is named with a qualifier and without one is taken with it.
    """
    makers = list(_everybody(value))
    doubted = {_key(m.actor) for m in makers if m.part.standing in ("former", "qualified")}
    for maker in makers:
        plain = maker.part.standing in ("maker", "certain")
        if not (plain and _key(maker.actor) in doubted):
            yield maker


def _key(actor: dict[str, Any]) -> str:
    return id_of(actor) or name_of(actor)


def _everybody(value: dict[str, Any]) -> Iterator[Maker]:
    for production in dicts(value, "produced_by"):
        yield from _of_production(production, ())
    for assignment in _assignments(value):
        if assignment.get("assigned_property") == "produced_by":
            yield from _of_assignment(assignment, ())


def productions_of(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The productions and their parts, in which several people may have had several tasks."""
    for production in dicts(value, "produced_by"):
        yield production
        for part in dicts(production, "part"):
            yield from (part, *dicts(part, "part"))


def _of_production(
    production: dict[str, Any], given: tuple[Term, ...], depth: int = 0
) -> Iterator[Maker]:
    assignments = _assignments(production)
    on_all = (t for a in assignments if not dicts(a, "assigned") for t in _qualifiers(a))
    terms = (*given, *_known(production), *_remarks(production), *on_all)
    actors = dicts(production, "carried_out_by")
    yield from (_maker(actor, terms) for actor in actors)
    for actor in dicts(production, "influenced_by"):
        if _is_actor(actor):
            yield _maker(actor, (*terms, _AFTER))
    for assignment in assignments:
        yield from _of_assignment(assignment, terms, beside=actors)
    for part in dicts(production, "part") if depth < _DEPTH else ():
        yield from _of_production(part, terms, depth + 1)


def _assignments(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [*dicts(value, "attributed_by"), *dicts(value, "assigned_by")]


def _of_assignment(
    assignment: dict[str, Any],
    given: tuple[Term, ...],
    beside: Sequence[dict[str, Any]] = (),
) -> Iterator[Maker]:
    """The actors that an assignment names; `beside` are those that the production has without it.

    An assignment without a qualifier beside an artist is not understood: Linked Art has it for
    what was once held, too.
    """
    if assignment.get("assigned_property") not in _ASSIGNED:
        return
    known = _qualifiers(assignment)
    if assignment.get("assigned_property") == "influenced_by":
        known = known or (_AFTER,)
    unclear = (Term((NO_QUALIFIER,)),) if beside and not known else ()
    terms = (*given, *known, *unclear)
    for assigned in dicts(assignment, "assigned"):
        if _is_actor(assigned):
            yield _maker(assigned, terms)
        else:
            yield from _of_production(assigned, terms)


def _qualifiers(assignment: dict[str, Any]) -> tuple[Term, ...]:
    """What an assignment says of an attribution, by its terms or else by its label."""
    label = Term((label_of(assignment),))
    return tuple(_terms(assignment)) or ((label,) if standing(label) != "unknown" else ())


def _is_actor(value: dict[str, Any]) -> bool:
    return value.get("type") in ("Person", "Group", "Actor")


def _maker(actor: dict[str, Any], qualifiers: tuple[Term, ...]) -> Maker:
    """An actor with all that is said; of the workshop of a master, the master."""
    terms = (*qualifiers, *_known(actor))
    masters = [p for f in dicts(actor, "formed_by") for p in dicts(f, "influenced_by")]
    if masters and any(standing(term) == "qualified" for term in terms):
        actor = masters[0]
    kind, phrase, rest = leading(name := name_of(actor))
    if kind in ("former", "after"):
        name, terms = rest, (*terms, Term((phrase,)))
    return Maker(name, _part(terms), actor)


def _part(terms: Sequence[Term]) -> Credit:
    """The part of an actor: a publisher does not become an artist by a qualifier."""
    roles = [term for term in terms if standing(term) in ("other", "maker")]
    return credit(roles, [term for term in terms if term not in roles])


def _known(value: dict[str, Any]) -> Iterator[Term]:
    """The terms of a classification or technique that are about an attribution or no making."""
    for term in (*_terms(value), *_terms(value, "technique")):
        if standing(term) in ("former", "after", "qualified", "other"):
            yield term


def _remarks(value: dict[str, Any]) -> Iterator[Term]:
    """What a statement says in square brackets of an attribution that was given up."""
    for statement in dicts(value, "referred_to_by"):
        for remark in _REMARK.findall(content(statement)):
            if standing(term := Term((remark,))) == "former":
                yield term


def _terms(value: dict[str, Any], name: str = "classified_as") -> Iterator[Term]:
    for concept in dicts(value, name):
        texts = [name_of(concept), *(words(n.get("@value")) for n in dicts(concept, "notation"))]
        addresses = [id_of(concept), *map(id_of, dicts(concept, "equivalent"))]
        shown = (_EXPLAINED.sub("", text) for text in texts)
        yield Term(tuple(dict.fromkeys(filter(None, shown))), tuple(filter(None, addresses)))
