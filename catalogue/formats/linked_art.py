"""Linked Art (https://linked.art/api/1.0): each object of the JSON-LD as a record.

The profile fixes the names of members, so plain JSON is enough. The context of a term would have to
be fetched, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.authorities import Authority, AuthorityField, recognised
from catalogue.formats.described import Described
from catalogue.formats.json_text import as_list

_OBJECTS = {"HumanMadeObject", "ManMadeObject", "crm:E22_Human-Made_Object"}
_TYPES = _OBJECTS | {
    "Person", "Group", "Place", "Set", "Type", "Material", "VisualItem", "LinguisticObject",
    "DigitalObject", "PhysicalObject", "Concept", "Activity", "Event", "Period",
}  # fmt: skip
_PRIMARY_NAMES = {"300404670", "300417200", "300417193"}
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
    names = _names(value)
    title = names[0] if names else _label(value)
    productions = list(_productions(value))
    makers = [maker for production in productions for maker in _makers(production)]
    subjects = list(_subjects(value))
    types_of_work = _dicts(value, "classified_as")
    leading = [t for t in types_of_work if _TYPE_OF_WORK in _classes(t)] or types_of_work
    cells = {
        "identifier": _identifier(value),
        "title": title,
        "other titles": "\n".join(dict.fromkeys(n for n in names[1:] if n != title)),
        "artist": _joined(map(_name, makers)),
        "subject": _joined(map(_name, subjects)),
        "genre": _joined(map(_name, leading)),
        "description": "\n".join(_statements(value, _DESCRIPTION)),
        "picture": next(_access_points(value, "representation"), ""),
        "date": next(filter(None, map(_date, productions)), ""),
        "medium": "; ".join(_statements(value, _MATERIALS))
        or _joined(map(_name, _dicts(value, "made_of"))),
        "repository": _joined(map(_name, _dicts(value, "current_owner"))),
        "link": _id(value),
    }
    entities: list[tuple[dict[str, Any], AuthorityField]] = [
        *((maker, "artist") for maker in makers),
        *((subject, "subject") for subject in subjects),
        *((kind, "genre") for kind in types_of_work),
        (value, "work"),
    ]
    authorities = (a for entity, field in entities for a in _authorities(entity, field))
    return Described(cells, tuple(dict.fromkeys(authorities)))


def _authorities(value: dict[str, Any], field: AuthorityField) -> Iterator[Authority]:
    for entity in (value, *_dicts(value, "equivalent")):
        yield from recognised(_id(entity), field)
    if field == "work":
        for address in _access_points(value, "subject_of"):
            yield from recognised(address, "work")


def _productions(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The production and its parts, in which several people may have had several tasks."""
    for production in _dicts(value, "produced_by"):
        yield production
        for part in _dicts(production, "part"):
            yield from (part, *_dicts(part, "part"))


def _makers(production: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _dicts(production, "carried_out_by")
    for assignment in (*_dicts(production, "attributed_by"), *_dicts(production, "assigned_by")):
        if assignment.get("assigned_property") in ("carried_out_by", None):
            assigned = _dicts(assignment, "assigned")
            yield from (actor for actor in assigned if actor.get("type") in ("Person", "Group"))
            for activity in assigned:
                yield from _dicts(activity, "carried_out_by")


def _subjects(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names = ("represents", "represents_instance_of_type", "about", "depicts")
    for entity in (value, *_dicts(value, "shows"), *_dicts(value, "carries")):
        yield from (subject for name in names for subject in _dicts(entity, name))


def _names(value: dict[str, Any]) -> list[str]:
    """The titles, the primary one first."""
    names = [n for n in _dicts(value, "identified_by") if n.get("type") in ("Name", "Title")]
    names.sort(key=lambda name: not _PRIMARY_NAMES & set(_classes(name)))
    return [text for name in names if (text := _content(name))]


def _identifier(value: dict[str, Any]) -> str:
    identifiers = [i for i in _dicts(value, "identified_by") if i.get("type") == "Identifier"]
    identifiers.sort(key=lambda identifier: not _ACCESSION & set(_classes(identifier)))
    return next(filter(None, map(_content, identifiers)), "") or _id(value)


def _statements(value: dict[str, Any], classes: set[str]) -> list[str]:
    statements = [s for s in _dicts(value, "referred_to_by") if classes & set(_classes(s))]
    return [text for statement in statements if (text := _content(statement))]


def _access_points(value: dict[str, Any], name: str) -> Iterator[str]:
    """The addresses of the files that the entities under a name lead to."""
    inner = ("digitally_shown_by", "digitally_carried_by")
    for entity in _dicts(value, name):
        for medium in (entity, *(d for key in inner for d in _dicts(entity, key))):
            yield from filter(None, map(_id, _dicts(medium, "access_point")))


def _date(production: dict[str, Any]) -> str:
    for span in _dicts(production, "timespan"):
        named = next(filter(None, map(_content, _dicts(span, "identified_by"))), "")
        years = dict.fromkeys(
            str(span[key])[:4] for key in ("begin_of_the_begin", "end_of_the_end") if span.get(key)
        )
        if text := named or _label(span) or "–".join(years):
            return text
    return ""


def _name(value: dict[str, Any]) -> str:
    return next(iter(_names(value)), "") or _label(value)


def _classes(value: dict[str, Any]) -> list[str]:
    """The AAT numbers of an entity's classification."""
    classes = _dicts(value, "classified_as")
    return [_id(entry).rstrip("/").rpartition("/")[2].rpartition(":")[2] for entry in classes]


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _label(value: dict[str, Any]) -> str:
    return _words(value.get("_label") or value.get("label"))


def _content(value: dict[str, Any]) -> str:
    return _words(value.get("content") or value.get("value"))


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _id(value: dict[str, Any]) -> str:
    address = value.get("id") or value.get("@id")
    return address if isinstance(address, str) else ""


def _dicts(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects under a name, one or several; an address alone stands for an object."""
    members = as_list(value.get(name))
    return [{"id": member} if isinstance(member, str) else member
            for member in members if isinstance(member, dict | str)]  # fmt: skip
