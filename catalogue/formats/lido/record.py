"""A LIDO record as cells: http://www.lido-schema.org/schema/v1.1/lido-v1.1.html"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from catalogue.authorities import Authority, AuthorityField, recognised
from catalogue.formats.described import FORMER, UNCLEAR, Described
from catalogue.formats.lido.makers import PREFERRED, Maker, actor_name, dated, makers, other_names
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
    text,
    texts,
    translated,
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
_ABOUT_RESOURCE = ("resourceRelType", "resourcePerspective", "resourceDescription")
_IDENTIFIERS = ("conceptID", "actorID", "placeID", "Concept", "sameAs", "exactMatch")


def describe(record: Any) -> Described:
    """The cells of a record by column, the identifiers in it, and what is not understood.

    Of descriptions in several languages the first counts, and the others fill its gaps. Two cells
    are not columns: `record` is the number of the record itself, and `titled by` is `type` if the
    record has no title and the type of the work stands for it.
    """
    parts = [e for e in record if name_of(e) == "descriptiveMetadata"] or [record]
    language = language_of(parts[0])

    def first(find: Callable[[Any], _T], empty: _T) -> _T:
        return next(filter(None, map(find, parts)), empty)

    def named(name: str) -> list[str]:
        return first(lambda part: concepts(within(part, name), language), [])

    titles, series = _titles(parts, language)
    kinds = named("objectWorkType")
    attributed: list[Maker] = first(lambda part: makers(part, language), [])
    upheld = [maker for maker in attributed if maker.standing not in ("former", "unknown")]
    former = [maker for maker in attributed if maker.standing == "former"]
    unclear = [maker for maker in attributed if maker.standing == "unknown"]
    subjects: list[Any] = first(lambda part: list(within(part, "subjectSet")), [])
    number = first_text(record, "lidoRecID") or first_text(record, "recordID")
    published = [text(e) for e in record if name_of(e) == "objectPublishedID"]
    cells = {
        "identifier": first(_work_number, "") or number or next(iter(published), ""),
        "title": titles[0] if titles else next(iter(kinds), ""),
        "other titles": "\n".join(titles[1:]),
        "artist": "; ".join(maker.name for maker in upheld),
        "other artist names": "; ".join(other_names(upheld)),
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
        FORMER: "; ".join(maker.name for maker in former),
        "record": number,
        "titled by": "title" if titles or not kinds else "type",
    }  # fmt: skip
    if unclear:
        cells[UNCLEAR] = "; ".join(maker.name for maker in unclear)
    identifiers = _authorities(record, parts[0], upheld, subjects)
    unknown = tuple(dict.fromkeys(maker.unknown for maker in unclear))
    return Described(cells, tuple(dict.fromkeys(identifiers)), unknown)


def _titles(parts: Iterable[Any], language: str) -> tuple[list[str], list[str]]:
    """All titles, the preferred one in this language first; and the titles of series."""
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
    titles = dict.fromkeys(title for _, title in ranked if normalise(title))
    others = [title for title in dict.fromkeys(series) if normalise(title)]
    return (list(titles), others) if titles else (others, [])


def _subjects(sets: Iterable[Any], language: str) -> Iterator[str]:
    """The subjects of the work, in the words for search, or else in those for display."""
    for subject in sets:
        words = concepts(within(subject, "subjectConcept"), language)
        for person in within(subject, "subjectActor"):
            names = [actor_name(actor, language) for actor in within(person, "actor")]
            words += list(filter(None, names)) or [_display(person, "displayActor", language)]
        for place in within(subject, "subjectPlace"):
            names = [_display(place, "displayPlace", language), *texts(place, "appellationValue")]
            words += list(filter(None, names))[:1]
        for event in within(subject, "subjectEvent"):
            names = [_display(event, "displayEvent", language), *texts(event, "appellationValue")]
            words += list(filter(None, names))[:1]
        for thing in within(subject, "subjectObject"):
            words.append(_display(thing, "displayObject", language))
        yield from filter(None, words or texts(subject, "displaySubject"))


def _display(element: Any, name: str, language: str) -> str:
    return translated(within(element, name), language)


def _notes(part: Any) -> list[str]:
    """The notes about the object itself, without those about its events and inscriptions."""
    sets = list(within(part, "objectDescriptionSet")) or [part]
    return list(dict.fromkeys(n for notes in sets for n in texts(notes, "descriptiveNoteValue")))


def _media(part: Any, language: str) -> list[str]:
    display = texts(part, "displayMaterialsTech")
    return display or concepts(within(part, "termMaterialsTech"), language)


def _work_number(part: Any) -> str:
    """The inventory number in the present museum."""
    ranked: list[tuple[tuple[bool, bool, bool], str]] = []
    for holder in _holders(part):
        for number in within(holder, "workID"):
            kind = f"{attribute(number, 'type')} {attribute(number, 'label')}".lower()
            squashed = kind.translate({ord(mark): None for mark in " .-_"})
            other = holds(kind, _NO_INVENTORY) or "://" in text(number)
            past = holds(attribute(holder, "type"), _PAST)
            if text(number):
                ranked.append(((past, other, not holds(squashed, _INVENTORY)), text(number)))
    ranked.sort(key=lambda pair: pair[0])
    # The number from a former place is not a number of this museum.
    return next((number for (past, other, _), number in ranked if not (past or other)), "")


def _holders(part: Any) -> list[Any]:
    holders = list(within(part, "repositorySet"))
    holders.sort(key=lambda holder: not holds(attribute(holder, "type"), _NOW))
    return holders


def _repository(part: Any) -> str:
    elements = (name for holder in _holders(part) for name in within(holder, "legalBodyName"))
    names = (next(iter(texts(element, "appellationValue")), "") for element in elements)
    return next(filter(None, names), "")


def _picture(record: Any) -> str:
    """The address of the first picture, preferably a large one of the front."""
    ranked: list[tuple[tuple[bool, bool], str]] = []
    for resource in within(record, "resourceSet"):
        words = " ".join(text(e) for name in _ABOUT_RESOURCE for e in within(resource, name))
        other_side = holds(words, _OTHER_SIDE)
        no_picture = holds(_resource_type(resource), _NO_PICTURE)
        for representation in within(resource, "resourceRepresentation"):
            kind = attribute(representation, "type")
            for link in within(representation, "linkResource"):
                form = f"{kind} {attribute(link, 'formatResource')}"
                if text(link) and not no_picture and not holds(form, _NO_PICTURE):
                    ranked.append(((other_side, holds(kind, _SMALL)), text(link)))
    ranked.sort(key=lambda pair: pair[0])
    return ranked[0][1] if ranked else ""


def _resource_type(resource: Any) -> str:
    """The words for the type of a resource, in which an image served by IIIF is an image."""
    words = " ".join(map(text, within(resource, "resourceType")))
    return words.lower().replace("iiif image", "image")


def _authorities(
    record: Any, lead: Any, makers: Iterable[Maker], subjects: Iterable[Any]
) -> Iterator[Authority]:
    for maker in makers:
        for address, source in sourced(maker.element, "actorID", "sameAs"):
            yield from recognised(address, "artist", source)
    fields: tuple[tuple[AuthorityField, Iterable[Any]], ...] = (
        ("subject", subjects), ("genre", within(lead, "objectWorkType")),
    )  # fmt: skip
    for field, elements in fields:
        for element in elements:
            for address, source in sourced(element, *_IDENTIFIERS):
                yield from recognised(address, field, source)
    own = ("objectPublishedID", "workID", "lidoRecID", "linkResource", "recordInfoLink")
    for address in (address for name in own for address in texts(record, name)):
        yield from recognised(address, "work")
    for representation in within(record, "resourceRepresentation"):
        if "iiif" in attribute(representation, "type").lower():
            yield from (Authority("work", "IIIF", address) for address
                        in texts(representation, "linkResource") if "://" in address)  # fmt: skip
