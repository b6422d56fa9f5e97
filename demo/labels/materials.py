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
_KINDS = (
    ("painting", r"oil_\w+|tempera_\w+|acrylic_canvas"),
    ("paper", "watercolour|gouache|pastel|pencil|chalk|ink"),
    ("print", "etching|engraving|lithograph|woodcut|screenprint"),
    ("photograph", "photograph"),
    ("sculpture", "bronze|marble"),
)
"""Of each kind of work the keys of its materials."""
_EIGHTHS = ("", " 1/8", " 1/4", " 3/8", " 1/2", " 5/8", " 3/4", " 7/8")
_INCH = 2.54
_FRAME = 14.0
"""What a frame adds to each side of a painting, in cm."""


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


def kind_of(text: str, words: Words) -> str | None:
    """What a work of a record's material is: "Painting"; None for a material not listed."""
    key = material_of(text) or ""
    return next((words.kind[kind] for kind, keys in _KINDS if re.fullmatch(keys, key)), None)


def size_of(text: str, words: Words) -> str | None:
    """Height and width in cm out of a record's dimensions, without the third: "32 × 42,5 cm"."""
    return "{} × {} cm".format(*sides) if (sides := _sides(text, words)) else None


def sides_of(text: str, words: Words) -> str | None:
    """The same with each side named: "H. 32 ; L. 42,5 cm"."""
    return words.sides.format(*sides) if (sides := _sides(text, words)) else None


def inches_of(text: str, words: Words) -> str | None:
    """In English inches before the cm, as in America: "12 5/8 × 16 1/2 in. (32 × 42 cm)"."""
    size = size_of(text, words)
    if not size or words.name != "English":
        return size
    return "{} × {} in. ({})".format(*map(_inches, _in_cm(text)), size)


def mm_of(text: str, words: Words) -> str | None:
    """Height and width in mm, as print rooms measure: "320 × 425 mm"."""
    return (
        "{:.0f} × {:.0f} mm".format(*(10 * side for side in sides))
        if (sides := _in_cm(text))
        else None
    )


def framed_of(text: str, words: Words) -> str | None:
    """The size, and that of the frame: "32 × 42 cm (framed 46 × 56 cm)"."""
    bare = size_of(text, words)
    outer = (
        size_of("{:.1f} x {:.1f} cm".format(*(side + _FRAME for side in _in_cm(text))), words)
        if bare
        else None
    )
    return words.framed.format(bare, outer) if bare else None


def _inches(side: float) -> str:
    whole, eighths = divmod(round(8 * side / _INCH), 8)
    return f"{whole or ''}{_EIGHTHS[eighths]}".strip() or "0"


def _sides(text: str, words: Words) -> list[str]:
    """Height and width in cm as written; none where no size is found."""
    return [f"{side:.1f}".removesuffix(".0").replace(".", words.decimal) for side in _in_cm(text)]


def _in_cm(text: str) -> list[float]:
    if not (found := _SIZE.search(text)):
        return []
    scale = 0.1 if found[3] == "mm" else 1.0
    return [float(side.replace(",", ".")) * scale for side in found.groups()[:2]]
