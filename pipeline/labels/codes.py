"""The record that the codes on a label point at: QR codes and barcodes.

A code holds an address of the museum, or a text. It points at a record if exactly one record's
number stands in it whole: as a part of an address's path, as a value of its query, or as words of a
text. Digits alone may be a stop of an audio guide, a room or a year; so they count only behind a
word that says that they are a work's, as in print, or as the whole text. Nothing is opened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from catalogue import Index, marked_in, number_form
from pipeline.stages.answers import LabelCode

_GOODS = frozenset({"EAN-13", "EAN-8", "UPC-A", "UPC-E", "ISBN"})
"""Kinds of codes that number what a shop sells."""
_LONGEST = 2000
"""Characters of a text in which a number is sought: what is longer is no address."""
_WORDS = 4
"""Words of a number at most: "Inv. NG 12 a"."""
_PARTS = 40
"""Parts of an address that are looked at."""
_OF_A_WORK = re.compile(
    r"(?:art)?works?|artwork|art[-_ ]?objects?|obj(?:ects?|ekte?r?|ets?|etos?)?|oggett[oi]|items?|"
    r"paintings?|collections?|colecci[oó]n|cole[cç][aã]o|collezion[ei]|sammlung(?:en)?|samling(?:er)?|"
    r"samlingar|collectie|kokoelma|oper[ae]|obras?|(?:oe|œ)uvres?|(?:kunst)?werke?|(?:kunst)?verk|"
    r"teos|records?|inv\w*|acc(?:ession)?\w*|catalogu?e?|katalog|коллекция|экспонат",
    re.IGNORECASE,
)
"""Words of an address behind which a number is that of a work."""
_NUMBER = r"[-_]?(?:id|nr|no|number|nummer)"
_A_WORKS_NUMBER = re.compile(rf"(?:(?:art)?work|art|obj(?:e[ck]t|et)?|item|record){_NUMBER}", re.I)
_A_NUMBER = re.compile(_NUMBER, re.IGNORECASE)
"""Names of a query's value that are a work's number, or a number of what the path is about."""
_HOST = re.compile(r"[\w.-]+\.[^\W\d_]{2,}(?::\d+)?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE)
"""What a text begins with that is an order to a telephone: a network, a card, a script."""
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AROUND = " \t\r\n,;:!?()[]{}<>\"'“”„«»"


class _Part(NamedTuple):
    """A text in which a number may stand, and whether its place says that it is a work's."""

    text: str
    marked: bool


def coded_number(codes: Sequence[LabelCode], index: Index) -> str | None:
    """The number of the one record at which the codes of a label point, as it stands in them.

    None where they point at none, or at several. A code that itself holds the numbers of several
    records points at none.
    """
    pointed: dict[int, str] = {}
    for code in codes:
        works = _works(code, index)
        if len(works) == 1:
            pointed |= works
    return next(iter(pointed.values())) if len(pointed) == 1 else None


def _works(code: LabelCode, index: Index) -> dict[int, str]:
    """The works whose numbers stand in a code, each with its number there."""
    text = code.text.strip()
    if code.kind in _GOODS or not text or len(text) > _LONGEST or not _plain(text):
        return {}
    whole = index.numbers.of(text)
    if len(whole) == 1:
        return {whole[0]: text}
    order = _SCHEME.match(text)
    if order and order[1].lower() not in ("http", "https") and not _OF_A_WORK.fullmatch(order[1]):
        return {}
    works: dict[int, str] = {}
    for part in _parts(text):
        for words in _runs(part.text):
            for work in index.numbers.of(words):
                if _is_number(words, part, index.works[work].number):
                    works.setdefault(work, words)
    return works


def _plain(text: str) -> bool:
    """Whether a text has no character that is not seen: such are to deceive, or are no text."""
    return not any(unicodedata.category(c)[0] == "C" for c in text if c not in "\r\n\t")


def _is_number(words: str, part: _Part, borne: str) -> bool:
    """Whether words that are like a work's number are it, and no room, stop or year."""
    return bool(number_form(borne)) or part.marked or marked_in(borne, part.text)


def _parts(text: str) -> Iterator[_Part]:
    """The texts in a code: the parts of its addresses, and what is none as it stands."""
    addresses = {word: address for word in text.split() if (address := _address(word))}
    yield _Part(" ".join(word for word in text.split() if word not in addresses), False)
    for address in addresses.values():
        yield from _of_address(address)


def _address(word: str) -> SplitResult | None:
    """An address on the web, with or without its scheme; None for scripts and anything else."""
    try:
        address = urlsplit(word if "://" in word else f"//{word}")
    except ValueError:
        return None
    if address.scheme in ("http", "https"):
        return address
    named = not address.scheme and _HOST.fullmatch(address.netloc)
    return address if named and (address.path or address.query) else None


def _of_address(address: SplitResult) -> Iterator[_Part]:
    places = [unquote(part) for part in re.split(r"[/!]", f"{address.path}/{address.fragment}")]
    places = [_ENDING.sub("", place) for place in places if place][:_PARTS]
    for before, place in zip(["", *places], places, strict=False):
        yield _Part(place, bool(_OF_A_WORK.fullmatch(before)))
    about = any(map(_OF_A_WORK.fullmatch, places))
    try:
        values = parse_qsl(address.query, max_num_fields=_PARTS)
    except ValueError:
        return
    for name, value in values:
        whose = _OF_A_WORK.fullmatch(name) or _A_WORKS_NUMBER.fullmatch(name)
        yield _Part(value, bool(whose or (about and _A_NUMBER.fullmatch(name))))


def _runs(text: str) -> Iterator[str]:
    """One to `_WORDS` words of a text that follow each other."""
    words = [word.strip(_AROUND) for word in text.split()]
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _WORDS) + 1):
            yield " ".join(words[start:end])
