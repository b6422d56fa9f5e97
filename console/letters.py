"""Letters as people type them on another keyboard: without marks, or written out.

The one place that knows it, so that a search, a match and a label agree on what is the same name.
"""

from __future__ import annotations

import unicodedata

_WRITTEN_OUT = {
    # Two letters that have grown together, and letters that are typed as two.
    "æ": "ae", "œ": "oe", "ꜳ": "aa", "þ": "th", "ß": "ss",
    # Letters with a stroke or a hook, which Unicode does not take apart.
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ƀ": "b", "ȼ": "c", "ǥ": "g", "ɨ": "i",
    "ɉ": "j", "ƚ": "l", "ɫ": "l", "ⱡ": "l", "ɍ": "r", "ⱥ": "a", "ɇ": "e", "ʉ": "u", "ɏ": "y",
    "ƶ": "z", "ɓ": "b", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ɠ": "g", "ƙ": "k", "ɲ": "n", "ƞ": "n",
    "ƥ": "p", "ƭ": "t", "ʈ": "t", "ʋ": "v", "ƴ": "y",
    # Letters of their own: Icelandic, Turkish, Sami, Greenlandic, Azerbaijani, West African.
    "ð": "d", "ı": "i", "ȷ": "j", "ŋ": "n", "ĸ": "q", "ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o",
    "ɵ": "o", "ɣ": "g", "ʒ": "z", "ɩ": "i", "ʊ": "u", "ƿ": "w", "ȝ": "y",
}  # fmt: skip
_TWO_LETTERS = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa",
        "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa",
    }
)  # fmt: skip
_BASIC = 0x20000
"""Characters of which the fold is remembered: those of the living scripts, and signs."""


class _Unmarked(dict[int, str]):
    """Code point → the character without marks."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(filter(None, map(self._letter, decomposed)))
        if code < _BASIC:
            self[code] = plain
        return plain

    def _letter(self, character: str) -> str:
        if unicodedata.category(character).startswith("M"):
            return ""
        # Unicode counts apostrophes as letters: typewritten ones, the Hawaiian ʻ, the Arabic ʿ.
        apostrophe = "\u02b0" <= character <= "\u02ff" or character in "\ua78b\ua78c"
        return " " if apostrophe else character


class _Folded(_Unmarked):
    """Code point of a case-folded character → as it is typed on any keyboard."""

    def _letter(self, character: str) -> str:
        return _WRITTEN_OUT.get(character) or super()._letter(character)


_UNMARKED, _FOLDED = _Unmarked(), _Folded()


def unmarked(text: str) -> str:
    """The text in compatibility decomposition, without diacritics; the case stays."""
    return text if text.isascii() else text.translate(_UNMARKED)


def folded(text: str) -> str:
    """The text without case and diacritics, letters such as æ, ø and ł written out.

    Two spellings of a name that differ only so are equal: "Władysław" and "WLADYSLAW". Umlauts
    lose their marks; see `spelled_out` for the other way to type them. Idempotent.
    """
    lower = text.casefold()
    return lower if lower.isascii() else lower.translate(_FOLDED).casefold().translate(_FOLDED)


def spelled_out(text: str) -> str:
    """The text with umlauts, ø and å as two letters, as German and Danish are typed without them.

    "Dürer" is "Duerer" then. Never the other way: "Manuel" is no "Manül".
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_TWO_LETTERS)
