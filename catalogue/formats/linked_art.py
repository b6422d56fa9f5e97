"""Linked Art (https://linked.art/api/1.0): one object of the JSON-LD as a record.

The profile fixes the names of members, so it is read as the JSON that it is; a term's context
would have to be fetched, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalogue.authorities import Authority, recognised

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
    contexts = " ".join(map(str, _list(value.get("@context"))))
    typed = _TYPES & set(map(str, _list(value.get("type") or value.get("@type"))))
    return "linked.art" in contexts or bool(
        typed and value.keys() & {"identified_by", "_label", "produced_by", "classified_as"}
    )


def describe(value: dict[str, Any]) -> tuple[dict[str, str], tuple[Authority, ...]] | str:
    """The cells and identifiers of an object, or why it is none."""
    types = list(map(str, _list(value.get("type") or value.get("@type"))))
    if types and not _OBJECTS & set(types):
        return f"is a {types[0][:60]} and no object"
    names = _names(value)
    title = names[0] if names else _label(value)
    made = list(_productions(value))
    makers = [maker for one in made for maker in _makers(one)]
    subjects = list(_subjects(value))
    types_of_work = _dicts(value, "classified_as")
    leading = [t for t in types_of_work if _TYPE_OF_WORK in _classes(t)] or types_of_work
    cells = {
        "identifier": _identifier(value),
        "title": title,
        "other titles": "\n".join(dict.fromkeys(n for n in names[1:] if n != title)),
        "artist": _joined(map(_called, makers)),
        "subject": _joined(map(_called, subjects)),
        "genre": _joined(map(_called, leading)),
        "description": "\n".join(_statements(value, _DESCRIPTION)),
        "picture": next(_pictures(value), ""),
        "date": next(filter(None, map(_date, made)), ""),
        "medium": "; ".join(_statements(value, _MATERIALS))
        or _joined(map(_called, _dicts(value, "made_of"))),
        "repository": _joined(map(_called, _dicts(value, "current_owner"))),
        "link": _id(value),
    }
    named = [(m, "artist") for m in makers] + [(s, "subject") for s in subjects]
    named += [(t, "genre") for t in types_of_work] + [(value, "work")]
    return cells, tuple(dict.fromkeys(a for one, field in named for a in _authorities(one, field)))


def _authorities(value: dict[str, Any], field: str) -> Iterator[Authority]:
    for one in (value, *_dicts(value, "equivalent")):
        yield from recognised(_id(one), field)
    if field == "work":
        for shown in _access_points(value, "subject_of"):
            yield from recognised(shown, "work")


def _productions(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The production and its parts, in which several people did several things."""
    for one in _dicts(value, "produced_by"):
        yield one
        yield from (p for part in _dicts(one, "part") for p in (part, *_dicts(part, "part")))


def _makers(production: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _dicts(production, "carried_out_by")
    for assigned in (*_dicts(production, "attributed_by"), *_dicts(production, "assigned_by")):
        if assigned.get("assigned_property") in ("carried_out_by", None):
            found = _dicts(assigned, "assigned")
            yield from (a for a in found if a.get("type") in ("Person", "Group"))
            for activity in found:
                yield from _dicts(activity, "carried_out_by")


def _subjects(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names = ("represents", "represents_instance_of_type", "about", "depicts")
    for one in (value, *_dicts(value, "shows"), *_dicts(value, "carries")):
        yield from (subject for name in names for subject in _dicts(one, name))


def _names(value: dict[str, Any]) -> list[str]:
    """The titles, the primary one first."""
    found = [n for n in _dicts(value, "identified_by") if n.get("type") in ("Name", "Title")]
    found.sort(key=lambda name: not _PRIMARY_NAMES & set(_classes(name)))
    return [text for name in found if (text := _content(name))]


def _identifier(value: dict[str, Any]) -> str:
    found = [i for i in _dicts(value, "identified_by") if i.get("type") == "Identifier"]
    found.sort(key=lambda one: not _ACCESSION & set(_classes(one)))
    return next(filter(None, map(_content, found)), "") or _id(value)


def _statements(value: dict[str, Any], classes: set[str]) -> list[str]:
    found = [s for s in _dicts(value, "referred_to_by") if classes & set(_classes(s))]
    return [text for one in found if (text := _content(one))]


def _pictures(value: dict[str, Any]) -> Iterator[str]:
    yield from _access_points(value, "representation")


def _access_points(value: dict[str, Any], name: str) -> Iterator[str]:
    for one in _dicts(value, name):
        inner = ("digitally_shown_by", "digitally_carried_by")
        for shown in (one, *(d for key in inner for d in _dicts(one, key))):
            yield from filter(None, map(_id, _dicts(shown, "access_point")))


def _date(production: dict[str, Any]) -> str:
    for span in _dicts(production, "timespan"):
        named = next(filter(None, map(_content, _dicts(span, "identified_by"))), "")
        years = dict.fromkeys(
            str(span[key])[:4] for key in ("begin_of_the_begin", "end_of_the_end") if span.get(key)
        )
        if text := named or _label(span) or "–".join(years):
            return text
    return ""


def _called(value: dict[str, Any]) -> str:
    return next(iter(_names(value)), "") or _label(value)


def _classes(value: dict[str, Any]) -> list[str]:
    """The numbers in the AAT of what something is classified as."""
    found = _dicts(value, "classified_as")
    return [_id(one).rstrip("/").rpartition("/")[2].rpartition(":")[2] for one in found]


def _joined(texts: Any) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _label(value: dict[str, Any]) -> str:
    return _words(value.get("_label") or value.get("label"))


def _content(value: dict[str, Any]) -> str:
    return _words(value.get("content") or value.get("value"))


def _words(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _id(value: dict[str, Any]) -> str:
    found = value.get("id") or value.get("@id")
    return found if isinstance(found, str) else ""


def _dicts(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects under a name, whether one or several; an address alone stands for an object."""
    found = _list(value.get(name))
    return [{"id": one} if isinstance(one, str) else one
            for one in found if isinstance(one, dict | str)]  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
