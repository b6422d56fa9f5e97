"""The people in a nested value: whose role or qualifier makes whom the artist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.attribution import Credit, Term, credit, leading, standing
from catalogue.columns.attribution_names import AFFIXES, OWNERS, QUALIFIERS, ROLES
from catalogue.formats.described import NO_ROLE
from catalogue.formats.nested.words import (
    CutOff,
    NoWordsError,
    in_one_language,
    is_language_map,
    keyed,
    strings,
    texts,
)
from catalogue.normalise import normalise

_DISPLAYED = (
    "displayname", "concatdisplayname", "preferredname", "preferreddisplayname", "fullname",
    "citedname", "name", "unfixedname", "preflabel", "label", "summarytitle",
    "labels", "names",
)  # fmt: skip
_FORENAME = (
    "forename", "firstname", "givenname", "vorname", "prenom", "nome", "nombre", "voornaam",
    "fornamn", "fornavn", "etunimi", "imie", "forenames", "firstnames",
)  # fmt: skip
_SURNAME = (
    "surname", "familyname", "lastname", "nachname", "nom", "nomdefamille", "cognome", "apellido",
    "apellidos", "achternaam", "efternamn", "efternavn", "etternavn", "sukunimi", "nazwisko",
)  # fmt: skip
_LESS_LIKELY = ("title", "text", "value", "content", "term", "fc", "description", "alphasort",
                "sortname", "indexname", "mda")  # fmt: skip
_LINKS = ("link", "relationdata", "details")
_NAME_WORDS = """
    sir lady lord dame dr prof mr mrs ms miss st saint san santa rev baron baroness count countess
    duke earl van von de der den da di do dos la le du des el al don dom fra fray frater jr sr ii
    iii iv i the elder younger d ältere jüngere il vecchio giovane père fils ter ten te zu af av mme
    mlle
"""
_OF_NAMES = frozenset(normalise(_NAME_WORDS).split())
"""Words of a prefix or suffix that belongs to the name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a value: the name, the part in the work, and the object that says so."""

    name: str
    part: Credit
    source: Any
    has_role: bool = False

    @property
    def shown(self) -> str:
        return self.part.named(self.name)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in a value: the artists, those of models last; and who else is named."""

    artists: list[Person] = field(default_factory=list)
    former: list[Person] = field(default_factory=list)
    unclear: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)


def people(value: Any, of_makers: bool = True) -> People:
    """The people in a value. Raises NoWordsError.

    In a column that is not for makers alone, nobody is an artist by lack of a role while others
    have one.
    """
    everybody = list(_people(value, ()))
    if not of_makers and any(person.has_role for person in everybody):
        without = Credit("unknown", NO_ROLE)
        everybody = [p if p.has_role else replace(p, part=without) for p in everybody]
    found = People()
    groups = {"former": found.former, "unknown": found.unclear, "other": found.others}
    for person in everybody:
        groups.get(person.part.standing, found.artists).append(person)
    found.artists.sort(key=lambda person: person.part.standing == "after")
    return found


def has_roles(value: Any) -> bool:
    """Whether a value names people with roles."""
    members = value if isinstance(value, list) else [value]
    return any(
        isinstance(member, dict) and ROLES & set(_own(member)) and bool(_name(_own(member)))
        for member in members
    )


def _people(value: Any, roles: tuple[Term, ...]) -> Iterator[Person]:
    if isinstance(value, list):
        for member in in_one_language(value):
            yield from _people(member, roles)
    elif is_language_map(value):
        yield from next(filter(None, (list(_people(v, roles)) for v in value.values())), [])
    elif isinstance(value, dict):
        yield from _of_object(value, roles)
    elif value is not None and str(value).strip():
        yield _of_text(" ".join(str(value).split()), roles)


def _of_text(text: str, roles: tuple[Term, ...]) -> Person:
    """A person who is only a text, which may say that the attribution was given up."""
    kind, phrase, rest = leading(text)
    if kind == "former":
        return Person(rest, credit(roles, [Term((phrase,))]), text, bool(roles))
    return Person(text, credit(roles), text, bool(roles))


def _of_object(value: Mapping[str, Any], roles: tuple[Term, ...]) -> Iterator[Person]:
    members = _own(value)
    linked = [members[name] for name in _LINKS if isinstance(members.get(name), dict)]
    holders = [members, *map(_own, linked)]
    given = (*roles, *(term for holder in holders for term in _roles(holder)))
    qualifiers = [term for holder in holders for term in _qualifiers(holder)]
    if name := _name(members):
        kind, phrase, rest = leading(name)
        if kind == "former":
            name, qualifiers = rest, [*qualifiers, Term((phrase,))]
        yield Person(name, credit(given, qualifiers), value, bool(given or qualifiers))
        return
    inner = [members[name] for name in OWNERS if isinstance(members.get(name), dict | list)]
    if inner:
        for person in (p for member in inner for p in _people(member, given)):
            yield replace(person, part=credit(given, qualifiers)) if qualifiers else person
        return
    yield from _by_role(value, roles)


def _by_role(value: Mapping[str, Any], roles: tuple[Term, ...]) -> Iterator[Person]:
    """The people in an object whose members are named by roles: {"painter": …, "donor": …}."""
    terms = {name: Term((str(name),)) for name in value}
    if not any(standing(term) != "unknown" for term in terms.values()):
        if keyed(value) or isinstance(value, CutOff):
            raise NoWordsError(value)
        return
    for name, member in value.items():
        if standing(terms[name]) != "unknown":
            yield from _people(member, (*roles, terms[name]))


def _own(value: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a person's object; `creator_role` is the role, and `creator` the name."""
    members = keyed(value)
    own = dict(members)
    for name, member in members.items():
        for owner in OWNERS:
            if name.startswith(owner) and len(name) > len(owner):
                own.setdefault(name.removeprefix(owner), member)
    return own


def _name(members: Mapping[str, Any]) -> str:
    displayed = _first(members, _DISPLAYED)
    forename, surname = _first(members, _FORENAME), _first(members, _SURNAME)
    if surname and (forename or displayed) and surname not in displayed:
        prefix = _first(members, ("prefix", "tussenvoegsel", "between"))
        between = prefix if prefix and _is_of_name(prefix) else ""
        return " ".join(filter(None, (forename or displayed, between, surname)))
    owners = (name for name in OWNERS if isinstance(members.get(name), str | int))
    return (
        displayed or surname or _first(members, tuple(owners)) or _first(members, _LESS_LIKELY)
        or forename
    )  # fmt: skip


def _first(members: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        if name in members:
            try:
                found = texts(members[name])
            except NoWordsError:
                continue
            if found:
                return " ".join(found[0].split())
    return ""


def _roles(members: Mapping[str, Any]) -> Iterator[Term]:
    for name, member in members.items():
        if name in ROLES:
            yield from _terms(member)
        elif name in ("type", "types"):  # of the person, or of the part in the work
            yield from (term for term in _terms(member) if standing(term) != "unknown")


def _qualifiers(members: Mapping[str, Any]) -> Iterator[Term]:
    for name, member in members.items():
        if member is True:
            term = Term((name,))
            if standing(term) in ("former", "after", "qualified"):
                yield term
        elif name in QUALIFIERS and not isinstance(member, bool):
            yield from (t for t in _terms(member) if name not in AFFIXES or not _is_part(t))


def _is_part(term: Term) -> bool:
    return all(map(_is_of_name, term.words))


def _is_of_name(words: str) -> bool:
    return set(normalise(words).split()) <= _OF_NAMES


def _terms(value: Any) -> list[Term]:
    """The roles or qualifiers in a value: texts, or concepts in several languages."""
    if isinstance(value, list):
        return [term for member in value for term in _terms(member)]
    if isinstance(value, dict):
        given = [" ".join(text.split()) for text in strings(value)]
        addresses = tuple(text for text in given if _is_address(text))
        return [Term(tuple(text for text in given if text and text not in addresses), addresses)]
    text = " ".join(str(value).split())
    return [Term((), (text,)) if _is_address(text) else Term((text,))]


def _is_address(text: str) -> bool:
    return bool(re.match(r"\w+:\S|\d+$", text))
