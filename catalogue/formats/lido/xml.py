"""The XML of LIDO by local names, because museums write it with and without a prefix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ALTERNATIVE = ("alternat", "lido00170", "abbrev", "lido00526", "display")
_TWO_LETTERS = """
    bul=bg cat=ca ces=cs cze=cs dan=da deu=de ger=de ell=el gre=el eng=en est=et fin=fi fra=fr
    fre=fr gle=ga hrv=hr hun=hu ita=it lav=lv lit=lt nld=nl dut=nl nor=no nob=no nno=no nb=no
    nn=no pol=pl por=pt ron=ro rum=ro rus=ru slk=sk slo=sk slv=sl spa=es swe=sv tur=tr ukr=uk
"""
_CODES: Mapping[str, str] = dict(pair.split("=") for pair in _TWO_LETTERS.split())
"""Three letters, as ISO 639-2 and 639-3 write a language → two, as ISO 639-1 does."""


def within(element: Any, name: str) -> Iterator[Any]:
    """The elements of a name inside another, however deep."""
    yield from element.iterdescendants("{*}" + name)


def texts(element: Any, name: str) -> list[str]:
    """The distinct texts of the elements of a name inside another, empty ones left out."""
    return list(dict.fromkeys(filter(None, map(text, within(element, name)))))


def first_text(element: Any, name: str) -> str:
    return next(iter(texts(element, name)), "")


def text(element: Any) -> str:
    """What an element says, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def name_of(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, which has a prefix in most files and none in some."""
    found = (v for key, v in element.items() if key.rpartition("}")[2] == name)
    return str(next(found, "")).strip()


def holds(value: str, known: Iterable[str]) -> bool:
    """Whether a value has one of these in it, in capitals or not."""
    lowered = value.lower()
    return any(one in lowered for one in known)


def language_of(element: Any, inherited: str = "") -> str:
    """The language of an element: `de` for `deu`, `ger` and `de-CH`."""
    short = re.split("[-_]", str(element.get(LANGUAGE) or "").strip().lower())[0]
    return _CODES.get(short, short) or inherited


def foreign(element: Any, language: str) -> bool:
    """Whether an element says that it is in another language than this one."""
    return bool(language) and language_of(element, language) != language


def in_order(elements: Iterable[Any]) -> list[Any]:
    """Elements as their attribute `sortorder` has them, those without one as they stand, last."""

    def place(element: Any) -> float:
        given = attribute(element, "sortorder")
        return float(given) if given.isdecimal() else float("inf")

    return sorted(elements, key=place)


def spoken(elements: Iterable[Any], language: str) -> str:
    """The text of one of several translations: in this language, else without any, else first."""
    filled = [one for one in elements if text(one)]
    ranked = sorted(filled, key=lambda one: (foreign(one, language), bool(language_of(one))))
    return text(ranked[0]) if ranked else ""


def concepts(elements: Iterable[Any], language: str) -> list[str]:
    """One term of each element: in the record's language, else without one, else the first."""
    found = []
    for element in elements:
        for concept in list(within(element, "Concept")) or [element]:
            known = terms(concept) or terms(element)
            known = known or ({} if len(concept) else {"": text(concept)})
            chosen = known.get(language) or known.get("") or next(iter(known.values()), "")
            found += [chosen] if chosen else []
    return list(dict.fromkeys(found))


def terms(element: Any) -> dict[str, str]:
    """Language → term: words before notations, then what is not only added for search."""
    found = [t for name in ("prefLabel", "term") for t in within(element, name)]
    notations = {*map(ending, texts(element, "conceptID")), *texts(element, "notation")}

    def rank(term: Any) -> tuple[bool, bool, bool]:
        added = attribute(term, "addedSearchTerm").lower() in ("yes", "true")
        return text(term) in notations, added, holds(attribute(term, "pref"), ALTERNATIVE)

    known: dict[str, str] = {}
    for term in sorted(found, key=rank):
        if said := text(term):
            known.setdefault(language_of(term), said)
    return known


def addresses(element: Any) -> list[str]:
    """The identifiers of the concept that an element names."""
    given = [attribute(one, "about") for one in within(element, "Concept")]
    return [*texts(element, "conceptID"), *filter(None, given)]


def ending(address: str) -> str:
    """What an address ends in: `lido00007` of http://terminology.lido-schema.org/lido00007."""
    return re.split(r"[/#]", address.rstrip("/#"))[-1]


def sourced(element: Any, *names: str) -> Iterator[tuple[str, str]]:
    """Each identifier inside an element, with what the file says about whose it is."""
    for name in names:
        for one in within(element, name):
            said = (attribute(one, about) for about in ("source", "type", "label"))
            yield text(one), " ".join(said)
            yield attribute(one, "about") or attribute(one, "resource"), ""
