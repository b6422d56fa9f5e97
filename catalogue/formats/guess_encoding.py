"""The encoding of a text that is neither UTF-8 nor UTF-16, by its letters.

charset-normalizer tells scripts apart, and the encodings of one script that is not Latin. Between
those of the Latin script it is not to be relied on with the few accents of a list of names, so
there the names of the columns decide, and then the alphabets of the languages that are written in
them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache

from charset_normalizer import from_bytes

from catalogue.columns.names import map_columns
from catalogue.formats.read_as import ENCODINGS

_GUESSED = {name: codec for name, codec in ENCODINGS.items() if not name.startswith("UTF")}
_LATIN = (
    "Windows-1252", "Windows-1250", "Windows-1254", "Windows-1257", "ISO-8859-15", "ISO-8859-2",
    "Mac Roman", "Mac Central Europe", "CP850", "CP852", "CP437", "ISO-8859-1", "Windows-1258",
)  # fmt: skip
"""Encodings of the Latin script, the likeliest first."""
_ALPHABETS: Mapping[str, str] = {
    "west": "äöüß àâæçéèêëîïôœùûüÿ áéíñóúü¿¡ àáâãçéêíóôõúü àèéìòù äåöé æøåé äåöéšž éëïóöüè"
    " áðéíóúýþæö áâêîôûŵŷ àçèéíïòóúü äöüõšž áéíóú",
    "centre": "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîșşțţ čćđšž čšž ćčšžđ",
    "baltic": "āčēģīķļņšūž ąčęėįšųūž",
    "south-east": "çğıöşüâîû çë",
}
"""Letters beyond ASCII of languages that are written in the Latin script, a word a language."""
_MARKS = frozenset("’‘“”„«»‹›–—…•·°ºª©®™§£€½¼¾×÷¡¿\xa0´")
"""Marks that any text may have."""
_MOST_OTHERS = 3
_WORD = re.compile(r"[^\W\d_]+")


def guess_encoding(head: bytes, sample: bytes) -> tuple[str, tuple[str, ...]]:
    """Python's name of the likeliest encoding, and the names of others that fit as well.

    `head` is the beginning of the file, with the names of the columns; `sample` are lines of it
    that hold bytes beyond ASCII.
    """
    best = from_bytes(sample, cp_isolation=list(_GUESSED.values())).best()
    if best and _is_of_another_script(str(best)):
        names = {codec.replace("-", "_"): codec for codec in _GUESSED.values()}
        return names.get(best.encoding.replace("-", "_"), best.encoding), ()
    ranks: dict[str, tuple[int, float]] = {}
    for name in _LATIN:
        with suppress(UnicodeDecodeError):
            text = sample.decode(_GUESSED[name])
            ranks[name] = _known_columns(head, name), round(likeness_of_letters(text), 2)
    if not ranks:
        return "latin-1", ()
    likeliest = max(ranks, key=lambda name: ranks[name])
    text = sample.decode(_GUESSED[likeliest])
    others = [
        name
        for name, rank in ranks.items()
        if rank == ranks[likeliest] and sample.decode(_GUESSED[name]) != text
    ]
    return _GUESSED[likeliest], tuple(others[:_MOST_OTHERS])


def _is_of_another_script(text: str) -> bool:
    """Whether most words with letters beyond ASCII have no Latin letter."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    latin = sum(any(map(_is_latin, word)) for word in words)
    return latin < len(words) / 2


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _known_columns(head: bytes, name: str) -> int:
    """Columns that are known by their names, if the file begins with these."""
    first = head.decode(_GUESSED[name], "replace").lstrip("\r\n").partition("\n")[0]
    return max(len(map_columns(first.strip().split(mark))) for mark in ",;\t|")


def likeness_of_letters(text: str) -> float:
    """How much the characters beyond ASCII are those of one language, and of its neighbours.

    From 0 to 2: the share of the language that has most of them, and that of its group.
    """
    letters = Counter(c.lower() for c in text if not c.isascii() and c not in _MARKS)
    if not letters:
        return 2.0

    def share(alphabet: Iterable[str]) -> float:
        return sum(letters[letter] for letter in set(alphabet)) / letters.total()

    return max(
        max(map(share, languages.split())) + share(languages) for languages in _ALPHABETS.values()
    )
