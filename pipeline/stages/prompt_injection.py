"""What a wall label says, as data: fit to stand between marks in a prompt.

A label may hold orders, by accident or malice. Lines that address a model are left out of what a
model is shown again and of what an answer may be drawn from; the transcription itself stays as it
was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.lenient_json import LONGEST
from pipeline.stages.parsing import MARKUP, PROSE, cleaned

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|above|previous"
    r"|rules|text)"
    r"|\b(?:ignora|ignorare|dimentica|ignoriere|ignorieren|vergiss|ignorez|oubliez|ignore[rz]?"
    r"|olvida|negeer|vergeet)\b.{0,40}\b(?:istruzion|precedent|anweisung|vorherig|instruction"
    r"|consigne|précédent|instruccion|anterior|instructie|vorige|bovenstaande)"
    r"|^[^\w\n]*(?:please\s+|now\s+|instead\s+)*(?:answer|respond|reply|output)\b.{0,30}"
    r"\b(?:title|artist|json|with|only|that|null)\b"
    r"|^[^\w\n]*(?:return|print)\b.{0,20}\b(?:json|null|title\s*:|artist\s*:)"
    r"|\b(?:system|developer)\s+(?:prompt|message|instruction)"
    r"|^[^\w\n]*(?:system|assistant|user|developer)\s*(?::|$)"
    r"|\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:\w+\s+){0,2}(?:ai|assistant|model|chatbot)\b"
    r"|\bas\s+an\s+ai\b|\bnew\s+instructions?\b"
    r"|\{\s*[\"'“]|[\"'”]\s*:\s*[\"'“{\[]|[\"'”]\s*\}|```",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_GOES_ON = re.compile(
    r"(?::|\b(?:and|with|is|as|to|the|that|title|artist|answer|following|json))\W*$",
    re.IGNORECASE,
)
_MARKS = str.maketrans({"<": "‹", ">": "›"})


def quoted(text: str) -> str:
    """The lines of a label that may stand between `<<<` and `>>>`, which they cannot close."""
    return without_orders(text).translate(_MARKS)


def without_orders(text: str) -> str:
    """The lines of a label that neither address a model nor continue a line that does."""
    return "\n".join(line for line, order in _lines(text) if not order).strip()


def orders_blanked(text: str) -> str:
    """The same with every character at its place: blanks stand for the lines that are left out."""
    return "\n".join(" " * len(line) if order else line for line, order in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it addresses a model or continues a line that does."""
    words = cleaned(text[:LONGEST])[:PROSE]
    orders = [match.span() for pattern in (_ORDERS, MARKUP) for match in pattern.finditer(words)]
    at, dropped = 0, ""
    for line in words.splitlines():
        end = at + len(line)
        touched = any(begin < end and at < after for begin, after in orders)
        dropped = line if touched or (dropped and _goes_on(dropped, line)) else ""
        yield line, bool(dropped)
        at = end + 1


def _goes_on(line: str, following: str) -> bool:
    return following.lstrip()[:1].islower() or bool(_GOES_ON.search(line))
