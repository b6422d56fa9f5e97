"""The ways in which labels write an artist's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demo.labels.words import Words

_BRACKETS = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_ROLES: Mapping[str, str] = {
    # Of the artists called Da Ponte none is a copy.
    "after": r"(?:prints? )?after|d'après|(?-i:da|nach|naar)|efter|etter|copia d[ai]|kopie nach",
    "attributed": r"(?:formerly )?attributed to|attribuito a|attribué à|atribuido a|ascribed to",
    "circle": r"circle of|cerchia di|entourage de|umkreis von|círculo de",
    "follower": r"follower of|seguace di|suiveur de|nachfolger von|seguidor de",
    "manner": r"manner of|maniera di|manière de|style of",
    "pupil": r"pupil of|allievo di|élève de|schüler von",
    "school": r"school of|scuola di|école de|schule von",
    "workshop": r"workshop of|studio of|bottega di|atelier de|werkstatt von|taller de",
}
_QUALIFIED = tuple(
    (role, re.compile(rf"(?:{pattern})\s+(?=\w)", re.IGNORECASE))
    for role, pattern in _ROLES.items()
)
_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "du", "del", "della", "di", "da", "dei", "le", "la", "ten",
     "ter", "zu", "dos", "af")
)  # fmt: skip
_KEPT = frozenset({"", "Sir", "Dame", "Lord", "Lady", "Mrs", "Mr", "Miss"})
"""Of a forename, what is never made an initial."""
_SUFFIX = re.compile(
    r"(?:,?\s+(?:the (?:younger|elder)(?: of .+)?|senior|junior|(?:jr|sr)\.?|I{1,3}|d\. [ÄJ]\.|"
    r"il (?:giovane|vecchio)|de (?:jonge|oude)|R\.?A\.?))$",
    re.IGNORECASE,
)
_CORPORATE = re.compile(
    r"\d|&|\b(?:school|unknown|anonym\w*|company|sons|ltd|inc|office|group|studio|manufactory|"
    r"attributed|detto|detta|called|known as|genannt|dit|pittore|maestro|master|after|and)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; of what is no person's, or cannot be taken apart, `surname` is all.

    `suffix` is what stands behind a name and belongs to it: " the Younger".
    """

    surname: str
    forename: str = ""
    suffix: str = ""

    @property
    def whole(self) -> str:
        """In natural order: "Jan Brueghel the Elder"."""
        return f"{self.forename} {self.surname}".strip() + self.suffix

    @property
    def initials(self) -> str:
        """With initials for forenames: "Sir J. M. W. Turner", "A. van de Velde"."""
        parts = re.split(r"[\s-]+", self.forename)
        short = [part if part in _KEPT or part[:1].islower() else f"{part[0]}." for part in parts]
        return " ".join([*filter(None, short), self.surname]) + self.suffix


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist's line of a record: the names, the qualifier ("workshop"), the life as written."""

    names: tuple[Name, ...]
    role: str = ""
    life: str = ""

    @property
    def person(self) -> bool:
        """Whether it is one person whose name could be taken apart."""
        return len(self.names) == 1 and bool(self.names[0].forename)


def artist_of(text: str, surname_first: bool = False) -> Artist:
    """The artist's line of a record, taken apart."""
    text, life, role = " ".join(text.split()), "", ""
    while found := _BRACKETS.search(text):
        if re.search(r"\d{3}|secol|\bcentury\b|Jh", found[1]):
            life = " ".join(found[1].split())
        elif (named := _role(found[1])) is not None:
            role = named
        else:
            break
        text = text[: found.start()]
    for name, pattern in _QUALIFIED:
        if found := pattern.match(text):
            role, text = name, text[found.end() :]
            break
    people = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
    return Artist(tuple(_name(part, surname_first) for part in people), role, life)


def _role(bracketed: str) -> str | None:
    """The qualifier that stands in brackets behind a name: "(attr.)", "(bottega di)"."""
    if re.match(r"attr|\?", bracketed):
        return "attributed"
    return next((name for name, pattern in _QUALIFIED if pattern.match(f"{bracketed} x")), None)


def _name(text: str, surname_first: bool) -> Name:
    if _CORPORATE.search(text) or "(" in text:
        return Name(text)
    suffix = found[0] if (found := _SUFFIX.search(text)) else ""
    bare = text[: len(text) - len(suffix)]
    surname, comma, forename = (part.strip() for part in bare.partition(","))
    if comma:
        return Name(_small(surname), forename, suffix)
    parts = bare.split()
    if len(parts) < 2:
        return Name(_small(bare), "", suffix)
    if parts[0].isupper() and len(parts[0]) > 3 and not bare.isupper():  # "TIZIANO Vecellio"
        return Name(" ".join([_small(parts[0]), *parts[1:]]), "", suffix)
    if surname_first and parts[1].casefold() in _PARTICLES:  # "Francesco di Neri" has no surname
        return Name(bare, "", suffix)
    if surname_first:
        return Name(parts[0], " ".join(parts[1:]), suffix)
    at = len(parts) - 1
    while at > 1 and parts[at - 1].casefold() in _PARTICLES:
        at -= 1
    return Name(" ".join(parts[at:]), " ".join(parts[:at]), suffix)


def _small(surname: str) -> str:
    """A surname that the record has in capitals, as labels print it: "Carpaccio"."""
    return surname.title() if surname.isupper() and len(surname) > 3 else surname


def _turned(surname: str, name: Name) -> str:
    return f"{surname}, {name.forename}{name.suffix}" if name.forename else surname + name.suffix


def _bracketed(surname: str, name: Name) -> str:
    return f"{surname} ({name.forename}{name.suffix})" if name.forename else surname + name.suffix


_FORMS: Mapping[str, Callable[[Name], str]] = {
    "": lambda name: name.whole,
    "caps": lambda name: name.whole.upper(),
    "initials": lambda name: name.initials,
    "initials-caps": lambda name: name.initials.upper(),
    "last-caps": lambda name: f"{name.forename} {name.surname.upper()}".strip() + name.suffix,
    "turned": lambda name: _turned(name.surname, name),
    "turned-caps": lambda name: _turned(name.surname.upper(), name),
    "turned-all-caps": lambda name: _turned(name.surname, name).upper(),
    "registry-caps": lambda name: f"{name.surname.upper()} {name.forename}".strip() + name.suffix,
    "bracketed-caps": lambda name: _bracketed(name.surname.upper(), name),
    "surname": lambda name: name.surname,
    "surname-caps": lambda name: name.surname.upper(),
    "surname-comma": lambda name: name.surname.upper() + ("," if name.forename else name.suffix),
}
"""Ways to write one name, by what a layout calls them."""
_NATURAL = frozenset({"", "initials", "last-caps"})
"""Forms that a qualifier stands before: "Workshop of J. Both"; it follows the others."""


def written(artist: Artist, form: str, language: Words) -> str | None:
    """The artist's line in a form, with its qualifier; None where there is nothing to write.

    Raises KeyError for a form that is not known.
    """
    if form == "forename":
        return artist.names[0].forename or None if artist.person and not artist.role else None
    if form == "by":  # no museum writes "by Attributed to"
        line = written(artist, "", language)
        return line if artist.role or not line else language.by.format(line)
    names = [_FORMS[form](name) for name in artist.names]
    if not names:
        return None
    both = f" {language.conjunction} "
    line = both.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    if not artist.role:
        return line
    natural, behind = language.role[artist.role]
    return (natural if form in _NATURAL else behind).format(line.rstrip(","))
