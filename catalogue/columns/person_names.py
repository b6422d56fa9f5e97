"""Columns of persons' names: whose names they hold, and which part of the name.

A museum may have surname and forename of the artist in two columns. It may have the same for
owners, donors, sitters and writers, who must never be taken for the maker of the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalogue.columns.names import WORDS, likeness, plain

Role = Literal["forename", "between", "surname"]
_SURE: Mapping[Role, str] = {
    "forename": r"forenames?|first ?names?|given ?names?|vornamen?|rufname|prenoms?"
    "|nombre de pila|voornaam|voornamen",
    "between": "middle ?names?|tussenvoegsels?|voorvoegsels?",
    "surname": "surnames?|last ?names?|family ?names?|nachnamen?|familiennamen?|zuname|cognomi"
    "|cognome|nom de famille|patronyme|apellidos?|achternaam|achternamen|familienaam",
}
_LIKELY: Mapping[Role, str] = {"forename": "nome|nombres?", "surname": "name|nom|naam"}
"""Words that mean one part of a name only beside a column that surely holds the other part."""
_COMPOUND = re.compile(r"(?<=\w)(vorname|nachname|voornaam|achternaam)")
_LINKING_WORDS = """
    of the des der del dell della dello di d de l la du van het e y et und 1 main primary
"""
_LINKS = frozenset(_LINKING_WORDS.split())
_MAKERS = WORDS["artist"] - {"attribution"} | {"constituent", "hersteller", "creador"}
_OTHER_WORDS = """
    owner owners donor donors lender lenders sitter sitters portrayed depicted subject collector
    dealer seller vendor buyer purchaser curator conservator restorer photographer cataloguer
    editor publisher patron commissioner compiler translator contact
    eigentumer besitzer vorbesitzer leihgeber schenker stifter spender dargestellt dargestellte
    dargestellter auftraggeber sammler verkaufer kaufer kurator bearbeiter restaurator fotograf
    verleger herausgeber verfasser
    proprietario possessore prestatore donatore effigiato ritrattato raffigurato committente
    collezionista venditore curatore restauratore fotografo compilatore schedatore editore
    proprietaire possesseur preteur donateur modele represente commanditaire collectionneur vendeur
    conservateur restaurateur photographe editeur redacteur
    propietario prestador donante retratado representado comitente coleccionista vendedor
    conservador restaurador editor redactor
    eigenaar bezitter bruikleengever schenker geportretteerde afgebeelde opdrachtgever verzamelaar
    verkoper restauratrice fotograaf uitgever redacteur
"""
OTHERS = frozenset(_OTHER_WORDS.split())
"""Words for people connected with a work who did not make it."""


@dataclass(frozen=True)
class NamePart:
    """The part of a person's name that a column holds."""

    role: Role
    sure: bool
    """Whether the column can hold nothing else."""
    whose: frozenset[str]
    """The words of the column's name that say whose name it holds; empty if none do."""

    @property
    def may_be_of_maker(self) -> bool:
        """Whether it may be the name of a maker of the work."""
        return self.whose <= _MAKERS


@lru_cache(maxsize=8192)
def part_of_name(name: str) -> NamePart | None:
    """The part of a person's name that a column holds, by the column's name.

    None for a column of whole names, or of none.
    """
    form = _COMPOUND.sub(r" \1", plain(name))
    for sure, roles in ((True, _SURE), (False, _LIKELY)):
        removed = {role: re.subn(rf"\b(?:{words})\b", " ", form) for role, words in roles.items()}
        named = [(role, rest) for role, (rest, times) in removed.items() if times == 1]
        if len(named) == 1:
            role, rest = named[0]
            both = sure and any(
                re.search(rf"\b(?:{words})\b", rest)
                for other, words in _LIKELY.items() if other != role
            )  # fmt: skip
            return None if both else NamePart(role, sure, frozenset(rest.split()) - _LINKS)
        if named:
            return None
    return None


def is_of_another(name: str) -> bool:
    """Whether a column does not name the maker of the work, but its owner or sitter, for instance.

    True also of a name with a word for an artist that means something else: "Autore della scheda",
    "Artist birthplace".
    """
    words = frozenset(plain(name).split())
    name_part = part_of_name(name)
    other_name = bool(name_part and name_part.sure and not name_part.may_be_of_maker)
    return other_name or bool(words & OTHERS or (words & _MAKERS and not likeness("artist", name)))


def maker_in_parts(names: Sequence[str], short: Callable[[int], bool]) -> tuple[int, ...]:
    """The columns that together hold the name of the work's maker, the forename first.

    Empty without both parts. Parts belong together if they agree on whose name they hold, or both
    leave it open, or if they are neighbours and only one says it. `short` tells whether a column
    holds single words: a column "Name" beside "Vorname" may hold whole names.
    """
    named = ((n, part_of_name(name)) for n, name in enumerate(names))
    parts = {n: part for n, part in named if part and part.may_be_of_maker}
    pairs = [
        (fore, sur)
        for fore in _with_role(parts, "forename")
        for sur in _with_role(parts, "surname")
        if (parts[fore].sure or parts[sur].sure)
        and (parts[sur].sure or short(sur))
        and _belong_together(fore, sur, parts)
    ]
    if not pairs:
        return ()
    fore, sur = min(pairs, key=lambda pair: _doubts(pair, parts))
    whose = parts[sur].whose
    between = [n for n in _with_role(parts, "between") if parts[n].whose == whose]
    return (fore, *between[:1], sur)


def _with_role(parts: Mapping[int, NamePart], role: Role) -> Iterator[int]:
    return (n for n, part in parts.items() if part.role == role)


def _belong_together(fore: int, sur: int, parts: Mapping[int, NamePart]) -> bool:
    a, b = parts[fore].whose, parts[sur].whose
    return a == b or (abs(fore - sur) == 1 and not (a and b))


def _doubts(pair: tuple[int, int], parts: Mapping[int, NamePart]) -> tuple[bool, bool, bool, int]:
    """Orders pairs. The best say whose name they hold, agree on it, and are sure."""
    fore, sur = (parts[n] for n in pair)
    anonymous = not (fore.whose or sur.whose)
    return anonymous, fore.whose != sur.whose, not (fore.sure and sur.sure), sum(pair)
