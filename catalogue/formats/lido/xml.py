"""The XML of LIDO by local names, because museums write it with or without a prefix."""

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
"""Language code of three letters (ISO 639-2 or 639-3) → of two letters (ISO 639-1)."""


def within(element: Any, name: str) -> Iterator[Any]:
    """The elements of a name inside another, at any depth."""
    yield from element.iterdescendants("{*}" + name)


def texts(element: Any, name: str) -> list[str]:
    """The distinct texts of the elements of a name inside another; empty ones are left out."""
    return list(dict.fromkeys(filter(None, map(text, within(element, name)))))


def first_text(element: Any, name: str) -> str:
    return next(iter(texts(element, name)), "")


def text(element: Any) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def name_of(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, with or without a prefix."""
    values = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return str(next(values, "")).strip()


def holds(value: str, parts: Iterable[str]) -> bool:
    """Whether a value contains any of these parts, whatever its case."""
    lowered = value.lower()
    return any(part in lowered for part in parts)


def language_of(element: Any, inherited: str = "") -> str:
    """The language of an element: `de` for `deu`, `ger` and `de-CH`."""
    short = re.split("[-_]", str(element.get(LANGUAGE) or "").strip().lower())[0]
    return _CODES.get(short, short) or inherited


def foreign(element: Any, language: str) -> bool:
    """Whether an element is marked as being in another language than this one."""
    return bool(language) and language_of(element, language) != language


def in_order(elements: Iterable[Any]) -> list[Any]:
    """Elements by their attribute `sortorder`; those without it come last, in their order."""

    def place(element: Any) -> float:
        given = attribute(element, "sortorder")
        return float(given) if given.isdecimal() else float("inf")

    return sorted(elements, key=place)


def translated(elements: Iterable[Any], language: str) -> str:
    """The text of a translation: in this language, else without a language, else the first."""
    filled = [element for element in elements if text(element)]
    ranked = sorted(filled, key=lambda e: (foreign(e, language), bool(language_of(e))))
    return text(ranked[0]) if ranked else ""


def concepts(elements: Iterable[Any], language: str) -> list[str]:
    """The term of each element in this language, else without a language, else the first."""
    chosen = []
    for element in elements:
        for concept in list(within(element, "Concept")) or [element]:
            names = terms(concept) or terms(element)
            names = names or ({} if len(concept) else {"": text(concept)})
            chosen.append(names.get(language) or names.get("") or next(iter(names.values()), ""))
    return list(dict.fromkeys(filter(None, chosen)))


def texts_of_term(element: Any, language: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The words and identifiers of each concept in an element; those in this language first."""
    for concept in list(within(element, "Concept")) or [element]:
        names = terms(concept) or terms(element)
        names = names or ({} if len(concept) else {"": text(concept)})
        first = names.get(language) or names.get("")
        words = tuple(dict.fromkeys(filter(None, (first, *names.values()))))
        about = addresses(concept) or addresses(element)
        yield words, [*filter(None, [attribute(concept, "about")]), *about]


def terms(element: Any) -> dict[str, str]:
    """Language → term: words before notations, and terms added for search last."""
    elements = [term for name in ("prefLabel", "term") for term in within(element, name)]
    notations = {*map(ending, texts(element, "conceptID")), *texts(element, "notation")}

    def rank(term: Any) -> tuple[bool, bool, bool]:
        added = attribute(term, "addedSearchTerm").lower() in ("yes", "true")
        return text(term) in notations, added, holds(attribute(term, "pref"), ALTERNATIVE)

    by_language: dict[str, str] = {}
    for term in sorted(elements, key=rank):
        if words := text(term):
            by_language.setdefault(language_of(term), words)
    return by_language


def addresses(element: Any) -> list[str]:
    """The identifiers of the concept that an element names."""
    about = [attribute(concept, "about") for concept in within(element, "Concept")]
    return [*texts(element, "conceptID"), *filter(None, about)]


def ending(address: str) -> str:
    """The last part of an address: `lido00007` of http://terminology.lido-schema.org/lido00007."""
    return re.split(r"[/#]", address.rstrip("/#"))[-1]


def sourced(element: Any, *names: str) -> Iterator[tuple[str, str]]:
    """Each identifier inside an element, with the file's words for its authority."""
    for name in names:
        for identifier in within(element, name):
            source = (attribute(identifier, key) for key in ("source", "type", "label"))
            yield text(identifier), " ".join(source)
            yield attribute(identifier, "about") or attribute(identifier, "resource"), ""
