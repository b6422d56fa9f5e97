"""Which columns of a museum's file mean what, in the languages that museums keep them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.normalise import normalise

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "identifier": (
        "identifier", "inventory number", "inventory no", "inventory", "inv no", "inv number",
        "inv nr", "inv", "accession number", "accession no", "accession num", "accession",
        "acrno", "momanumber", "object inventory number", "numero di inventario",
        "numero inventario", "n inventario", "n inv", "inventario", "invn", "codice",
        "codice univoco", "inventarnummer", "inventar nr", "inventarnr", "inventar",
        "objektnummer", "numero d inventaire", "numero inventaire", "no inventaire", "inventaire",
        "numero de inventario", "no inventario", "inventarisnummer", "objectnummer",
        "object number", "objectnumber", "system number", "reference", "ref", "signatur", "id",
        "object id", "objectid", "objekt id", "id opera", "identificativo",
    ),
    "title": (
        "title", "title raw", "object title", "preferred title", "titolo", "titolo dell opera",
        "titolo opera", "titolo soggetto", "soggetto titolo", "sgti", "titel", "objekttitel",
        "werktitel", "bildtitel", "bezeichnung", "titre", "titre de l oeuvre", "titr", "titulo",
        "titulo de la obra", "denominazione", "denominacion", "painting", "opera", "item label",
        "name",
    ),
    "artist": (
        "artist", "artists", "all artists", "artist display name", "artist name", "artist title",
        "artista", "autore", "autori", "autn", "author", "painter", "pittore", "maker", "makers",
        "creator", "creators", "object creator", "kunstler", "kunstlerin", "kunstlername",
        "urheber", "artiste", "artistes", "auteur", "autr", "peintre", "autor", "autores",
        "pintor", "kunstenaar", "vervaardiger", "maker naam", "maler", "schilder", "attribution",
        "attribuzione", "hersteller", "people", "artist display", "constituent", "constituents",
    ),
    "date": (
        "date", "date text", "dated", "date display", "display date", "dates", "object date",
        "creation date", "date created", "date of creation", "production date", "date made",
        "year", "data", "datazione", "cronologia", "anno", "dtsi", "datierung", "entstehungszeit",
        "entstehungsdatum", "entstehungsjahr", "inception", "jahr", "datum",
        "datation", "date de creation", "date creation",
        "millesime", "annee", "fecha", "datacion", "ano", "datering", "jaar",
    ),
    "subject": (
        "subject", "subjects", "soggetto", "soggetti", "iconografia", "iconography", "sujet",
        "sujets", "sujet represente", "thema", "tema", "onderwerp", "motiv", "keywords",
        "subject titles", "tags", "schlagworte",
    ),
    "genre": (
        "genre", "genere", "type", "object type", "tipo", "tipologia", "gattung", "objektart",
        "genero", "objecttype",
    ),
    "description": (
        "description", "descrizione", "scheda", "beschreibung", "objektbeschreibung", "descripcion",
        "beschrijving",
        "wall description", "testo", "text",
    ),
    "picture": (
        "picture", "image", "immagine", "foto", "fotografia", "photo", "image file", "image path",
        "picture file", "picture path", "file immagine", "immagini", "images", "bild", "bilddatei",
        "imagen", "afbeelding", "image filename", "image name", "file name", "filename", "datei",
        "fichier image",
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
