"""Titles and names in comparable form: normal form, aliases, tokens and trigrams.

The rules are those of the design, section "Matching, exactly". Where they leave a choice, museums'
own files decide it, and a comment says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from catalogue.lengths import LONGEST_CELL, LONGEST_NAME
from console import folded, spelled_out, unmarked

_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(
    r"(?<![^\W_])(?=[IVXL])(?:L?X{0,3}|XL)(?:IX|IV|V?I{0,3})(?![^\W_])"  # 1 to 89, a whole word
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_NAME_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_a-z][a-z]{2,}|[^\W\d_a-z]{3,})\s$")
_AFTER_ORDINAL = re.compile(r"\s*(?:$|[^\w\s'’])|\s(?:d['’]|(?:di|del|della|of|de|du|von|van)\s)")
_NEAR = 40
"""Characters examined on either side of a numeral: any name is shorter."""
_NO_NAMES = frozenset({"And", "But", "Not", "Only", "Than", "That", "What", "Like", "Was", "Did"})
"""Words that look like names in title case and may stand before the pronoun ("Not I")."""
_APOSTROPHES = "'’ʼ`´"

_STOP_WORDS_OF = {
    "Italian": "il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla "
    "ai agli alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle con col "
    "coi su sul sulla sui sulle per tra fra e ed o od",
    "English": "the an of at on by for from to with and or as s",
    "French": "les une des du de aux au en dans sur avec pour par et ou",
    "German": "der die das den dem ein eine einer eines einem einen von vom zu zum zur im am mit "
    "auf aus bei und oder",
    "Spanish": "el los las unos unas y con por para",
    "Dutch": "het een van op met uit bij voor te",
    "words for a painting": "painting picture artwork dipinto quadro opera tableau peinture "
    "gemalde bild cuadro pintura schilderij",
    "signs of a second name": "detto detta called known genannt dit dite llamado genaamd",
    "remarks on an attribution or a date": "attr attribuito attributed ca circa",
}
STOP_WORDS = frozenset(word for words in _STOP_WORDS_OF.values() for word in words.split())
"""Words that carry no identity: articles, prepositions and generic words."""
_PREPOSITIONS_OF = {
    "English": "after",
    "German": "fur nach",
    "Italian": "secondo",
    "Spanish": "segun sobre",
    "Portuguese": "do da dos das no na",
    "Dutch": "naar volgens",
    "Swedish, Danish, Norwegian": "til till fra fran etter efter i pa av af",
    "Polish": "dla do wedlug z ze",
    "Finnish, as “for the painting”": "teokseen teoksesta maalaukseen maalauksesta",
}
_PREPOSITIONS = frozenset(word for words in _PREPOSITIONS_OF.values() for word in words.split())
"""Those that are no stop words."""

_SECOND_NAME = re.compile(
    r"\b(?:detto|detta|called|(?:also\s+)?known\s+as|genannt|dite?|llamado|genaamd"
    r"|o|or|ou|oder)\b",
    re.IGNORECASE,
)
_GAP = "\n"
"""Replaces a bracket; any white space would do."""
_OR = re.compile(r"^(?:o|ou|or|oder|già|formerly|also|anche)\s+", re.IGNORECASE)
_QUOTED = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|”([^“”]+)”|«([^«»]+)»|»([^«»]+)«|\"([^\"]+)\"|‚([^‚‘’]+)‘"
    r"|‘([^‘’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)|「([^「」]+)」|『([^『』]+)』"
)


def normalise(text: str) -> str:
    """The text in normal form, in which texts are compared.

    Compatibility decomposition, no diacritics, case folded, letters as æ, ø and ł written out,
    punctuation to single spaces; a capitalised Roman numeral up to 89 becomes its number.
    `LONGEST_CELL` characters at most. Idempotent.
    """
    numbered = _ROMAN.sub(_numeral_to_number, unmarked(text[:LONGEST_CELL]))
    return " ".join(_WORD.findall(folded(numbered)))[:LONGEST_CELL].rstrip()


def _numeral_to_number(match: re.Match[str]) -> str:
    word = match.group()
    if len(word) == 1 and not _is_ordinal(match):
        return word
    return _number(word)


@lru_cache(maxsize=128)  # 1 to 89
def _number(numeral: str) -> str:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return str(sum(-v if v < n else v for v, n in zip(values, following, strict=True)))


def _is_ordinal(match: re.Match[str]) -> bool:
    """Whether a single letter is an ordinal ("Carlo V"), and not an article or an initial.

    "L'Amore" holds an article, and a letter that follows no word ("V. van Gogh", "Gogh, V.") is an
    initial. "I" is far more often an Italian article or an English pronoun. It is an ordinal only
    after a name, at the end of the text or before punctuation or the person's realm, as in
    "Francesco I d'Este" and "Charles I".
    """
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    after = match.string[match.end() : match.end() + _NEAR]
    if match.group() == "I":
        name = _NAME_BEFORE.search(before)
        return bool(name and name.group(1).title() not in _NO_NAMES and _AFTER_ORDINAL.match(after))
    follows_a_word = before[-1:].isspace() and before.rstrip()[-1:].isalnum()
    return follows_a_word and after[:1] not in tuple(_APOSTROPHES)


def tokens(normalised: str) -> frozenset[str]:
    """The words of a normalised string without stop words; all words if nothing is left."""
    words = frozenset(normalised.split())
    return words - STOP_WORDS or words


def trigrams(normalised: str) -> frozenset[str]:
    """The three-character substrings of the string between two spaces; none of an empty string."""
    padded = f" {normalised} " if normalised else ""
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def title_aliases(title: str) -> dict[str, str]:
    """The title, its part before the first ";", its parts in brackets or quotes, and the rest.

    Normal form → the alias as it is written, for each distinct normal form.
    """
    title = title[:LONGEST_NAME]
    aliases: list[str] = []
    for text in (title, title.partition(";")[0]):
        outside, inside = _split_brackets(text)
        unquoted = _QUOTED.sub(" ", outside)
        quoted = [next(filter(None, groups)) for groups in _QUOTED.findall(text)]
        variants = [v for v in (*inside, *quoted) if _has_a_word(v)]
        aliases += [text, outside, unquoted, *variants]
        aliases += [_OR.sub("", v.strip()) for v in variants]
    return _distinct(aliases)


def refers_to(title: str, name: str) -> bool:
    """Whether a title only refers to something of that name, in quotation marks.

    "Study for 'Rain'" is made for a work that is called "Rain", and is not called so itself; "Red
    House, known as 'Rain'" is. A preposition, an article or a genitive before the name tells.
    """
    title, normal = title[:LONGEST_NAME], normalise(name)
    return any(
        normalise(quoted[0]) == normal and _leads_on(title[: quoted.start()].rstrip())
        for quoted in _QUOTED.finditer(title)
    )


def _leads_on(text: str) -> bool:
    """Whether a text ends with a word that refers to what follows."""
    words = normalise(text[-_NEAR:]).split()
    if not words or any(name.end() == len(text) for name in _SECOND_NAME.finditer(text)):
        return False
    return words[-1] in STOP_WORDS or words[-1] in _PREPOSITIONS


def artist_aliases(artist: str) -> dict[str, str]:
    """The name, also without dates and places, turned round, and split at "detto" and the like.

    Normal form → the alias as it is written, for each distinct normal form. A name with umlauts,
    ø or å is an alias with two letters for each of them, too ("Duerer").

    Of several artists separated by ";" or "|", each is an alias. A name of two words or more in
    brackets ("El Greco (Domenikos Theotokopoulos)") is an alias too. So is each name of two words
    or more with a bracket between it and the next ("Filippi Camillo (Ferrara 1500 ca. - 1574)
    Filippi Sebastiano (Ferrara 1528 ca. - 1602)").
    """
    artist = artist[:LONGEST_NAME]
    aliases = [artist]
    for name in re.split(r"[;|]", " ".join(artist.split())):
        outside, inside = _split_brackets(name)
        pieces = [piece for piece in outside.split(_GAP) if piece.strip()]
        several = pieces if len(pieces) > 1 and all(map(_is_full_name, pieces)) else []
        for text in (outside, *several, *filter(_is_full_name, inside)):
            sides = _SECOND_NAME.split(text)
            aliases += [text, *sides, *(_turned_round(side) for side in (text, *sides))]
        aliases.append(name)
    # Of 20,897 names in four collections 254 have such letters, and spelled out one of them is
    # another name: Otto Mühl, who is also Otto Muehl.
    return _distinct([*aliases, *map(spelled_out, aliases)])


def without_brackets(text: str) -> str:
    """A text without its parts in brackets: a name without dates and places, for instance."""
    return _split_brackets(text)[0]


def _is_full_name(text: str) -> bool:
    """Whether a text can be a name of two words or more, rather than a date, place or remark."""
    several = len(text.split()) > 1 and text.lstrip()[0].isupper()
    dated = any(character.isdigit() for character in normalise(text))
    return several and not dated and not re.search(r",|\s[–—-]\s", text)


def _turned_round(name: str) -> str:
    surname, comma, forename = name.strip(" ,").partition(",")
    return name if "," in forename or not comma else f"{forename} {surname}"


def _has_a_word(text: str) -> bool:
    """Whether a bracket can be a title: "(?)", "(1652)" and "(c. 1500)" cannot."""
    return sum(character.isalpha() for character in text) >= 3


def _split_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """The text outside round and square brackets, and the text in each; brackets may nest."""
    outside: list[str] = []
    inside: list[str] = []
    depth, start = 0, 0
    for i, character in enumerate(text):
        if character in "([":
            start, depth = (i + 1, 1) if depth == 0 else (start, depth + 1)
            outside.append(_GAP)
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                inside.append(text[start:i])
        elif depth == 0:
            outside.append(character)
    if depth:  # an unclosed bracket holds the rest
        inside.append(text[start:])
    return "".join(outside), tuple(inside)


def _distinct(texts: Iterable[str]) -> dict[str, str]:
    """Normal form → the first text with it, with single spaces; empty forms are left out."""
    first: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        first.setdefault(normalise(text), " ".join(text.split()))
    first.pop("", None)
    return first
