"""What the columns of a museum's file mean, by their names in several languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from catalogue.lengths import MOST_COLUMNS
from catalogue.normalise import normalise

_TRUSTED: Mapping[str, tuple[str, ...]] = {
    "identifier": (
        "identifier", "inventory number", "inventory no", "inventory", "inv no", "inv number",
        "inv nr", "inv", "accession number", "accession no", "accession num", "accession",
        "acrno", "momanumber", "object inventory number", "numero di inventario",
        "numero inventario", "n inventario", "n inv", "inventario", "invn", "codice",
        "codice univoco", "inventarnummer", "inventar nr", "inventarnr", "inventar",
        "objektnummer", "numero d inventaire", "numero inventaire", "no inventaire", "inventaire",
        "numero de inventario", "no inventario", "inventarisnummer", "objectnummer",
        "object number", "objectnumber", "system number",
    ),
    "title": (
        "title", "title raw", "object title", "preferred title", "titolo", "titolo dell opera",
        "titolo opera", "titolo soggetto", "soggetto titolo", "sgti", "titel", "objekttitel",
        "werktitel", "bildtitel", "bezeichnung", "titre", "titre de l oeuvre", "titr", "titulo",
        "titulo de la obra", "denominazione", "denominacion", "painting", "opera", "item label",
        "name", "labels", "label",
    ),
    "artist": (
        "artist", "artists", "all artists", "artist display name", "artist name", "artist title",
        "artista", "autore", "autori", "autn", "author", "painter", "pittore", "maker", "makers",
        "creator", "creators", "object creator", "kunstler", "kunstlerin", "kunstlername",
        "kuenstler", "kuenstlerin", "urheber", "artiste", "artistes", "auteur", "autr", "peintre",
        "autor", "autores", "pintor", "kunstenaar", "vervaardiger", "maker naam", "maler",
        "schilder", "attribution",
        "attribuzione", "hersteller", "people", "artist display", "constituent", "constituents",
        "participants", "contributors", "artist maker person", "artist maker", "principal makers",
        "principal maker",
        "principal or first maker", "dc creator", "personen", "persons", "beteiligte",
    ),
    "date": (
        "date", "date text", "dated", "date display", "display date", "dates", "object date",
        "creation date", "date created", "date of creation", "production date", "date made",
        "year", "data", "datazione", "cronologia", "anno", "dtsi", "datierung", "entstehungszeit",
        "entstehungsdatum", "entstehungsjahr", "inception", "jahr", "datum",
        "datation", "date de creation", "date creation", "dating", "production dates",
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


_LAST: Mapping[str, tuple[str, ...]] = {
    "identifier": (
        "reference", "ref", "signatur", "id", "object id", "objectid", "objekt id", "id opera",
        "identificativo",
    ),
}  # fmt: skip
"""Numbers that a database may have given."""


def _listed() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The trusted names of each field, then those of `names.toml`, and the doubtful ones."""
    text = Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
    others = tomllib.loads(text)
    for field, names in _TRUSTED.items():
        more = (name for line in others.get(field, {}).values() for name in line.split(", "))
        yield field, tuple(dict.fromkeys((*names, *more, *_LAST.get(field, ()))))


COLUMNS: Mapping[str, tuple[str, ...]] = dict(_listed())
"""Field of a record → names of its column, the most trusted first."""


WORDS: Mapping[str, frozenset[str]] = {
    field: frozenset(words.split())
    for field, words in {
        "identifier": "inventory inventario inventar inventarnummer inventarisnummer inventaire"
        " accession inv objektnummer objectnummer",
        "title": "title titles titolo titoli titel titre titulo",
        "artist": "artist artists artista artisti artistas artiste artistes maker makers creator"
        " creators painter painters pittore pittrice pittori kunstler kunstlerin kunstlerinnen"
        " kuenstler kuenstlerin maler malerin urheber urheberin peintre peintres pintor pintora"
        " pintores kunstenaar kunstenaars kunstenares schilder schilders vervaardiger"
        " vervaardigers attribution author authors autore autori autrice autor autora autores"
        " autoren autorin auteur auteurs autrices",
        "date": "date dates dated datierung datazione datation datacion datering fecha",
        "subject": "subject subjects soggetto soggetti sujet sujets iconography iconografia"
        " onderwerp",
        "genre": "genre genere gattung genero type tipo",
        "description": "description descrizione beschreibung descripcion beschrijving",
        "picture": "picture image images immagine immagini bild bilder imagen afbeelding foto"
        " photo",
    }.items()
}
_NEUTRAL_WORDS = """
    object objects objekt oggetto opera opere work works artwork werk werks werkes oeuvre
    obra item kunstwerk record name names nome nom nombre naam cognome surname display
    full preferred main primary first text label value field number numero nummer num nr
    no n code id identifier file filename path the of and de del della dell di d des du
    der die das l la le il lo el van het a e y et und in innen en it fr es nl 0 1
"""
_LANGUAGE_WORDS = """
    english german french italian spanish portuguese dutch swedish danish norwegian finnish polish
    czech hungarian russian greek latin japanese chinese korean catalan turkish arabic original
    englisch deutsch franzosisch italienisch spanisch niederlandisch lateinisch
    anglais allemand francais italien espagnol neerlandais inglese tedesco francese italiano
    spagnolo ingles aleman espanol engels duits frans nederlands engelska svenska engelsk dansk
    norsk tysk suomi suomeksi englanti ruotsi polski angielski cesky anglicky magyar angol
    eng ger deu fra fre ita spa por nld dut swe dan nor fin pol cze hun rus ell gre jpn zho kor cat
    pt sv da nb fi pl cs hu ru el ja zh ko ca tr
"""
_LANGUAGES = frozenset(_LANGUAGE_WORDS.split()) | {"en", "de", "it", "fr", "es", "nl"}
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split()) | _LANGUAGES
"""Words that do not change the meaning of the words beside them."""
_MADE = frozenset({"creation", "created", "production", "produced", "made", "creazione"})
"""Words for the date of the work, as opposed to that of its purchase or of a person."""
_WRITER_WORDS = """
    author authors autore autori autrice autor autora autores autoren autorin auteur auteurs
    autrices
"""
_WRITERS = frozenset(_WRITER_WORDS.split())
_WRITTEN = frozenset({"text", "label"})
"""Things with an author of their own, who did not make the work."""
_FILED = frozenset({"record", "file", "filename", "path"})
"""Things made by the cataloguer."""
_OTHER_TITLE_NAMES = """
    titleraw othertitles othertitle alternativetitle alternativetitles alternatetitle altrititoli
    altrotitolo titolialternativi weiteretitel alternativtitel andererititel autrestitres
    autretitre titrealternatif otrostitulos titulosalternativos anderetitels alternatievetitel
    formertitle formertitles fruheretitel translatedtitle
"""
_OTHER_TITLES = frozenset(_OTHER_TITLE_NAMES.split())
_CALLED = frozenset({"name", "nome", "nom", "nombre", "naam", "intitule", "benaming"})
_LONGEST = 200
"""Characters of a column's name that are looked at."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = "s|n|e|i|a|as|os|x|in|innen|nen|rin|ice|rice|trice|ora|euse|esse"
_ENDING = re.compile(
    rf"(?<=[^\W\d_]{{3}})(?:\s?\(\W?(?:{_ENDINGS})\)|(?:\s?/\s?-?|[:*·•.])(?:{_ENDINGS}))+(?!\w)",
    re.IGNORECASE,
)
"""Added plurals and genders: "Artist(s)", "Autore/i", "Künstler*in", "Auteur·rice"."""
_OF_THE_WORK = re.compile(
    r"(.+?) (?:of|of the|des|der|dell|della|del|de|de l|de la|du|van|van het) (?:works?|artworks?"
    r"|work of art|objects?|item|paintings?|werke?s?|kunstwerke?s?|gemaldes?|bilde?s"
    r"|objekte?s?|oper[ae]|opera d arte|dipinto|quadro|oggetto|oeuvres?|oeuvre d art|tableau|objet"
    r"|obras?|obra de arte|cuadro|pintura|objeto|schilderij)"
)


def map_columns(names: Sequence[str]) -> dict[str, int]:
    """Field → position of the column that fills it, by the names alone.

    Of several columns that could fill a field, the one whose name `COLUMNS` lists first is taken.
    Those beyond `MOST_COLUMNS` are not looked at: a table that has them is refused.
    """
    names = names[:MOST_COLUMNS]
    scores = {field: [likeness(field, name) for name in names] for field in COLUMNS}
    return {field: row.index(max(row)) for field, row in scores.items() if any(row)}


@lru_cache(maxsize=8192)
def likeness(field: str, name: str) -> float:
    """How well the name of a column fits a field: above 1 for a listed name, 0 for no fit.

    Names are compared in normal form. A name also fits if it holds a word for the field and
    otherwise only neutral words: "Artist Display Name" fits, "Artist Nationality" does not.
    """
    ranks = _ranks(field)
    if (form := squashed(name)) in ranks:
        return 2.0 - ranks[form] / len(ranks)
    form = plain(name)
    if form.replace(" ", "") in ranks:
        return 2.0 - ranks[form.replace(" ", "")] / len(ranks)
    if (match := _OF_THE_WORK.fullmatch(form)) and _is_name_of(field, match[1]):
        return 0.9
    words = frozenset(form.split())
    meaning = WORDS.get(field, frozenset())
    allowed = meaning | _NEUTRAL | (_MADE if field == "date" else frozenset())
    if field == "artist" and _is_of_a_text(words):
        return 0.0
    return 0.6 if words & meaning and words <= allowed else 0.0


@lru_cache(maxsize=8192)
def is_other_title(name: str) -> bool:
    """Whether a column that is not the title holds titles in another language, or former ones."""
    words = frozenset(plain(name).split())
    in_a_language = bool(words & _LANGUAGES) and likeness("title", name) > 0
    return in_a_language or squashed(name) in _OTHER_TITLES


def _is_name_of(field: str, name: str) -> bool:
    return name.replace(" ", "") in _ranks(field) or (field == "title" and name in _CALLED)


def _is_of_a_text(words: frozenset[str]) -> bool:
    """Whether a column is about the author of a text or record, and not the maker of the work."""
    return bool(words & _FILED or (words & _WRITERS and words & _WRITTEN))


@lru_cache(maxsize=len(COLUMNS))
def _ranks(field: str) -> Mapping[str, int]:
    """Name of a column, squashed → its place in `COLUMNS`."""
    return {squashed(name): rank for rank, name in reversed(list(enumerate(COLUMNS[field])))}


def is_listed(field: str, name: str) -> bool:
    """Whether `COLUMNS` lists a column's name for a field, whatever its case and spacing."""
    return squashed(name) in _ranks(field)


def squashed(name: str) -> str:
    """A column's name without spaces: "objectNumber" and "object_number" become the same."""
    return _normal(name).replace(" ", "")


def plain(name: str) -> str:
    """A column's name as words without added plurals and genders: "Künstler/in" → "kunstler"."""
    return _normal(_CAMEL.sub(" ", _ENDING.sub("", name[:_LONGEST])))


def _normal(name: str) -> str:
    return normalise(name[:_LONGEST].replace("œ", "oe").replace("Œ", "Oe"))
