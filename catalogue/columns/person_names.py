"""Whom a column of names is about, and which part of the name it holds.

A museum may keep the surname and the forename of an artist in two columns, and those of owners,
donors, sitters and writers too, who must never be taken for whoever made the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.columns.names import WORDS, likeness, plain

_SURE: Mapping[str, str] = {
    "forename": r"forenames?|first ?names?|given ?names?|vornamen?|rufname|prenoms?"
    "|nombre de pila|voornaam|voornamen",
    "between": "middle ?names?|tussenvoegsels?|voorvoegsels?",
    "surname": "surnames?|last ?names?|family ?names?|nachnamen?|familiennamen?|zuname|cognomi"
    "|cognome|nom de famille|patronyme|apellidos?|achternaam|achternamen|familienaam",
}
_LIKELY: Mapping[str, str] = {"forename": "nome|nombres?", "surname": "name|nom|naam"}
"""Words that mean a part of a name only beside one that surely means the other part."""
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
"""Words for people who have to do with a work and did not make it."""


@dataclass(frozen=True)
class Part:
    """A part of somebody's name that a column holds."""

    role: str
    """`forename`, `between` or `surname`."""
    sure: bool
    """Whether it can be nothing else."""
    whose: frozenset[str]
    """The words that say whose name it is, none where nothing says so."""

    @property
    def may_be_a_maker_s(self) -> bool:
        return self.whose <= _MAKERS


@lru_cache(maxsize=8192)
def part(name: str) -> Part | None:
    """The part of a name that a column of this name holds; None where it holds none, or a whole."""
    form = _COMPOUND.sub(r" \1", plain(name))
    for sure, roles in ((True, _SURE), (False, _LIKELY)):
        found = {role: re.subn(rf"\b(?:{words})\b", " ", form) for role, words in roles.items()}
        held = [(role, rest) for role, (rest, times) in found.items() if times == 1]
        if len(held) == 1:
            role, rest = held[0]
            both = sure and any(
                re.search(rf"\b(?:{words})\b", rest)
                for other, words in _LIKELY.items() if other != role
            )  # fmt: skip
            return None if both else Part(role, sure, frozenset(rest.split()) - _LINKS)
        if held:
            return None
    return None


def is_of_another(name: str) -> bool:
    """Whether a column is about somebody who did not make the work, such as its owner or sitter.

    So is what has a word for an artist and is none: "Autore della scheda", "Artist birthplace".
    """
    words = frozenset(plain(name).split())
    held = part(name)
    other_name = bool(held and held.sure and not held.may_be_a_maker_s)
    return other_name or bool(words & OTHERS or (words & _MAKERS and not likeness("artist", name)))


def maker_in_parts(names: Sequence[str], short: Callable[[int], bool]) -> tuple[int, ...]:
    """The columns that together hold the name of whoever made the work, the forename first.

    Empty without both parts. Parts belong together where they say the same of whom they name, or
    stand beside each other and one says nothing. `short` tells whether a column holds single words:
    what is called "Name" beside "Vorname" may be a whole name.
    """
    known = {n: one for n, name in enumerate(names) if (one := part(name)) and one.may_be_a_maker_s}
    pairs = [
        (fore, after)
        for fore in _of(known, "forename")
        for after in _of(known, "surname")
        if (known[fore].sure or known[after].sure)
        and (known[after].sure or short(after))
        and _belong(fore, after, known)
    ]
    if not pairs:
        return ()
    fore, after = min(pairs, key=lambda pair: _doubts(pair, known))
    whose = known[after].whose
    between = [n for n in _of(known, "between") if known[n].whose == whose]
    return (fore, *between[:1], after)


def _of(known: Mapping[int, Part], role: str) -> Iterator[int]:
    return (n for n, one in known.items() if one.role == role)


def _belong(one: int, other: int, known: Mapping[int, Part]) -> bool:
    a, b = known[one].whose, known[other].whose
    return a == b or (abs(one - other) == 1 and not (a and b))


def _doubts(pair: tuple[int, int], known: Mapping[int, Part]) -> tuple[bool, bool, bool, int]:
    """The less, the better: whose name it is should be said, by both, in words that are sure."""
    fore, after = (known[n] for n in pair)
    unsaid = not (fore.whose or after.whose)
    return unsaid, fore.whose != after.whose, not (fore.sure and after.sure), sum(pair)
