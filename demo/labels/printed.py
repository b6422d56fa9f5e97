"""What a label may print of a work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """The texts of a museum's record that wall labels print; empty where the record has none.

    `artist` may hold a qualifier, a life in brackets and several names separated by `;`. `born` and
    `died` are years. `language` is that of the record's own words, by its code ("en").
    `surname_first` where names are written "Reni Guido".
    """

    title: str
    artist: str
    date: str = ""
    medium: str = ""
    size: str = ""
    credit: str = ""
    number: str = ""
    born: str = ""
    died: str = ""
    nation: str = ""
    language: str = "en"
    surname_first: bool = False
