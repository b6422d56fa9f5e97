"""Names of columns, and of members of a person's object, that say a person's part in a work."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

from catalogue.columns.names import squashed

OWNERS = (
    "creator", "artist", "maker", "person", "participant", "constituent", "agent", "actor",
    "contributor", "people", "producer", "author",
)  # fmt: skip
"""What a member of a person's object may be named by, before what it is: `creator_role`."""
_ROLE_NAMES = """
    role roles rolename roledisplayname roledisplay roledescription function functions funktion
    funktionen funzione fonction funcion association relation relationtype relationship relator
    ruolo rolle rollen rol roll rooli rola papel functie contribution job
"""
ROLES = frozenset(_ROLE_NAMES.split())
_QUALIFIER_NAMES = """
    qualifier qualifiers qualification prefix suffix attribution attributionqualifier
    attributionprefix attributiontype attributionstatus certainty zuschreibung attribuzione
    atribucion tillskrivning toeschrijving rolemodifier modifier roleprefix rolequalifier
    displayprefix nameprefix
"""
QUALIFIERS = frozenset(_QUALIFIER_NAMES.split())
AFFIXES = frozenset({"prefix", "suffix", "displayprefix", "nameprefix"})
"""Members that may as well hold a part of the name."""
_ROLE_COLUMN_NAMES = """
    kunstlerrolle kunstlerfunktion ruoloautore ruolodellautore roleauteur roldelautor konstnarsroll
"""
_ROLE_COLUMNS = frozenset(_ROLE_COLUMN_NAMES.split())
_QUALIFIER_COLUMN_NAMES = """
    attributionqualifier attributiontype zuschreibungsart zuschreibungsqualifikation
    qualificazioneautore auts qualificatifauteur toeschrijvingskwalificatie
"""
_QUALIFIER_COLUMNS = frozenset(_QUALIFIER_COLUMN_NAMES.split())
"""Columns of a table in squashed form, beside an owner with a role or qualifier ("Artist Prefix").
AUTS is the one of the Italian catalogue standard."""


@lru_cache(maxsize=8192)
def is_role(name: str) -> bool:
    """Whether a column holds the role of the person in the column of the artist."""
    return squashed(name) in _ROLE_COLUMNS or _is_owned(squashed(name), ROLES)


@lru_cache(maxsize=8192)
def is_qualifier(name: str) -> bool:
    """Whether a column holds what stands with the artist's name, such as "style of"."""
    return squashed(name) in _QUALIFIER_COLUMNS or _is_owned(squashed(name), QUALIFIERS)


def _is_owned(form: str, parts: Set[str]) -> bool:
    """Whether a name is that of a person's part, after what the person is called by."""
    return any(form.startswith(owner) and form.removeprefix(owner) in parts for owner in OWNERS)
