"""Where a work hangs, as the museum's own file says it, under whatever name its column has."""

from __future__ import annotations

from functools import lru_cache

from catalogue.normalise import normalise
from catalogue.records import Work

_ROOMS = (
    "room", "room number", "gallery", "gallery number", "gallery name", "hall", "sala",
    "sala n", "numero sala", "stanza", "saal", "raum", "kabinett", "ausstellungsraum", "salle",
    "numero de salle", "zaal", "sal", "зал",
)  # fmt: skip
_LOCATIONS = (
    "location", "current location", "display location", "physical location", "exhibition location",
    "location on view", "ubicazione", "collocazione", "collocazione attuale", "standort",
    "aktueller standort", "localisation", "emplacement", "lieu d exposition", "ubicacion",
    "ubicacion actual", "localizacion", "standplaats", "locatie", "huidige locatie",
    "местонахождение",
)  # fmt: skip
_RANKS = {name: rank for rank, name in enumerate((*_ROOMS, *_LOCATIONS))}


def room(work: Work) -> str:
    """The room, or the place where no column names the room; empty where none says it."""
    columns = (column for record in work.records for column in record.extra)
    ranked = ((rank, text) for name, text in columns if (rank := _rank(name)) is not None)
    return min(ranked, key=lambda place: place[0], default=(0, ""))[1].strip()


@lru_cache(maxsize=4096)
def _rank(column: str) -> int | None:
    """How surely a column of this name holds rooms, 0 first; None of another column."""
    return _RANKS.get(normalise(column))
