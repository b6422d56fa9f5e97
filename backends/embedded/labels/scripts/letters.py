"""Scripts: which of them the shipped reader reads, and the languages of Tesseract for the others.

`python -m benchmark scripts` measures it; the table is in docs/scripts.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

LATIN = 0.8
"""Share of a line's letters that are of the scripts that are read: else it is no line of them."""
_CHINESE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
_SURE = 0.95
"""Confidence from which a line of Chinese or Japanese is one. The shipped reader gives such lines
0.99 and more, and the strokes of other scripts, of speckle and of brushwork up to 0.93."""
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "CYRILLIC": ("rus", "ukr", "bel", "bul", "srp", "mkd", "kaz", "Cyrillic", "script/Cyrillic"),
    "GREEK": ("ell", "grc", "Greek", "script/Greek"),
    "HEBREW": ("heb", "yid", "Hebrew", "script/Hebrew"),
    "ARABIC": ("ara", "fas", "urd", "Arabic", "script/Arabic"),
    "DEVANAGARI": ("hin", "mar", "nep", "san", "Devanagari", "script/Devanagari"),
    "BENGALI": ("ben", "asm", "Bengali", "script/Bengali"),
    "TAMIL": ("tam", "Tamil", "script/Tamil"),
    "THAI": ("tha", "Thai", "script/Thai"),
    "GEORGIAN": ("kat", "Georgian", "script/Georgian"),
    "ARMENIAN": ("hye", "Armenian", "script/Armenian"),
    "HANGUL": ("kor", "Hangul", "script/Hangul"),
}
"""Scripts that the shipped reader does not read, by the first word of their letters' Unicode names,
with the languages by which Tesseract calls them."""
READS = "Latin script, Chinese and Japanese"
OTHERS = "Cyrillic, Greek, Korean, Hebrew, Arabic, Devanagari, Thai, Georgian and Armenian"
"""What the shipped reader reads, and what it does not, in words for people."""


def script(letter: str) -> str:
    """The script of a letter: the first word of its Unicode name, such as "GREEK"."""
    return unicodedata.name(letter, "").partition(" ")[0]


def readable(text: str, confidence: float) -> bool:
    """Whether a line of the shipped reader is one: two signs at least, in a script that it reads.

    Speckle is often read as a stroke of Chinese.
    """
    letters = [script(c) for c in text if c.isalpha()]
    latin = letters.count("LATIN")
    signs = latin + sum(c.isdigit() for c in text)
    if len(set(text.strip())) < 2:
        return False
    if signs >= 2 and latin >= LATIN * len(letters):
        return True
    chinese = sum(name in _CHINESE for name in letters)
    return confidence >= _SURE and chinese >= 2 and chinese + latin >= LATIN * len(letters)


def other(text: str) -> str:
    """The script of a line of Tesseract, if the shipped reader does not read it; else "".

    What it takes spots for is of several scripts, or has more signs than letters.
    """
    letters = [script(c) for c in text if c.isalpha()]
    name = max(sorted(set(letters)), key=letters.count, default="")
    signs = sum(unicodedata.category(c)[0] in "PS" for c in text)
    own = letters.count(name)
    one = own >= max(2, LATIN * len(letters)) and own > signs
    return name if one and name in LANGUAGES else ""
