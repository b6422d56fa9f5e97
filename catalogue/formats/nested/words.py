"""The words of a nested value: labels, languages, lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.columns.names import squashed

LABELS = (
    "name", "title", "preflabel", "displaytext", "displaylabel", "label", "text", "value",
    "content", "term", "displayname", "summarytitle", "display", "main", "primary",
    "preferred", "labels", "names", "titles", "values", "oid", "numberint", "numberlong",
    "numberdouble", "numberdecimal", "path", "file", "filename",
)  # fmt: skip
"""Names of the member that holds an object's words, the most trusted first."""
LANGUAGE = ("language", "lang", "locale", "sprache", "langue", "lingua", "sprak", "sprog", "taal")
"""Names of the member that says in which language an object's words are."""
_LANGUAGES = """
    af ar az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu he hi hr hu
    hy id is it ja ka kk km ko ku la lb lt lv mk ml mn ms mt nb nl nn no oc pl ps pt rm ro ru se sk
    sl sq sr sv sw ta te th tr uk ur uz vi yi zh
    ara bul cat ces cze cym wel dan deu ger ell gre eng epo est eus baq fas fin fra fre gle heb hin
    hrv hun isl ice ita jpn kor lat lav lit mkd mlt nld dut nno nob nor oci pol por ron rum rus slk
    slo slv sme spa sqi srp swe tur ukr yid zho chi
    none und zxx mul def default
    english german french italian spanish portuguese dutch swedish danish norwegian finnish polish
    czech slovak hungarian romanian estonian latvian lithuanian slovene croatian greek russian
    deutsch francais italiano espanol nederlands svenska dansk norsk suomi polski cesky magyar
"""
_CODES = frozenset(_LANGUAGES.split())
"""Codes and names of languages as names of members."""
_DEPTH = 20
"""Levels of objects within objects that are read."""


class CutOff(dict[str, Any]):
    """What is left of an object whose end is missing: nothing that can be taken for words."""


class NoWordsError(Exception):
    """A value without a member that is known to hold its words."""

    def __init__(self, value: Any) -> None:
        if isinstance(value, CutOff):
            super().__init__("the beginning of an object, whose end is missing")
            return
        named = ", ".join(str(name)[:30] for name in list(value)[:6])
        more = " …" if len(value) > 6 else ""
        super().__init__(
            f"objects with the members {named}{more}, of which none is known to hold the words"
        )


def key(name: str) -> str:
    """The name of a member to compare: without namespace, case, spaces and marks."""
    return squashed(name.rpartition(":")[2].lstrip("@_"))


def keyed(value: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an object under the names to compare, the first filled one of each."""
    members: dict[str, Any] = {}
    for name, member in value.items():
        if member not in (None, "", [], {}):
            members.setdefault(key(str(name)), member)
    return members


def is_language_map(value: Any) -> bool:
    """Whether an object gives the same in several languages: {"fi": …, "en": …}."""
    if not isinstance(value, dict) or not value or set(value) == {"id"}:
        return False
    codes = {re.split("[-_]", str(name).lstrip("@").lower())[0] for name in value}
    plain = all(isinstance(member, str | list | dict | None) for member in value.values())
    return plain and codes <= _CODES


def texts(value: Any, depth: int = 0) -> list[str]:
    """The words of a value in its first language, each once. Raises NoWordsError."""
    if value is None or value == "" or depth > _DEPTH:
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, list):
        found = [t for member in in_one_language(value) for t in texts(member, depth + 1)]
        return list(dict.fromkeys(found))
    if not isinstance(value, dict):
        return list(filter(None, [" ".join(str(value).split()) if depth else str(value).strip()]))
    if is_language_map(value):
        return next(filter(None, (texts(v, depth + 1) for v in value.values())), [])
    members = keyed(value)
    for name in LABELS:
        if name in members:
            return texts(members[name], depth + 1)
    if members or isinstance(value, CutOff):
        raise NoWordsError(value)
    return []


def in_one_language(values: list[Any]) -> list[Any]:
    """The members of a list, or if each says its language, those in the first language."""
    languages = [_language(value) for value in values]
    if all(languages) and len(set(languages)) > 1:
        return [
            v for v, language in zip(values, languages, strict=True) if language == languages[0]
        ]
    return values


def _language(value: Any) -> str:
    members = keyed(value) if isinstance(value, dict) else {}
    given = next((members[name] for name in LANGUAGE if name in members), "")
    return given.lower() if isinstance(given, str) else ""


def readable(value: Any, depth: int = 0) -> str:
    """Any value as text that a person can read: `height: 3, width: 4`."""
    try:
        return "; ".join(texts(value))
    except NoWordsError:
        pass
    if isinstance(value, list):
        return "; ".join(filter(None, (readable(member, depth + 1) for member in value)))
    if depth > _DEPTH or not isinstance(value, dict):
        return ""
    pairs = ((name, readable(member, depth + 1)) for name, member in value.items())
    return ", ".join(f"{name}: {text}" for name, text in pairs if text)


def strings(value: Any, depth: int = 0) -> Iterator[str]:
    """All texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth <= _DEPTH:
        for member in value.values() if isinstance(value, dict) else value:
            yield from strings(member, depth + 1)
