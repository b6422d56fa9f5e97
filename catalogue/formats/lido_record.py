"""One LIDO record as cells: http://www.lido-schema.org/schema/v1.1/lido-v1.1.html

Elements are found by their local names, because museums write them with and without a prefix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.authorities import Authority, recognised
from catalogue.formats.lido_events import is_making, is_no_maker, is_other
from catalogue.normalise import normalise

_PREFERRED = ("preferred", "lido00169")
_ALTERNATIVE = ("alternat", "lido00170", "abbrev", "lido00526", "display")
_INVENTORY = ("invent", "accession", "lido00113", "signatur", "objektnummer", "objectnumber")
_SMALL = ("thumb", "preview", "lido00451")


def describe(record: Any) -> tuple[dict[str, str], tuple[Authority, ...]]:
    """The cells of a record by column, and the identifiers that it gives.

    Two cells are not columns: `record`, the number of the record itself, and `titled by`, which
    is `type` where the record has no title and is called by what it is.
    """
    parts = [one for one in record if _name(one) == "descriptiveMetadata"]
    lead = parts[0] if parts else record
    language = lead.get(_LANG) or ""
    titles = _titles(parts or [record], language)
    kinds = _concepts(_all(lead, "objectWorkType"), language)
    makers = list(_makers(lead, language))
    making = [e for e in _all(lead, "event") if is_making(*_kind(e))] or list(_all(lead, "event"))[
        :1
    ]
    subjects = list(_all(lead, "subjectSet"))
    number, record_number = _work_number(lead), _first_text(record, "lidoRecID")
    published = [_text(one) for one in record if _name(one) == "objectPublishedID"]
    cells = {
        "identifier": number or record_number or next(iter(published), ""),
        "title": titles[0] if titles else next(iter(kinds), ""),
        "other titles": "\n".join(titles[1:]),
        "artist": "; ".join(dict.fromkeys(name for name, _ in makers)),
        "other artist names": "; ".join(dict.fromkeys(o for _, actor in makers
                                                      for o in _other_names(actor, language))),
        "subject": "; ".join(dict.fromkeys(_subjects(subjects, language))),
        "genre": "; ".join(kinds),
        "classification": "; ".join(_concepts(_all(lead, "classification"), language)),
        "description": "\n".join(_texts(lead, "descriptiveNoteValue")),
        "picture": _picture(record),
        "date": next(filter(None, map(_date, making)), ""),
        "medium": "; ".join(_media(lead, language)),
        "repository": _repository(lead),
        "link": next(iter([*_texts(record, "recordInfoLink"), *published]), ""),
        "record": record_number,
        "titled by": "title" if titles or not kinds else "type",
    }  # fmt: skip
    return cells, tuple(dict.fromkeys(_authorities(record, lead, makers, subjects, published)))


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _titles(parts: Iterable[Any], language: str) -> list[str]:
    """All titles, the preferred one in the record's language first."""
    found: list[tuple[tuple[bool, bool, bool, bool], str]] = []
    for number, part in enumerate(parts):
        for titles in _all(part, "titleSet"):
            other = _is(titles.get(_attribute(titles, "type"), ""), ("alternat", "andere"))
            for value in _all(titles, "appellationValue"):
                pref = value.get(_attribute(value, "pref"), "")
                spoken = value.get(_LANG) or language
                rank = (number > 0, other or _is(pref, _ALTERNATIVE),
                        not _is(pref, _PREFERRED) and bool(pref), spoken != language)  # fmt: skip
                found.append((rank, _text(value)))
    found.sort(key=lambda pair: pair[0])
    return list(dict.fromkeys(text for _, text in found if normalise(text)))


def _makers(lead: Any, language: str) -> Iterator[tuple[str, Any]]:
    """Name and element of those who made the work."""
    events = list(_all(lead, "event"))
    making = [event for event in events if is_making(*_kind(event))]
    others = [
        event for event in events if not is_making(*_kind(event)) and not is_other(*_kind(event))
    ]
    for some in (making, others):
        found = [pair for event in some for pair in _actors(event, language)]
        if found:
            yield from found
            return


def _actors(event: Any, language: str) -> Iterator[tuple[str, Any]]:
    for holder in _all(event, "eventActor"):
        shown = _first_text(holder, "displayActorInRole")
        names = []
        for acting in _all(holder, "actorInRole"):
            role = " ".join(t for r in _all(acting, "roleActor") for t in _terms(r).values())
            if is_no_maker(role):
                shown = ""
                continue
            for actor in _all(acting, "actor"):
                if name := _actor_name(actor, language):
                    names.append((name, actor))
        yield from names or ([(shown, holder)] if shown else [])


def _actor_name(actor: Any, language: str) -> str:
    values = [v for names in _all(actor, "nameActorSet") for v in _all(names, "appellationValue")]
    ranked = sorted(values, key=lambda v: _rank(v, language))
    return next(filter(None, map(_text, ranked)), "")


def _other_names(actor: Any, language: str) -> list[str]:
    lead = _actor_name(actor, language)
    return [n for s in _all(actor, "nameActorSet") for n in _texts(s, "appellationValue")
            if n != lead]  # fmt: skip


def _rank(value: Any, language: str) -> tuple[bool, bool]:
    pref = value.get(_attribute(value, "pref"), "")
    return bool(pref) and not _is(pref, _PREFERRED), (value.get(_LANG) or language) != language


def _kind(event: Any) -> tuple[set[str], str]:
    """The numbers or names in the terminology, and the terms, of what kind an event is."""
    kinds = [one for one in event if _name(one) == "eventType"]
    numbers = {uri.rstrip("/").rpartition("/")[2] for one in kinds for uri in _uris(one)}
    return numbers, " ".join(text for one in kinds for text in _terms(one).values())


def _subjects(sets: Iterable[Any], language: str) -> Iterator[str]:
    """What is shown, in the words that are meant for search, or else in those for display."""
    for one in sets:
        found = _concepts(_all(one, "subjectConcept"), language)
        actors = (a for s in _all(one, "subjectActor") for a in _all(s, "actor"))
        found += filter(None, (_actor_name(actor, language) for actor in actors))
        for place in _all(one, "subjectPlace"):
            found += [*_texts(place, "displayPlace"), *_texts(place, "appellationValue")][:1]
        yield from found or _texts(one, "displaySubject")


def _media(lead: Any, language: str) -> list[str]:
    shown = _texts(lead, "displayMaterialsTech")
    return shown or _concepts(_all(lead, "termMaterialsTech"), language)


def _date(event: Any) -> str:
    for date in _all(event, "eventDate"):
        shown = next(iter(_texts(date, "displayDate")), "")
        years = dict.fromkeys([*_texts(date, "earliestDate"), *_texts(date, "latestDate")])
        if text := shown or "–".join(years):
            return text
    return ""


def _work_number(lead: Any) -> str:
    """The inventory number, from where the work is now."""
    holders = list(_all(lead, "repositorySet"))
    now = ("current", "lido00475", "lido01017")
    holders.sort(key=lambda h: not _is(h.get(_attribute(h, "type"), ""), now))
    found = [number for holder in holders for number in _all(holder, "workID") if _text(number)]
    found.sort(key=lambda n: not _is(n.get(_attribute(n, "type"), ""), _INVENTORY))
    return next(map(_text, found), "")


def _repository(lead: Any) -> str:
    for holder in _all(lead, "repositorySet"):
        for name in _all(holder, "legalBodyName"):
            if text := next(iter(_texts(name, "appellationValue")), ""):
                return text
    return ""


def _picture(record: Any) -> str:
    """The address of a large picture rather than a small one, the first that is given."""
    found = []
    for shown in _all(record, "resourceRepresentation"):
        small = _is(shown.get(_attribute(shown, "type"), ""), _SMALL)
        found += [(small, text) for text in _texts(shown, "linkResource")]
    found.sort(key=lambda pair: pair[0])
    return found[0][1] if found else ""


def _authorities(
    record: Any, lead: Any, makers: Iterable[tuple[str, Any]], subjects: Iterable[Any],
    published: Iterable[str],
) -> Iterator[Authority]:  # fmt: skip
    for _, actor in makers:
        for one in _all(actor, "actorID"):
            yield from recognised(_text(one), "artist", one.get(_attribute(one, "source"), ""))
    for field, elements in (("subject", subjects), ("genre", _all(lead, "objectWorkType"))):
        for element in elements:
            for text, source in _sourced(element):
                yield from recognised(text, field, source)
    for text in (*published, *_texts(record, "linkResource"), *_texts(record, "recordInfoLink")):
        yield from recognised(text, "work")


def _sourced(element: Any) -> Iterator[tuple[str, str]]:
    for name in ("conceptID", "actorID", "placeID"):
        for one in _all(element, name):
            yield _text(one), one.get(_attribute(one, "source"), "")
    for one in _all(element, "Concept"):
        yield one.get(_attribute(one, "about"), ""), ""


def _concepts(elements: Iterable[Any], language: str) -> list[str]:
    """One term of each element: in the record's language, else without one, else the first."""
    found = []
    for element in elements:
        for concept in list(_all(element, "Concept")) or [element]:
            terms = _terms(concept) or ({} if len(concept) else {"": _text(concept)})
            chosen = terms.get(language) or terms.get("") or next(iter(terms.values()), "")
            found += [chosen] if chosen else []
    return list(dict.fromkeys(found))


def _terms(element: Any) -> dict[str, str]:
    """Language → term, words before notations, preferred ones before alternatives."""
    found = [t for name in ("prefLabel", "term") for t in _all(element, name)]
    numbers = (one.rstrip("/").rpartition("/")[2] for one in _texts(element, "conceptID"))
    notations = {*numbers, *_texts(element, "notation")}
    found.sort(key=lambda t: (_text(t) in notations,
                              _is(t.get(_attribute(t, "pref"), ""), _ALTERNATIVE)))  # fmt: skip
    terms: dict[str, str] = {}
    for term in found:
        if text := _text(term):
            terms.setdefault(term.get(_LANG) or "", text)
    return terms


def _uris(element: Any) -> list[str]:
    given = [one.get(_attribute(one, "about"), "") for one in _all(element, "Concept")]
    return [*_texts(element, "conceptID"), *given]


def _all(element: Any, name: str) -> Iterator[Any]:
    yield from element.iterdescendants("{*}" + name)


def _texts(element: Any, name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(_text, _all(element, name)))))


def _first_text(element: Any, name: str) -> str:
    return next(iter(_texts(element, name)), "")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    """The full name of an attribute, which has a prefix in most files and none in some."""
    return next((key for key in element.keys() if key.rpartition("}")[2] == name), name)  # noqa: SIM118


def _is(value: str, known: Iterable[str]) -> bool:
    lowered = value.lower()
    return any(one in lowered for one in known)
