"""Which columns of a museum's file mean what, in the languages that museums keep them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.normalise import normalise

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "identifier": (
        "identifier", "inventory number", "inventory no", "inventory", "inv no", "inv number",
        "inv nr", "inv", "accession number", "accession no", "accession", "acrno", "momanumber",
        "numero di inventario", "numero inventario", "n inventario", "n inv", "inventario",
        "codice", "inventarnummer", "inventar nr", "numero d inventaire", "inventaire",
        "numero de inventario", "inventarisnummer", "object number", "objectnumber", "id",
        "object id", "objectid", "identificativo",
    ),
    "title": (
        "title", "title raw", "titolo", "titolo dell opera", "titel", "titre", "titulo",
        "denominazione", "painting", "opera", "name",
    ),
    "artist": (
        "artist", "artists", "all artists", "artista", "autore", "autori", "author", "painter",
        "pittore", "maker", "creator", "kunstler", "kunstlerin", "artiste", "auteur", "peintre",
        "autor", "pintor", "kunstenaar", "maler", "schilder", "attribution", "attribuzione",
    ),
    "subject": (
        "subject", "subjects", "soggetto", "soggetti", "iconografia", "iconography", "sujet",
        "thema", "tema", "onderwerp", "motiv", "keywords",
    ),
    "genre": ("genre", "genere", "type", "tipo", "tipologia", "gattung", "genero"),
    "description": (
        "description", "descrizione", "scheda", "beschreibung", "descripcion", "beschrijving",
        "testo", "text",
    ),
    "picture": (
        "picture", "image", "immagine", "foto", "fotografia", "photo", "image file", "image path",
        "picture file", "picture path", "file immagine", "immagini", "images", "bild", "bilddatei",
        "imagen", "afbeelding", "image filename",
    ),
    "videos": (
        "videos", "video", "video files", "video file", "video paths", "video path", "filmati",
        "filmato", "video filename", "video filenames",
    ),
}  # fmt: skip
"""Field of a record → the names that are understood, in normal form, the most trusted first."""


def map_columns(names: Sequence[str]) -> dict[str, int]:
    """Field → position of the column that fills it; names are compared in normal form.

    Where several columns could fill a field, the name that `COLUMNS` lists first does.
    """
    forms = [squashed(name) for name in names]
    found = {
        field: next((forms.index(form) for form in map(squashed, known) if form in forms), None)
        for field, known in COLUMNS.items()
    }
    return {field: position for field, position in found.items() if position is not None}


def squashed(name: str) -> str:
    """A column's name without spaces, so that "objectNumber" and "object_number" are one."""
    return normalise(name).replace(" ", "")
