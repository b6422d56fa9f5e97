"""Identifiers of authority files (ULAN, AAT, Wikidata …), wherever a museum writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from catalogue.lengths import LONGEST_NAME, LONGEST_NUMBER
from catalogue.normalise import normalise

AuthorityName = Literal[
    "ULAN", "AAT", "TGN", "Wikidata", "VIAF", "GND", "ISNI", "Iconclass", "RKD", "LCNAF", "IIIF"
]
AuthorityField = Literal["artist", "subject", "genre", "place", "work"]
"""What an identifier in a record identifies."""
_PATTERNS: tuple[tuple[AuthorityName, str], ...] = (
    ("ULAN", r"vocab\.getty\.edu/(?:page/)?ulan/(\d{9})"),
    ("AAT", r"vocab\.getty\.edu/(?:page/)?aat/(\d{9})"),
    ("TGN", r"vocab\.getty\.edu/(?:page/)?tgn/(\d{7})"),
    ("ULAN", r"getty\.edu/vow/ULAN\w{0,40}\?[^\s\"]{0,300}?subjectid=(\d{9})"),
    ("AAT", r"getty\.edu/vow/AAT\w{0,40}\?[^\s\"]{0,300}?subjectid=(\d{9})"),
    ("Wikidata", r"wikidata\.org/(?:wiki|entity)/(?:Special:EntityData/)?(Q\d+)"),
    ("VIAF", r"viaf\.org/viaf/(\d+)"),
    ("GND", r"d-nb\.info/gnd/([\dX][\dX-]+)"),
    ("ISNI", r"isni\.org/(?:isni/)?(\d{15}[\dX])"),
    ("Iconclass", r"iconclass\.org/(?:rkd/)?([\w%+.*-]+(?:\([^()]*\)[\w%+.*-]*)*)"),
    ("RKD", r"rkd\.nl/(?:[a-z]+/)*artists/(\d+)"),
    ("LCNAF", r"id\.loc\.gov/authorities/names/(n[a-z]?\d+)"),
    ("IIIF", r"((?:https?://)[^\s\"'<>|;]{0,300}?(?:/manifest(?:\.json)?|/collection\.json|/info\.json)"
             r"(?![\w./-]))"),
)  # fmt: skip
_URI = re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS), re.IGNORECASE)
_ADDRESS_PARTS = (
    "getty.edu/", "wikidata.org/", "viaf.org/", "d-nb.info/", "isni.org/", "iconclass.org/",
    "rkd.nl/", "id.loc.gov/", "/manifest", "/collection.json", "/info.json",
)  # fmt: skip
"""Parts of addresses of authorities: looking for them first is ten times faster."""
_BASES: Mapping[AuthorityName, str] = {
    "ULAN": "http://vocab.getty.edu/ulan/",
    "AAT": "http://vocab.getty.edu/aat/",
    "TGN": "http://vocab.getty.edu/tgn/",
    "Wikidata": "http://www.wikidata.org/entity/",
    "VIAF": "http://viaf.org/viaf/",
    "GND": "https://d-nb.info/gnd/",
    "ISNI": "https://isni.org/isni/",
    "Iconclass": "https://iconclass.org/",
    "RKD": "https://rkd.nl/artists/",
    "LCNAF": "http://id.loc.gov/authorities/names/",
    "IIIF": "",
}
_BARE: Mapping[str, tuple[AuthorityName, str]] = {
    "ulan": ("ULAN", r"500\d{6}"),
    "aat": ("AAT", r"300\d{6}"),
    "wikidata": ("Wikidata", r"Q\d+"),
    "viaf": ("VIAF", r"\d{5,22}"),
    "gnd": ("GND", r"(?:\(DE-588\))?([\dX][\dX-]{5,})"),
    "rkd": ("RKD", r"\d+"),
    "isni": ("ISNI", r"\d{4} ?\d{4} ?\d{4} ?\d{3}[\dX]"),
    "tgn": ("TGN", r"[17]\d{6}"),
    "iconclass": ("Iconclass", r"(\d(?: ?[A-Z\d']| ?\([^()]+\))*)[ :]*"),
    "lcnaf": ("LCNAF", r"n[a-z]?\d{5,}"),
    "union list of artist names": ("ULAN", r"500\d{6}"),
    "art architecture thesaurus": ("AAT", r"300\d{6}"),
    "art and architecture thesaurus": ("AAT", r"300\d{6}"),
    "gemeinsame normdatei": ("GND", r"(?:\(DE-588\))?([\dX][\dX-]{5,})"),
    "rkdartists": ("RKD", r"\d+"),
    "library of congress": ("LCNAF", r"n[a-z]?\d{5,}"),
    "wiki data": ("Wikidata", r"Q\d+"),
}
"""Name of a column or source → the authority whose identifiers it holds without an address."""
_ABOUT: Mapping[AuthorityField, str] = {
    "artist": "artist artista artiste maker creator author autore autor painter kunstler"
    " constituent person agent kunstenaar peintre pittore",
    "subject": "subject soggetto sujet tag tags keyword keywords iconography thema"
    " onderwerp depicts",
    "genre": "type genre classification medium material technique",
    "place": "place location city country geography ort luogo lieu",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """An identifier in an authority file, and what it identifies."""

    field: AuthorityField
    name: AuthorityName
    identifier: str

    @property
    def uri(self) -> str:
        """The authority's own address for it."""
        return _BASES[self.name] + self.identifier

    def to_dict(self) -> dict[str, str]:
        """As exports write it."""
        return {
            "field": self.field,
            "authority": self.name,
            "identifier": self.identifier,
            "uri": self.uri,
        }


def recognised(text: str, field: AuthorityField, source: str = "") -> tuple[Authority, ...]:
    """The identifiers in a text, each once.

    `source` is the name of the column or element ("Artist ULAN", "GND"). It tells the authority of
    an identifier that is written without an address.
    """
    identifiers = [
        Authority(field, _PATTERNS[match.lastindex - 1][0], match[match.lastindex].rstrip("/.,"))
        for match in (_URI.finditer(text) if _may_hold_addresses(text) else ())
        if match.lastindex
    ]
    if not identifiers and source and (bare := _bare(source)):
        name, pattern = bare
        parts = (part.strip() for part in re.split(r"[;|]", text))
        matches = (re.fullmatch(pattern, part) for part in parts if len(part) <= LONGEST_NUMBER)
        identifiers = [
            Authority(field, name, _without_spaces(match[match.lastindex or 0]))
            for match in matches
            if match
        ]
    return tuple(dict.fromkeys(identifiers))


def _may_hold_addresses(text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, _ADDRESS_PARTS))


def _without_spaces(identifier: str) -> str:
    """An identifier without its optional spaces: "92 D 3", "0000 0001 2103 2683"."""
    return re.sub(r" (?![^()]*\))", "", identifier)


def _words(name: str) -> str:
    """A column's name in normal form: "artistULAN" has two words."""
    return normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:LONGEST_NAME]))


@lru_cache(maxsize=4096)
def _bare(source: str) -> tuple[AuthorityName, str] | None:
    """The authority that a column or source names, and the form of its identifiers."""
    words = _words(source)
    return next((_BARE[name] for name in _BARE if f" {name} " in f" {words} "), None)


@lru_cache(maxsize=4096)
def field_of(column: str) -> AuthorityField:
    """What the identifiers in a column identify, by its name; the work, if nothing else."""
    words = set(_words(column).split())
    return next((field for field, names in _ABOUT.items() if words & set(names.split())), "work")


def of_cells(columns: tuple[str, ...], cells: Sequence[str]) -> tuple[Authority, ...]:
    """The identifiers in the cells of a row, each once."""
    bare = _bare_columns(columns)
    identifiers = [
        authority
        for n, cell in enumerate(cells)
        if cell and (n in bare or ("://" in cell and any(map(cell.__contains__, _ADDRESS_PARTS))))
        for authority in recognised(cell, field_of(columns[n]), columns[n])
    ]
    return tuple(dict.fromkeys(identifiers)) if identifiers else ()


@lru_cache(maxsize=64)
def _bare_columns(columns: tuple[str, ...]) -> frozenset[int]:
    """The positions of the columns that hold identifiers without an address."""
    return frozenset(n for n, column in enumerate(columns) if _bare(column))
