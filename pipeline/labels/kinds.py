"""What a clause of a label is that names no work: material, date, credit line and the like.

Told by its words, whatever the order and the lines in which a museum prints them. A clause that is
none of these has to be explained by the work that the label is about, or speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from catalogue import STOP_WORDS
from pipeline.labels.clauses import LONGEST, Clause, lines
from pipeline.labels.lexicon import Section, is_holder, is_in, phrases
from pipeline.labels.marked_numbers import MARK, marked_number

Kind = Literal[
    "material",
    "date",
    "measures",
    "number",
    "life",
    "credit",
    "inscription",
    "place",
    "price",
    "prose",
    "noise",
]

_NUMBER = re.compile(
    r"[A-Z]{0,4}[\s.\-]?\d[\w]*(?:[.\-/ ]\w*\d\w*)+|[A-Z]{1,4}[\s.\-]?\d{1,6}[a-z]?"
    r"|[A-Z]{1,3}(?=\D*\d\D*\d)[\doOlI]{3,6}"
)
"""The letters of the last form may be misread digits."""
_BARE = re.compile(r"\d{2,6}")
"""That of the work, of a case, of an audio guide."""
_PARTED = re.compile(r"\d[.]\d")
_BORN = re.compile(r"(?:b|n|f|s|g)\.\s*(?:1\d|20)\d\d\W*$", re.IGNORECASE)
"""A year of birth in one language ("n. 1951") that is about that year in another."""
_GUIDE = re.compile(r"(?:audio\w*|\w+(?:guide|gids))\b\D{0,8}\d{1,4}\W*$", re.IGNORECASE)
"""A stop of an audio guide."""
_MEASURES = re.compile(
    r"\d\s*(?:cm|mm|in)\b|\d\s*[x×]\s*\d"
    r"|^\W*(?:[hbwdl]|ø|diam|dm|height|width|depth|höhe|breite|tiefe|hauteur|largeur|profondeur|altezza"
    r"|larghezza|profondità|alto|ancho|altura|anchura|largura|hoogte|breedte|højde|bredde|høyde|höjd"
    r"|bredd|korkeus|leveys|wys|szer|výška|šířka)\b[.:]?\s*(?!(?:1\d|20)\d\d\b)\d",
    re.IGNORECASE,
)
_LIFE = re.compile(r"(?:1[0-9]|20)\d\d\D{1,40}?(?:1[0-9]|20)\d\d")
_SHORT_LIFE = re.compile(r"\W*(?P<born>(?:1\d|20)\d\d)\s*[-–—/]\s*(?P<died>\d\d)\W*$")
"""Years of a life, the second without its century: "1834–91"."""
_BORN_OR_DEAD = re.compile(r"[*†‡]\s*(?:c(?:a|irca)?\.?\s*)?(?:1\d|20)\d\d")
_RIGHTS = re.compile(r"[©®]|\([cC]\)\s")
_PRICE = re.compile(
    r"[€$£¥]\s*\d|\d\s*[€$£¥]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|kr)\b\.?\s*\d"
    r"|\d\s*(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|kr|zł|euros?|euroa)\b",
    re.IGNORECASE,
)
"""What a work, or its sale, costs."""
_NUMERAL = re.compile(r"[ivx]+|\d{1,4}(?:s|th|st|nd|rd|e|er)?")
_MISREAD = 0.3
"""Letters in words that are not of a section, against those that are: "graphite om paper"."""
_MISREAD_DIGITS = 2
_YEAR = 4
"""Digits of a year."""
_PLACES_AND_YEARS = re.compile(
    r"\W*[^\W\d][^,\d]*,?\s*(?:1\d|20)\d\d\s*[-–—]\s*[^\W\d][^,\d]*,?\s*(?:1\d|20)\d\d\W*$"
)
_BRACKET = re.compile(r"\((?:[^()\n]*\n?){1,3}?[^()\n]*(?:\)|$)")
_A_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_LIVES = range(15, 101)
"""Years that a painter lives."""
_PLACES = 5
"""Words beside the years of a life: places, and how they are said to be known."""
_SIGNED_WITHIN = 2
"""Words at the beginning of a clause among which "signed" stands."""
_PHOTO = frozenset(
    {"photo", "photograph", "photography", "foto", "fotografia", "kuva", "bild", "zdjecie"}
)
"""Words before the name of a photographer."""
_CREDIT_WITHIN = 4
"""Words of a credit line among which the word stands that makes it one."""
_PROSE = 14
"""Words from which a clause is a sentence: titles are shorter."""


def kinds_of(clauses: Sequence[Clause], text: str) -> tuple[Kind | None, ...]:
    """What each clause of a label's text is; None for what may be a title, a name or anything.

    What follows a credit line on the same line belongs to it: "Bequeathed by the artist, 1968". A
    place makes the years beside it those of a person: "Paris, 1943".
    """
    kinds: list[Kind | None] = []
    lives, bracketed, rights = _lives(text), _bracketed(text), _rights(text)
    for n, clause in enumerate(clauses):
        of_a_life = clause.line in lives or any(a <= clause.start < b for a, b in bracketed)
        what = "credit" if clause.line in rights else _kind(clause, text)
        what = "life" if of_a_life and what in (None, "date", "life") else what
        same_line = n > 0 and clause.line == clauses[n - 1].line
        if what == "date" and same_line and kinds[-1] == "life":
            what = "life"
        if what in (None, "date", "place") and same_line and kinds[-1] == "inscription":
            what = "inscription"
        if n > 0 and same_line and _is_photo(clauses[n - 1]) and ":" in (clause.before or ""):
            what = "credit"
        credited = n > 0 and kinds[-1] == "credit" and what in (None, "date")
        kinds.append("credit" if credited and _goes_on(clauses[n - 1], clause) else what)
    _join_dates(clauses, kinds)
    _tell_lives(clauses, kinds, text)
    return tuple(kinds)


def _is_photo(clause: Clause) -> bool:
    """Whether a clause begins to say whose photograph it is: "Foto: A. Nowak"."""
    return len(clause.words) < _CREDIT_WITHIN and not _PHOTO.isdisjoint(clause.words)


def _join_dates(clauses: Sequence[Clause], kinds: list[Kind | None]) -> None:
    """Give what begins a date, or ends a life on the next line, the kind of what it belongs to."""
    for n, (clause, following) in enumerate(pairwise(clauses)):
        if kinds[n + 1] != "date":
            continue
        if _begins_date(clause, following):
            kinds[n] = "date"
        elif kinds[n] == "life" and is_in("life", clause.words[-1]):
            kinds[n + 1] = "life"
        elif kinds[n] == "credit" and _ends_credit(n + 1, clauses, kinds):
            kinds[n + 1] = "credit"


def _ends_credit(date: int, clauses: Sequence[Clause], kinds: Sequence[Kind | None]) -> bool:
    """Whether a year alone below a credit line belongs to it: the work has another date."""
    line = clauses[date].line
    alone = sum(clause.line == line for clause in clauses) == 1
    return alone and line == clauses[date - 1].line + 1 and kinds.count("date") > 1


def _tell_lives(clauses: Sequence[Clause], kinds: list[Kind | None], text: str) -> None:
    """Tell years of birth from dates that look like them: where the work has another date, or
    behind a name, if no other years of a life are printed."""
    printed = [_print(clause, text) for clause in clauses]
    born = [n for n, what in enumerate(kinds) if what == "date" and _BORN.match(printed[n])]
    dated = kinds.count("date") > len(born)
    lived = any(
        what == "life" and _A_YEAR.search(p) for what, p in zip(kinds, printed, strict=True)
    )
    for n in born:
        if dated or (clauses[n].before is not None and not lived):
            kinds[n] = "life"
            died = n + 1 < len(clauses) and clauses[n + 1].line == clauses[n].line
            if died and kinds[n + 1] == "date":
                kinds[n + 1] = "life"


def _print(clause: Clause, text: str) -> str:
    return text[clause.start : clause.end]


def _begins_date(clause: Clause, following: Clause) -> bool:
    """Whether a clause begins a date: "after" before "c. 1830", "cerca de" on the line above."""
    joined = not following.apart or following.line == clause.line + 1
    words = [word for word in clause.words if word not in STOP_WORDS]
    return joined and bool(words) and all(is_in("about", word) for word in words)


def _lives(text: str) -> frozenset[int]:
    """The lines that give places and years of a person: "Modena, 1610 – Roma, 1668"."""
    return frozenset(n for n, (_, line) in enumerate(lines(text)) if _PLACES_AND_YEARS.match(line))


def _rights(text: str) -> frozenset[int]:
    """The lines that say who holds the rights in the work or its picture."""
    return frozenset(n for n, (_, line) in enumerate(lines(text)) if _RIGHTS.search(line))


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Start and end of each bracket that holds two years of a life, over lines or not closed."""
    brackets = [(m.start(), m.end()) for m in _BRACKET.finditer(text)]
    return [
        (start, end) for start, end in brackets
        if len(years := [int(year) for year in _A_YEAR.findall(text[start:end])]) == 2
        and years[1] - years[0] in _LIVES
    ]  # fmt: skip


def _goes_on(clause: Clause, following: Clause) -> bool:
    """Whether a credit line goes on: "Purchase, with funds from / Mr. and Mrs. Smith, 1920"."""
    last = clause.words[-1]
    return clause.line == following.line or is_in("link", last) or last in STOP_WORDS


def _kind(clause: Clause, text: str) -> Kind | None:
    printed, words = _print(clause, text), clause.words
    if marked_number(printed):
        return "number"
    if MARK.fullmatch(printed):
        return "place"
    if _MEASURES.search(printed):
        return "measures"
    if _PRICE.search(printed):
        return "price"
    if is_life(printed, words):
        return "life"
    if any(is_in("inscription", word) for word in words[:_SIGNED_WITHIN]) or _all(words, "side"):
        return "inscription"
    if all(is_in("qualifier", word) or word in STOP_WORDS for word in words):
        return None if clause.paragraph is None else "prose"
    if is_date(words) and not _PARTED.search(printed):
        return "date"
    if _NUMBER.fullmatch(bare := printed.strip(" .,")) or _BARE.fullmatch(bare):
        return "number"
    if all(map(_unreadable, words)) and not _all(words, "material"):
        return "noise"
    if _all(words, "material"):
        return "material"
    if _all(words, "place") or _GUIDE.match(printed):
        return "place"
    if _is_credit(words) or _is_origin(words):
        return "credit"
    return "prose" if clause.paragraph is not None or len(words) >= _PROSE else None


def is_date(words: Sequence[str]) -> bool:
    """Whether a clause is a date and nothing else, or says that there is none."""
    dated = any(
        len(w) == _YEAR if w.isdigit() else is_in("about", w) and not is_in("link", w)
        for w in words
    )
    return dated and all(
        _NUMERAL.fullmatch(word) or is_in("about", word) or word in STOP_WORDS or _unreadable(word)
        for word in words
    )


def is_life(printed: str, words: Sequence[str]) -> bool:
    """Whether a clause gives nation, places or years of a person."""
    if len(printed) > LONGEST:
        return False
    if _BORN_OR_DEAD.search(printed) or _is_short_life(printed):
        return True
    rest = phrases([word for word in words if not word.isdigit()])
    if any(_of_a_person(word) for word in rest):
        others = [word for word in rest if not _of_a_person(word)]
        if all(is_in("link", word) or word in STOP_WORDS for word in others):
            return True
    lived = [word for word in rest if is_in("life", word)]
    if lived and (len(rest) < len(words) or all(w in lived or is_in("link", w) for w in rest)):
        return True
    years = _LIFE.search(printed)
    if years is None or len([w for w in rest if not is_in("about", w)]) > _PLACES:
        return False
    first, last = re.findall(r"(?:1[0-9]|20)\d\d", years.group())[:2]
    return int(last) - int(first) in _LIVES


def _is_short_life(printed: str) -> bool:
    years = _SHORT_LIFE.match(printed)
    if years is None:
        return False
    century, born = divmod(int(years["born"]), 100)
    died = int(years["died"])
    return (100 * (century + (died < born)) + died) - 100 * century - born in _LIVES


def _of_a_person(word: str) -> bool:
    return is_in("nation", word) or is_in("where", word)


def _all(words: Sequence[str], section: Section) -> bool:
    """Whether words are of a section, but for numbers, small words and a misread one among many."""
    plain = (word.rstrip("0123456789") for word in words)  # "Room12"
    whole = phrases([word for word in plain if word.isalpha()])
    telling = [word for word in whole if word not in STOP_WORDS] or whole
    listed = [word for word in telling if is_in(section, word)]
    others = [word for word in telling if word not in listed and not is_in("link", word)]
    letters = sum(map(len, listed))
    return letters > 0 and sum(map(len, others)) <= _MISREAD * letters


def _unreadable(word: str) -> bool:
    """Whether a word is a single letter, or a number with misread digits ("189b", "o9l2")."""
    digits = sum(character.isdigit() for character in word)
    most = digits >= len(word) - _MISREAD_DIGITS
    return len(word) == 1 or (1 < digits < len(word) and (most or len(word) <= _YEAR + 1))


def _is_credit(words: Sequence[str]) -> bool:
    return any(is_in("credit", word) for word in (*words[:_CREDIT_WITHIN], words[-1]))


def _is_origin(words: Sequence[str]) -> bool:
    """Whether a clause says from which church, palace or collection a work comes."""
    return is_in("from", words[0]) and any(is_holder(word) for word in words[1:])
