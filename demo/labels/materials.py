"""Materials and sizes as labels print them in several languages."""

from __future__ import annotations

import re

from demo.labels.words import LANGUAGES, Words, words

_WORDS = (
    ("oil_canvas", "oil", "canvas"), ("oil_panel", "oil", "panel|wood|oak|mahogany"),
    ("oil_copper", "oil", "copper"), ("oil_board", "oil", "board|cardboard|hardboard|millboard"),
    ("oil_paper", "oil", "paper"), ("tempera_panel", "tempera", "panel|wood"),
    ("tempera_canvas", "tempera", "canvas"), ("acrylic_canvas", "acrylic", "canvas"),
    ("watercolour", "watercolou?r", ""), ("gouache", "gouache", ""), ("pastel", "pastel", ""),
    ("photograph", "gelatin|photograph", ""), ("screenprint", "screenprint|serigraph", ""),
    ("lithograph", "lithograph\\w*", ""), ("woodcut", "woodcut", ""), ("etching", "etching", ""),
    ("engraving", "engraving", ""), ("ink", "ink", "paper"), ("chalk", "chalk", "paper"),
    ("pencil", "pencil|graphite", ""), ("bronze", "bronze", ""), ("marble", "marble", ""),
)  # fmt: skip
"""Of each material what it is made with and on, as English records name them; the first fits."""
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)")


def material_of(text: str) -> str | None:
    """The material that a record names, by its key in words/; None for one that is not listed."""
    bare = text.casefold()
    for language in LANGUAGES:
        for key, phrase in words(language).medium.items():
            if bare.startswith(phrase.casefold()):
                return key
    for key, means, support in _WORDS:
        both = (means, support) if support else (means,)
        if all(re.search(rf"\b(?:{part})\b", bare) for part in both):
            return key
    return None


def medium_of(text: str, words: Words, own: bool) -> str | None:
    """A record's material in the words of a language; its own words in its `own` language."""
    if own and (bare := _SIZE.split(text)[0].strip(" ,;")):
        return bare
    key = material_of(text)
    return words.medium[key] if key else None


def short_medium(text: str, words: Words, own: bool) -> str | None:
    """The material abbreviated, as registrars do; in full where it has no abbreviation."""
    return words.short.get(material_of(text) or "") or medium_of(text, words, own)


def size_of(text: str, words: Words) -> str | None:
    """Height and width in cm out of a record's dimensions, without the third: "32 × 42,5 cm"."""
    return "{} × {} cm".format(*sides) if (sides := _sides(text, words)) else None


def sides_of(text: str, words: Words) -> str | None:
    """The same with each side named: "H. 32 ; L. 42,5 cm"."""
    return words.sides.format(*sides) if (sides := _sides(text, words)) else None


def _sides(text: str, words: Words) -> list[str]:
    """Height and width in cm; none where no size is found."""
    if not (found := _SIZE.search(text)):
        return []
    scale = 0.1 if found[3] == "mm" else 1.0
    sides = (float(side.replace(",", ".")) * scale for side in found.groups()[:2])
    return [f"{side:.1f}".removesuffix(".0").replace(".", words.decimal) for side in sides]
