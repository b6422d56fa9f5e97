"""Linked Art (https://linked.art/api/1.0): each object of the JSON-LD as a record.

The profile fixes the names of members, so plain JSON is enough. The context of a term would have to
be fetched, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.authorities import Authority, AuthorityField, recognised
from catalogue.formats.described import FORMER, OTHERS, UNCLEAR, Described
from catalogue.formats.json_text import as_list
from catalogue.formats.linked_art.credits import Maker, credited, productions_of
from catalogue.formats.linked_art.entities import (
    classes,
    content,
    date,
    dicts,
    id_of,
    label_of,
    name_of,
    names_of,
)

_OBJECTS = {"HumanMadeObject", "ManMadeObject", "crm:E22_Human-Made_Object"}
_TYPES = _OBJECTS | {
    "Person", "Group", "Place", "Set", "Type", "Material", "VisualItem", "LinguisticObject",
    "DigitalObject", "PhysicalObject", "Concept", "Activity", "Event", "Period",
}  # fmt: skip
_ACCESSION = {"300312355", "300445023", "300404621"}
_DESCRIPTION = {"300435416", "300411780", "300080091"}
_MATERIALS = {"300435429"}
_TYPE_OF_WORK = "300435443"


def is_linked_art(value: dict[str, Any]) -> bool:
    """Whether a JSON object is an entity of Linked Art."""
    contexts = " ".join(map(str, as_list(value.get("@context"))))
    typed = _TYPES & set(map(str, as_list(value.get("type") or value.get("@type"))))
    return "linked.art" in contexts or bool(
        typed and value.keys() & {"identified_by", "_label", "produced_by", "classified_as"}
    )


def describe(value: dict[str, Any]) -> Described | str:
    """The cells and identifiers of an object, or the reason why it is not one."""
    types = list(map(str, as_list(value.get("type") or value.get("@type"))))
    if types and not _OBJECTS & set(types):
        return f"is a {types[0][:60]} and not an object"
    names = names_of(value)
    title = names[0] if names else label_of(value)
    productions = list(productions_of(value))
    makers = list(credited(value))
    artists = [maker for maker in makers if _column_of(maker) == "artist"]
    subjects = list(_subjects(value))
    types_of_work = dicts(value, "classified_as")
    leading = [t for t in types_of_work if _TYPE_OF_WORK in classes(t)] or types_of_work
    cells = {
        "identifier": _identifier(value),
        "title": title,
        "other titles": "\n".join(dict.fromkeys(n for n in names[1:] if n != title)),
        **_people(makers),
        "subject": _joined(map(name_of, subjects)),
        "genre": _joined(map(name_of, leading)),
        "description": "\n".join(_statements(value, _DESCRIPTION)),
        "picture": next(_access_points(value, "representation"), ""),
        "date": next(filter(None, map(date, productions)), ""),
        "medium": "; ".join(_statements(value, _MATERIALS))
        or _joined(map(name_of, dicts(value, "made_of"))),
        "repository": _joined(map(name_of, dicts(value, "current_owner"))),
        "link": id_of(value),
    }
    entities: list[tuple[dict[str, Any], AuthorityField]] = [
        *((maker.actor, "artist") for maker in artists),
        *((subject, "subject") for subject in subjects),
        *((kind, "genre") for kind in types_of_work),
        (value, "work"),
    ]
    authorities = (a for entity, field in entities for a in _authorities(entity, field))
    unclear = (m.part.words for m in makers if m.name and m.part.standing == "unknown")
    unknown = tuple(dict.fromkeys(unclear))
    return Described(cells, tuple(dict.fromkeys(authorities)), unknown)


def _people(makers: Iterable[Maker]) -> dict[str, str]:
    """The names of makers by column; artists of models come last."""
    columns: dict[str, list[Maker]] = {"artist": []}
    for maker in sorted(makers, key=lambda maker: maker.part.standing == "after"):
        columns.setdefault(_column_of(maker), []).append(maker)
    return {
        column: _joined(maker.part.named(maker.name) for maker in group)
        for column, group in columns.items()
    }


def _column_of(maker: Maker) -> str:
    columns: Mapping[str, str] = {"former": FORMER, "unknown": UNCLEAR, "other": OTHERS}
    return columns.get(maker.part.standing, "artist")


def _authorities(value: dict[str, Any], field: AuthorityField) -> Iterator[Authority]:
    for entity in (value, *dicts(value, "equivalent")):
        yield from recognised(id_of(entity), field)
    if field == "work":
        for address in _access_points(value, "subject_of"):
            yield from recognised(address, "work")


def _subjects(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names = ("represents", "represents_instance_of_type", "about", "depicts")
    for entity in (value, *dicts(value, "shows"), *dicts(value, "carries")):
        yield from (subject for name in names for subject in dicts(entity, name))


def _identifier(value: dict[str, Any]) -> str:
    identifiers = [i for i in dicts(value, "identified_by") if i.get("type") == "Identifier"]
    identifiers.sort(key=lambda identifier: not _ACCESSION & set(classes(identifier)))
    return next(filter(None, map(content, identifiers)), "") or id_of(value)


def _statements(value: dict[str, Any], kinds: set[str]) -> list[str]:
    statements = [s for s in dicts(value, "referred_to_by") if kinds & set(classes(s))]
    return [text for statement in statements if (text := content(statement))]


def _access_points(value: dict[str, Any], name: str) -> Iterator[str]:
    """The addresses of the files that the entities under a name lead to."""
    inner = ("digitally_shown_by", "digitally_carried_by")
    for entity in dicts(value, name):
        for medium in (entity, *(d for key in inner for d in dicts(entity, key))):
            yield from filter(None, map(id_of, dicts(medium, "access_point")))


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
