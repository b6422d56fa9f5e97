"""IIIF Presentation 3 and 2: each manifest as a record.

The manifests are read as plain JSON. The library iiif-prezi3 knows only version 3, and validates so
strictly that it would refuse many that museums publish.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from catalogue.authorities import Authority, field_of, recognised
from catalogue.columns.names import map_columns
from catalogue.formats.described import Described
from catalogue.formats.json_text import as_list

LISTS = ("items", "manifests", "members", "collections")
"""Names of the members that hold a collection's manifests, in version 3 and in version 2."""
_CONTEXT = "iiif.io/api/presentation"
_TAG = re.compile(r"<[^<>]*>")
_DEPTH = 20
"""Levels of collections within collections that are read."""


def is_iiif(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a IIIF manifest or collection."""
    contexts = " ".join(map(str, as_list(value.get("@context"))))
    return _type(value) in ("Manifest", "Collection") and (_CONTEXT in contexts or "label" in value)


def is_collection(value: dict[str, Any]) -> bool:
    return _type(value) == "Collection"


def manifests(value: Any, depth: int = 0) -> Iterator[Any]:
    """The manifests in an entry: itself, or those of a collection that the entry includes."""
    opened = isinstance(value, dict) and is_collection(value) and depth < _DEPTH
    members = [m for name in LISTS for m in as_list(value.get(name))] if opened else []
    if not members:
        yield value
    for member in members:
        yield from manifests(member, depth + 1)


def describe(value: dict[str, Any]) -> Described | str:
    """The cells and identifiers of a manifest, or the reason why it is not one."""
    if is_collection(value):
        return "is another collection, given by its address alone: nothing is fetched,"
    address = _id(value)
    cells, authorities = _metadata(value)
    labels = list(dict.fromkeys(_texts(value.get("label"))))
    titles = [*filter(None, [cells.get("title", "")]), *labels]
    others = [*cells.get("other titles", "").splitlines(), *titles[1:]]
    given = {
        "identifier": cells.get("identifier") or address,
        "title": titles[0] if titles else "",
        "other titles": "\n".join(dict.fromkeys(t for t in others if t and t != titles[0])),
        "description": cells.get("description") or _first(value, "summary", "description"),
        "picture": cells.get("picture") or _picture(value) or _address_in(value, "thumbnail"),
        "link": _address_in(value, "homepage", "related"),
        "manifest": address,
    }
    if address.startswith(("http://", "https://")):
        authorities.append(Authority("work", "IIIF", address))
    for name in ("seeAlso", "homepage", "related"):
        for link in as_list(value.get(name)):
            authorities += recognised(_id(link) if isinstance(link, dict) else str(link), "work")
    return Described({**cells, **given}, tuple(dict.fromkeys(authorities)))


def _metadata(value: dict[str, Any]) -> tuple[dict[str, str], list[Authority]]:
    """The pairs of the metadata by label; a label that means a field is replaced by its name."""
    cells: dict[str, str] = {}
    authorities: list[Authority] = []
    for pair in as_list(value.get("metadata")):
        if not isinstance(pair, dict):
            continue
        labels = _texts(pair.get("label"))
        raw = _texts(pair.get("value"), plain=False)
        column = next(iter(map_columns(labels)), "") or (labels[0] if labels else "")
        if not column or not raw:
            continue
        about = field_of(" ".join(labels))
        authorities += (a for text in raw for a in recognised(text, about, column))
        text = "; ".join(dict.fromkeys(filter(None, map(_plain, _leading(pair.get("value"))))))
        earlier = cells.get(column)
        cells[column] = f"{earlier}; {text}" if earlier and text != earlier else text
    return cells, authorities


def _leading(value: Any) -> list[str]:
    """The texts in the first language of a value."""
    if isinstance(value, dict) and "@value" not in value:
        return next((_texts(v, plain=False) for v in value.values() if v), [])
    tagged = [v for v in as_list(value) if isinstance(v, dict) and "@language" in v]
    if tagged:
        language = tagged[0]["@language"]
        tagged = [v for v in tagged if v["@language"] == language]
    return _texts(tagged or value, plain=False)


def _texts(value: Any, plain: bool = True) -> list[str]:
    """All texts of a value: a string, language maps of version 3, or values of version 2."""
    if isinstance(value, str):
        text = _plain(value) if plain else value
        return [text] if text else []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, plain)]
    if isinstance(value, dict):
        inner = [value["@value"]] if "@value" in value else list(value.values())
        texts = (item for item in inner if isinstance(item, str | list))
        return [text for item in texts for text in _texts(item, plain)]
    return [str(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _plain(text: str) -> str:
    """A text without HTML, which IIIF allows in texts that begin and end with a tag."""
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split())


def _first(value: dict[str, Any], *names: str) -> str:
    return next((text for n in names for text in map(_plain, _leading(value.get(n))) if text), "")


def _picture(value: dict[str, Any]) -> str:
    """The address of the image that is painted on the first canvas."""
    canvas = _down(value, "items") or _down(_down(value, "sequences"), "canvases")
    annotation = _down(_down(canvas, "items"), "items") or _down(canvas, "images")
    body = _down(annotation, "body") or _down(annotation, "resource")
    image = _down(body, "items") or body
    form = f"{_type(image)} {image.get('format')}".lower()
    return _id(image) if "image" in form else ""


def _address_in(value: dict[str, Any], *names: str) -> str:
    for link in (link for name in names for link in as_list(value.get(name))):
        if address := link if isinstance(link, str) else _id(link):
            return str(address)
    return ""


def _down(value: dict[str, Any], name: str) -> dict[str, Any]:
    """The first object under a name, or an empty object."""
    return next((item for item in as_list(value.get(name)) if isinstance(item, dict)), {})


def _type(value: dict[str, Any]) -> str:
    return str(value.get("type") or value.get("@type") or "").removeprefix("sc:")


def _id(value: Any) -> str:
    address = (value.get("id") or value.get("@id")) if isinstance(value, dict) else ""
    return address if isinstance(address, str) else ""
