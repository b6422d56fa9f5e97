"""The clauses of a label: the smallest parts of its print that can be a title or a name.

A clause ends with its line, or at punctuation within it. Title, artist and everything else that a
label says is one clause or several that follow each other, never a part of one: "Water Lilies at
Dusk" does not say "Water Lilies".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue import normalise

LONGEST = 4_000
"""Characters of a label that are read: the longest wall texts have half as many."""
_ABBREVIATED = (
    r"(?<!\b(?:inv|inw|acc|cat|kat|obj|reg|geb|rev|bar|alt|wys|poz|lev|anc))"
    r"(?<!\b(?:larg|szer|prof|gest|kork|haut))(?<!\b(?:largh|overl))"
)
"""Behind an abbreviation that a number or a name follows, a full stop ends nothing."""
_APART = (
    r"[;:|•·/()\[\]{}“”„«»\"↓→↖►]",
    r",(?!\d)",
    r"(?<=[^\W\d]),",
    r"(?<=[^\W\d_]{3})[-–—][ ]+(?=\S)",
    r"(?<=\d{4})[-–—][ ]+(?=[A-Z]+\d)",
    r"(?<=[^\W\d]{3})\.(?=(?:1\d|20)\d\d\b)",
    r"(?<!\d)\s[-–—]\s",
    r"\s[-–—]\s(?!\d)",
    r"(?:(?<=[.\-–—/]\d)|(?<=[.\-–—/]\d\d)|(?<=\d\sca)|(?<=\bcm))\.\s(?=[?\[]?\w)",
    rf"(?<=\w{{3}}){_ABBREVIATED}\.\s(?=[?¿\[]?[^\W_])",
)
_BETWEEN = re.compile(rf"(?:{'|'.join(_APART)})+|(?<!\w)['‘’]|['’](?!\w)", re.IGNORECASE)
"""Punctuation between clauses. A full stop ends one behind a word, not behind an initial or an
abbreviation that a number or a name follows; and one behind a number in parts."""
_ABOUT = (
    r"(?:(?:c|ca|v|um|ok|kr|omkr|env|noin|vers|kring|rond|circa|cirka|verso|hacia|omkring|około|okolo"
    r"|about|around|gegen|omstreeks|por volta de|cerca de)\b\.?|h\.(?=\s*\d))"
)
_YEARS_BEHIND = re.compile(
    r"(?<!\ben)(?<!\bin)(?<!\bim)(?<!\bem)(?<!\bde)(?<!\bnel)"
    r"(?:(?:(?<=[^\W\d_]{2})|(?<=(?-i:[A-Z]{2})\.))\s+|(?<=[^\W\d_]{3})(?=\d)"
    rf"|(?<=\d)\s+(?={_ABOUT}\s*\d))(?="
    rf"(?:{_ABOUT}\s*)?(?:1\d|20)\d\ds?(?:\s*[-–—/]\s*\d{{1,4}})?(?:\s+{_ABOUT})?\W*$"
    r"|(?:b|n|g|f|s|ur|geb|nar|né|née|born|nato|nata|nacid[oa]|nascid[oa]|født|född|syn)\.?\s+"
    r"(?:(?:in|en|w|à|em|i)\s+)?(?:1\d|20)\d\d\b)",
    re.IGNORECASE,
)
"""Before years that only a space separates from title or name: "The Storm 1890", "Anna Merz b.
1951"."""
_NUMBER_BEHIND = re.compile(r"(?<=\w)\s+(?=(?:[A-Z]{1,4}\d{3,6}[a-z]?|\d+(?:\.\d+)+)\W*$)")
"""Before an inventory number that ends a line without punctuation: "Room 12 N05691"."""
_EXHIBIT = re.compile(r"\W*\d{1,3}(?P<behind>\s+)[\"“„«¿?\[]*[A-ZÀ-Þ]")
"""The number of an exhibit that begins a line: "49 Mercury and Argus"."""
_ROUGH_BEHIND = re.compile(rf"(?<=\w)\s+(?={_ABOUT}\s*$)", re.IGNORECASE)
"""Before "about" at the end of a line, where the next one begins with the year."""
_ROUGH = re.compile(rf"(?<!\w){_ABOUT}$", re.IGNORECASE)
_SHORTHAND = re.compile(r"(?<!\w)([^\W\d_]{1,2})/([^\W\d_]{1,4})(?!\w)")
"""Materials in shorthand ("o/c"), which a slash does not separate."""
_YEAR = re.compile(r"\s*(?:1\d|20)\d\d")
_JOINED = re.compile(
    r"(?<=[a-zß-ÿ]{3})(?<!\bFitz)(?=[A-HJ-ZÀ-Þ][a-zß-ÿ]{2})|(?<=[a-zß-ÿ]{3})(?=(?:1\d|20)\d\d\b)"
    r"|(?<=[A-ZÀ-Þ]{4})(?=[A-ZÀ-Þ][a-zß-ÿ]{2})"
)
"""Between words whose space was not read: "JannisKounellis", "COLLINSCecil", "vers1817", though not
"MacDonald". A capital I is mostly a misread l."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐]\n(?=[^\W\d_])")
_LINE_BREAK = re.compile(r"(?<![^\W\d_][-‐])\n|\n(?![a-zß-ÿ])")
_WORDS, _WIDTH = 4, 35
"""Words and characters of a line of running text at least; half the words begin in lower case."""
_NARROW_WORDS, _NARROW_WIDTH, _NARROW_LINES = 2, 16, 4
"""The same of a narrow column, which has so many lines at least and a sentence that ends."""
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)")
_PARAGRAPH, _LETTERS = 20, 110
"""Words, or letters in them, from which lines of running text are a paragraph: the longest titles
stay below. Finnish needs half as many words as English."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the text from character `start` to `end`, on line `line`, all from 0.

    `words` are in normal form. `before` is what separates it from the clause before it on its line,
    None for the first one. `paragraph` is the first line of the paragraph that it is part of,
    None outside of running text.
    """

    start: int
    end: int
    line: int
    words: tuple[str, ...]
    before: str | None = None
    paragraph: int | None = None

    @property
    def apart(self) -> bool:
        """Whether more than a space separates it from the clause before it."""
        return self.before is None or bool(self.before.strip())


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a label's text, in its order; what holds neither letter nor digit is none."""
    text = text[:LONGEST]
    cut: list[Clause] = []
    running = _running([line for _, line in lines(text)])
    for number, (start, line) in enumerate(lines(text)):
        behind = 0
        dated = _YEAR.match(text, start + len(line) + 1) is not None
        for first, last in _parts(line, dated):
            words = tuple(normalise(printed(line[first:last])).split())
            if words:
                before = line[behind:first] if behind else None
                place = start + first, start + last, number
                cut.append(Clause(*place, words, before, running.get(number)))
            behind = last
    return tuple(cut)


def printed(text: str) -> str:
    """A part of a label's text on one line; a word that a hyphen breaks is whole again, and words
    whose space was not read are two."""
    return " ".join(_JOINED.sub(" ", _HYPHEN.sub(_closed_up, text[:LONGEST])).split())


def _closed_up(match: re.Match[str]) -> str:
    return "" if match.string[match.end()].islower() else "-"


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each line of a label; one that breaks a word goes on to the next."""
    start = 0
    for line in _LINE_BREAK.split(text):
        yield start, line
        start += len(line) + 1


def _parts(line: str, dated: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each clause on a line, without the space and punctuation around it.

    `dated` where a year begins the next line.
    """
    closed_up = _SHORTHAND.sub(r"\1\\\2", line)
    cuts = [(m.start(), m.end()) for m in _BETWEEN.finditer(closed_up)]
    cuts += [
        (m.start(), m.end()) for m in _YEARS_BEHIND.finditer(closed_up)
        if not _ROUGH.search(closed_up[: m.start()])
    ]  # fmt: skip
    cuts += [(m.start(), m.end()) for m in _NUMBER_BEHIND.finditer(closed_up)]
    cuts += [m.span("behind") for m in [_EXHIBIT.match(closed_up)] if m]
    cuts += [(m.start(), m.end()) for m in _ROUGH_BEHIND.finditer(closed_up) if dated]
    start = 0
    for first, last in [*sorted(cuts), (len(line), len(line))]:
        if first > start and (part := line[start:first]).strip(" .,-–—"):
            left = len(part) - len(part.lstrip(" .,-–—"))
            yield start + left, start + len(part.rstrip(" ,-–—"))
        start = max(start, last)


def _running(lines: Sequence[str]) -> dict[int, int]:
    """Line → first line of its paragraph, for the lines of running text, as of a wall text."""
    wide = _paragraphs(lines, _WORDS, _WIDTH)
    narrow = _paragraphs(lines, _NARROW_WORDS, _NARROW_WIDTH)
    blocks = {first: [n for n, of in narrow.items() if of == first] for first in narrow.values()}
    columns = {
        number: first for number, first in narrow.items()
        if len(blocks[first]) >= _NARROW_LINES
        and _SENTENCE.search("\n".join(lines[n] for n in blocks[first]))
    }  # fmt: skip
    return columns | wide


def _paragraphs(lines: Sequence[str], least_words: int, least_width: int) -> dict[int, int]:
    """Line → first line of its block of lines that are at least so long, mostly in lower case."""
    paragraph_of: dict[int, int] = {}
    block: list[int] = []
    count, letters = 0, 0
    for number, line in enumerate([*lines, ""]):
        words = re.findall(r"[^\W\d_]+", line)
        lower = sum(word[0].islower() for word in words)
        if len(words) >= least_words and len(line) >= least_width and lower * 2 >= len(words):
            block = [*block, number]
            count, letters = count + len(words), letters + sum(map(len, words))
            continue
        full = count + len(words) >= _PARAGRAPH or letters + sum(map(len, words)) >= _LETTERS
        if block and full:
            ends = words and _ends(lines[block[-1]], line)
            paragraph_of |= dict.fromkeys([*block, number] if ends else block, block[0])
        block, count, letters = [], 0, 0
    return paragraph_of


def _ends(above: str, line: str) -> bool:
    """Whether a short line is the last one of the paragraph above."""
    broken = above.rstrip()[-1:] not in ".!?"
    return line.lstrip()[0].islower() or (broken and line.rstrip().endswith("."))
