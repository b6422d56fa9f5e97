"""One LIDO record as cells: http://www.lido-schema.org/schema/v1.1/lido-v1.1.html"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from catalogue.authorities import Authority, recognised
from catalogue.formats.lido.makers import PREFERRED, Maker, actor_name, dated, makers, others_of
from catalogue.formats.lido.xml import (
    ALTERNATIVE,
    attribute,
    concepts,
    first_text,
    foreign,
    holds,
    in_order,
    language_of,
    name_of,
    sourced,
    spoken,
    text,
    texts,
    within,
)
from catalogue.normalise import normalise

_T = TypeVar("_T")
_LEADING = ("repository", "primary", "prefer", "main", "haupt", "given")
_LESSER = ("alternat", "andere", "other", "former", "früher", "generated", "weiter", "variant",
           "translat", "übersetz", "traduc", "altro", "altern", "autre", "subtitle", "untertitel",
           "popular", "short", "kurz", "ehemal", "muu", "annan", "300417227", "300417194",
           "300417226")  # fmt: skip
_SERIES = ("serie", "reihe", "zyklus", "collective", "portfolio", "konvolut", "300417214")
_INVENTORY = ("invent", "inwent", "accession", "lido00113", "signatur", "objektn", "objectn",
              "identn", "invnr", "invno", "museumn", "accno", "leltari")  # fmt: skip
_NO_INVENTORY = ("former", "früher", "ehemal", "alte ", "old ", "previous", "wikidata", "uri",
                 "url", "barcode", "lux")  # fmt: skip
_NOW = ("current", "lido00475", "lido01017", "aktuell", "gegenw")
_PAST = ("former", "lido01019", "früher", "ehemal", "previous")
_SMALL = ("thumb", "preview", "lido00451", "vorschau", "small", "icon")
_NO_PICTURE = ("manifest", "presentation", "iiif.io", "video", "audio", "sound", "film", "pdf",
               "3d", "model", "html", "json", "text", "xml", "webseite", "website")  # fmt: skip
_OTHER_SIDE = ("rück", "verso", "back", "reverse", "röntgen", "x-ray", "infra", "detail", "frame",
               "rahmen", "conserv", "restaur", "retro", "revers")  # fmt: skip
_IDENTIFIERS = ("conceptID", "actorID", "placeID", "Concept", "sameAs", "exactMatch")


def describe(record: Any) -> tuple[dict[str, str], tuple[Authority, ...]]:
    """The cells of a record by column, and the identifiers that it gives.

    Where the description is given in several languages, the first is taken, and of the others
    what it lacks. Two cells are not columns: `record`, the number of the record itself, and
    `titled by`, which is `type` where the record has no title and is called by what it is.
    """
    parts = [one for one in record if name_of(one) == "descriptiveMetadata"] or [record]
    language = language_of(parts[0])

    def first(find: Callable[[Any], _T], empty: _T) -> _T:
        return next(filter(None, map(find, parts)), empty)

    def named(name: str) -> list[str]:
        return first(lambda part: concepts(within(part, name), language), [])

    titles, series = _titles(parts, language)
    kinds = named("objectWorkType")
    found: list[Maker] = first(lambda part: makers(part, language), [])
    made = [one for one in found if not one.former]
    subjects: list[Any] = first(lambda part: list(within(part, "subjectSet")), [])
    number = first_text(record, "lidoRecID") or first_text(record, "recordID")
    published = [text(one) for one in record if name_of(one) == "objectPublishedID"]
    cells = {
        "identifier": first(_work_number, "") or number or next(iter(published), ""),
        "title": titles[0] if titles else next(iter(kinds), ""),
        "other titles": "\n".join(titles[1:]),
        "artist": "; ".join(one.name for one in made),
        "other artist names": "; ".join(others_of(made)),
        "subject": "; ".join(dict.fromkeys(_subjects(subjects, language))),
        "genre": "; ".join(kinds),
        "classification": "; ".join(named("classification")),
        "description": first(lambda part: "\n".join(_notes(part)), ""),
        "picture": _picture(record),
        "date": first(lambda part: dated(part, language), ""),
        "medium": "; ".join(first(lambda part: _media(part, language), [])),
        "repository": first(_repository, ""),
        "link": next(iter([*texts(record, "recordInfoLink"), *published]), ""),
        "series": "; ".join(series),
        "former attribution": "; ".join(one.name for one in found if one.former),
        "record": number,
        "titled by": "title" if titles or not kinds else "type",
    }  # fmt: skip
    identifiers = _authorities(record, parts[0], made, subjects)
    return cells, tuple(dict.fromkeys(identifiers))


def _titles(parts: Iterable[Any], language: str) -> tuple[list[str], list[str]]:
    """All titles, the preferred one in the record's language first; and those of a series."""
    ranked: list[tuple[tuple[bool, ...], str]] = []
    series: list[str] = []
    for number, part in enumerate(parts):
        for titles in in_order(within(part, "titleSet")):
            kind = attribute(titles, "type")
            for value in within(titles, "appellationValue"):
                if holds(kind, _SERIES):
                    series.append(text(value))
                    continue
                pref = attribute(value, "pref")
                rank = (holds(kind, _LESSER) or holds(pref, ALTERNATIVE), number > 0,
                        not holds(kind, _LEADING), not holds(pref, PREFERRED) and bool(pref),
                        foreign(value, language))  # fmt: skip
                ranked.append((rank, text(value)))
    ranked.sort(key=lambda pair: pair[0])
    titles = dict.fromkeys(said for _, said in ranked if normalise(said))
    others = [one for one in dict.fromkeys(series) if normalise(one)]
    return (list(titles), others) if titles else (others, [])


def _subjects(sets: Iterable[Any], language: str) -> Iterator[str]:
    """What is shown, in the words that are meant for search, or else in those for display."""
    for one in sets:
        found = concepts(within(one, "subjectConcept"), language)
        for shown in within(one, "subjectActor"):
            names = [actor_name(actor, language) for actor in within(shown, "actor")]
            found += list(filter(None, names)) or [_display(shown, "displayActor", language)]
        for place in within(one, "subjectPlace"):
            names = [_display(place, "displayPlace", language), *texts(place, "appellationValue")]
            found += list(filter(None, names))[:1]
        for shown in within(one, "subjectEvent"):
            names = [_display(shown, "displayEvent", language), *texts(shown, "appellationValue")]
            found += list(filter(None, names))[:1]
        for shown in within(one, "subjectObject"):
            found.append(_display(shown, "displayObject", language))
        yield from filter(None, found or texts(one, "displaySubject"))


def _display(element: Any, name: str, language: str) -> str:
    return spoken(within(element, name), language)


def _notes(part: Any) -> list[str]:
    """The notes about the object; those about its events and inscriptions are not about it."""
    sets = list(within(part, "objectDescriptionSet")) or [part]
    return list(dict.fromkeys(n for one in sets for n in texts(one, "descriptiveNoteValue")))


def _media(part: Any, language: str) -> list[str]:
    shown = texts(part, "displayMaterialsTech")
    return shown or concepts(within(part, "termMaterialsTech"), language)


def _work_number(part: Any) -> str:
    """The inventory number, from where the work is now."""
    found: list[tuple[tuple[bool, bool, bool], str]] = []
    for holder in _holders(part):
        for number in within(holder, "workID"):
            said = f"{attribute(number, 'type')} {attribute(number, 'label')}".lower()
            squashed = said.translate({ord(mark): None for mark in " .-_"})
            other = holds(said, _NO_INVENTORY) or "://" in text(number)
            gone = holds(attribute(holder, "type"), _PAST)
            if text(number):
                found.append(((gone, other, not holds(squashed, _INVENTORY)), text(number)))
    found.sort(key=lambda pair: pair[0])
    # A number under which it once was somewhere else is no number of this museum.
    return next((number for (gone, other, _), number in found if not (gone or other)), "")


def _holders(part: Any) -> list[Any]:
    holders = list(within(part, "repositorySet"))
    holders.sort(key=lambda holder: not holds(attribute(holder, "type"), _NOW))
    return holders


def _repository(part: Any) -> str:
    names = (name for holder in _holders(part) for name in within(holder, "legalBodyName"))
    found = (next(iter(texts(name, "appellationValue")), "") for name in names)
    return next(filter(None, found), "")


def _picture(record: Any) -> str:
    """The address of a large picture of the front rather than a small one, the first given."""
    found: list[tuple[tuple[bool, bool], str]] = []
    for resource in within(record, "resourceSet"):
        said = " ".join(text(one) for name in _ABOUT_RESOURCE for one in within(resource, name))
        other = holds(said, _OTHER_SIDE)
        film = holds(_first_concept(resource, "resourceType"), _NO_PICTURE)
        for shown in within(resource, "resourceRepresentation"):
            kind = attribute(shown, "type")
            for link in within(shown, "linkResource"):
                form = f"{kind} {attribute(link, 'formatResource')}"
                if text(link) and not film and not holds(form, _NO_PICTURE):
                    found.append(((other, holds(kind, _SMALL)), text(link)))
    found.sort(key=lambda pair: pair[0])
    return found[0][1] if found else ""


_ABOUT_RESOURCE = ("resourceRelType", "resourcePerspective", "resourceDescription")


def _first_concept(element: Any, name: str) -> str:
    said = " ".join(map(text, within(element, name)))
    return said.lower().replace("iiif image", "image")


def _authorities(
    record: Any, lead: Any, made: Iterable[Maker], subjects: Iterable[Any]
) -> Iterator[Authority]:
    for maker in made:
        for address, source in sourced(maker.element, "actorID", "sameAs"):
            yield from recognised(address, "artist", source)
    for field, elements in (("subject", subjects), ("genre", within(lead, "objectWorkType"))):
        for element in elements:
            for address, source in sourced(element, *_IDENTIFIERS):
                yield from recognised(address, field, source)
    own = ("objectPublishedID", "workID", "lidoRecID", "linkResource", "recordInfoLink")
    for address in (address for name in own for address in texts(record, name)):
        yield from recognised(address, "work")
    for shown in within(record, "resourceRepresentation"):
        if "iiif" in attribute(shown, "type").lower():
            yield from (Authority("work", "IIIF", address) for address
                        in texts(shown, "linkResource") if "://" in address)  # fmt: skip
