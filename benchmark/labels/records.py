"""What a label may print of a work of a catalogue, out of the columns of any museum's file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from catalogue import Work
from demo.labels import Printed, language_of

_COLUMNS: Mapping[str, frozenset[str]] = {
    "medium": frozenset({"medium", "technique", "tecnica", "technik", "material", "materials",
                         "materia", "techniek", "objekttechnik"}),
    "size": frozenset({"dimensions", "dimension", "size", "measurements", "misure", "masse",
                       "maße", "medidas", "afmetingen"}),
    "credit": frozenset({"creditline", "credit", "acquisition"}),
    "born": frozenset({"birth", "born", "birthyear", "birthdate", "yearofbirth"}),
    "died": frozenset({"death", "died", "deathyear", "deathdate", "yearofdeath"}),
    "nation": frozenset({"artistnationality", "nationality", "school", "nation"}),
    "life": frozenset({"artistbio", "life"}),
}  # fmt: skip
"""Names of columns, of letters alone, by what they hold."""
_LIFE = re.compile(r"\((?:(\w+), )?(?:born )?(?:[A-Z]\w+ )?(\d{4})(?:[-–](\d{4}))?\)")
_SAMPLE = 2000
"""Titles by which the language of a catalogue is told."""


def printed(work: Work, language: str, surname_first: bool = False) -> Printed:
    """The texts of a work's record that labels print. `language` is that of the catalogue."""
    values = {name: _column(work, names) for name, names in _COLUMNS.items()}
    nation, born, died = _life(values)
    return Printed(
        work.title, work.artist, work.date, values["medium"],
        values["size"] or values["medium"], values["credit"], work.number, born, died, nation,
        language, surname_first,
    )  # fmt: skip


def language(works: Sequence[Work]) -> str:
    """The code of the language in which most titles of a catalogue are."""
    return language_of(work.title for work in works[:: 1 + len(works) // _SAMPLE])


def _column(work: Work, names: frozenset[str]) -> str:
    columns = (column for record in work.records for column in record.extra)
    return next((text for name, text in columns if _letters(name) in names), "")


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name.casefold()))


def _life(values: Mapping[str, str]) -> tuple[str, str, str]:
    """Nation, and years of birth and death: of a column "(French, 1867–1936)", or of their own."""
    if found := _LIFE.fullmatch(values["life"].strip()):
        return found[1] or "", found[2], found[3] or ""
    return values["nation"], _year(values["born"]), _year(values["died"])


def _year(text: str) -> str:
    return found[0] if (found := re.search(r"\d{4}", text)) else ""
