"""Words and named fields out of what a model said, in whatever shape it said it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue import normalise
from pipeline.stages.answers import Confidences
from pipeline.stages.degenerate import loops, only_roles
from pipeline.stages.lenient_json import LONGEST, objects

FIELD, PROSE = 400, 4000
"""Characters of a field and of a description at most: what is longer is not one."""
MARKUP = re.compile(
    r"<\|[\w/ ]{1,30}\|>|\[/?INST\]|<</?SYS>>|</?s>|<(?:image|video|pad|unk|bos|eos)>",
    re.IGNORECASE,
)
"""The special tokens of chat formats."""
_FENCE = re.compile(r"\A```\w{0,12}[ \t]{0,9}\n?")
_JOINERS = "\u200c\u200d"
_NOTHING = frozenset({"null", "none", "n a", "nil", "nan", "undefined", "not visible"})
_WORDS_WITHIN = ("name", "value", "text")
"""Where an object that stands for words keeps them: `{"artist": {"name": "Guido Reni"}}`."""
_LINE = re.compile(
    r"^(?:[^\w\n]|_)*([^\W\d_][\w ]{1,39}?)[*_\"' ]*[:=](?!//)[*_\s]*(\S.*)$", re.MULTILINE
)

_OTHER_NAMES: Mapping[str, str] = {
    "title": "titel titolo titre título titulo name artwork painting work artworktitle "
    "paintingtitle worktitle titleofwork titleofthework titleofthepainting titleoftheartwork "
    "nome nombre nom opera",
    "artist": "artistname nameoftheartist painter paintername author creator maker artista autore "
    "pittore künstler maler artiste peintre auteur autor pintor kunstenaar schilder",
    "subject": "subjectmatter depicts depicted motif motiv soggetto sujet thema tema onderwerp",
    "inventory": "inventorynumber inventoryno invno inv invnumber accession accessionnumber "
    "objectnumber inventario numerodiinventario inventarnummer numérodinventaire inventarisnummer",
    "date": "year dated dating data anno datum datierung jahr année annee fecha año ano jaar",
    "work": "",
    "location": "place position where posizione luogo ort lieu lugar plaats",
    "description": "visualdescription descrizione beschreibung descripción beschrijving",
    "works": "artworks paintings items objects list opere werke œuvres oeuvres obras",
    "text": "transcription label labeltext transcript verbatim testo texte texto tekst",
    "genre": "type category genere gattung género",
    "scene": "sceneanalysis scenedescription scena szene scène escena",
}


def fields(text: str, names: Sequence[str]) -> dict[str, str | None]:
    """The words of each field in an answer; None for nothing.

    They are taken from the first object that has any of them, else from lines `Title: …`.
    Keys count in any case and under the names that models use for them.
    """
    for entry in every_object(objects(text)):
        named = picked(entry, names)
        if any(named.values()):
            return named
    lines: dict[str, str] = {}
    for key, value in () if "{" in text else _LINE.findall(cleaned(text[:LONGEST])):
        lines.setdefault(key, value.strip(" \"'*_,"))
    return picked(lines, names)


def confidences(text: str, names: Sequence[str]) -> Confidences:
    """What an answer says that its fields are worth: `{"title": {"text": …, "confidence": 0.8}}`.

    Whoever takes the answer knows whether it was measured or only said.
    """
    for entry in every_object(objects(text)):
        keys = _keys(entry)
        if any(_valued(keys, name) for name in names):
            values = ((name, _confidence(_valued(keys, name))) for name in names)
            return tuple((name, value) for name, value in values if value is not None)
    return ()


def _confidence(value: Any) -> float | None:
    """A confidence in (0, 1]; None for any other value, NaN and words among them."""
    written = value.get("confidence") if isinstance(value, dict) else None
    if not isinstance(written, str):  # `objects` leaves numbers as they are written
        return None
    try:
        confidence = float(written)
    except ValueError:
        return None
    return confidence if 0 < confidence <= 1 else None


def picked(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, str | None]:
    """The words of each field in one object, under whatever name it has there."""
    keys = _keys(answer)
    return {name: words(_valued(keys, name)) for name in names}


def valued(answer: Mapping[str, Any], name: str) -> Any:
    """The value under a name, else under the first key that means the same; None if none."""
    return _valued(_keys(answer), name)


def every_object(roots: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The objects in lists and objects, each before those that it holds."""
    waiting = list(roots)
    for entry in waiting:
        if isinstance(entry, dict):
            yield entry
        inner = entry.values() if isinstance(entry, dict) else entry
        waiting.extend(value for value in inner if isinstance(value, dict | list))


def words(value: Any) -> str | None:
    """A field that should hold words, as words; None for nothing, a list joined by `; `."""
    if isinstance(value, list):
        value = "; ".join(filter(None, (words(item) for item in value)))
    if isinstance(value, dict):
        value = next((value[key] for key in _WORDS_WITHIN if key in value), None)
    if not isinstance(value, str):
        return None
    answer = " ".join(cleaned(MARKUP.sub(" ", value)).split())[:FIELD].strip()
    normal = normalise(answer)
    return answer if normal and normal not in _NOTHING else None


def prose(text: str, name: str) -> str:
    """An answer in sentences, also where it was wrapped in an object under `name`.

    Empty for "not visible" and for what is no answer: chat roles or a loop.
    """
    answer = plain(text)
    if answer.startswith("{"):
        answer = fields(answer, [name])[name] or answer
    answer = answer[:PROSE].strip()
    broken = only_roles(answer) or loops(normalise(answer).split())
    return answer if words(answer) and not broken else ""


def plain(text: str) -> str:
    """An answer without code fences and special tokens; its line breaks stay."""
    return unfenced(MARKUP.sub(" ", text[:LONGEST]))


def unfenced(text: str) -> str:
    """An answer without the code fence that is round it."""
    answer = cleaned(text[:LONGEST]).strip()
    return (
        _FENCE.sub("", answer).removesuffix("```").strip() if answer.startswith("```") else answer
    )


def cleaned(text: str) -> str:
    """The text without control characters, marks of writing direction and broken characters."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or c in _JOINERS or _visible(c))


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _keys(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there, under the folded forms of their keys."""
    keys: dict[str, Any] = {}
    for key, value in answer.items():
        if value is not None:
            keys.setdefault(_folded(key), value)
    return keys


def _valued(keys: Mapping[str, Any], name: str) -> Any:
    return next((keys[key] for key in _ALIASES[name] if key in keys), None)


def _folded(key: str) -> str:
    return normalise(key).replace(" ", "")


_ALIASES = {
    name: tuple(map(_folded, (name, *others.split()))) for name, others in _OTHER_NAMES.items()
}
