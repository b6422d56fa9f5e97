"""Texts of one short piece repeated, on which a careless pattern or loop costs more than linearly.

A piece is repeated to the size asked for. A head and a tail are added to some, because a pattern
goes back over what it matched only if its end fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

_LETTER = "a"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A piece that is repeated between a head and a tail."""

    piece: str
    head: str = ""
    tail: str = ""

    def text(self, size: int) -> str:
        """The text with `size` bytes of UTF-8 in its repeated part, or somewhat less."""
        weight = len(self.piece.encode(errors="surrogatepass")) / len(self.piece)
        length = int(size / weight)
        return self.head + (self.piece * (length // len(self.piece) + 1))[:length] + self.tail

    @property
    def name(self) -> str:
        """The pieces as a programmer writes them."""
        parts = [self.head, f"{self.piece}", self.tail]
        first, middle, last = (json.dumps(part, ensure_ascii=not part.isascii()) for part in parts)
        return " + ".join(
            [*([first] if self.head else []), f"{middle}…", *([last] if self.tail else [])]
        )


_PIECES = (
    "a", "A", "Aa", "z", " ", "\n", "\t", "\r\n", "\u00a0", "0", "1", "9", ",", ";", ".", "-", "_",
    ":", "'", '"', "(", "((", ")", "()", "[", "]", "{", "}", "<", ">", "&", "#", "*", "=", "|",
    "/", "\\", "?", "!", "%", "\u0000", "\ufeff", "\u200b", "\u202e",
    "a ", "A ", "a, ", "a; ", "A.", "A. ", "Aa ", "Aa, ", "Aa Bb ", "Aa Bb, ", "Aa Bb; ", "a|",
    "1 ", "1,", "1.", "1-", "1/", "1 x ", "1900", "1900 ", "1900-", "1900, ", "1900-1950 ", "b. ",
    "c. 1900 ", "born ", "x/", "http://", "https://a.b/", "www.a.", "a@b.", "Inv. ", "No. ", "no ",
    '{"', '{"a":', '{"a":"b"', '{"a":"b" ', '{"a":"b",', '{"a":["b",', '"a":"b",', "[{", "[\"",
    "```", "```json\n", "\\u0041", "\\\"", "<a>", "</a>", "<a", "<!--", "&amp;", "&#65;", "&a",
    "<|a|>", "[INST]", "<<<", ">>>",
    "\u00e9", "e\u0301", "\u0301", "\u0301\u0327", "\u0327\u0301", "\u00df", "\u0130", "\u01c6",
    "\ufb03", "\ufdfa", "\u4e2d", "\u4e2d ", "\u3042", "\uac00", "\u0410", "\u0410 ", "\u05d0",
    "\U0001f5bc", "\U0001f468\u200d", "\ud83d",
    "I", "V", "X", "XL", "IV ", "I ", "X. ", "XIX ", "MCM",
    "de ", "by ", "after ", "& ", "and ", "or ", "o ", "detto ", "known as ", "the ", "I, ", "van ",
    "school of ", "attributed to ", "not sure ", "unknown ", "ignore ", "oil on canvas, ", "oil ",
    "cm ", "10 x 10 cm ", "museum ", "gift of ", "Title: a\n", "Title: ", "a\n", "Aa Bb\n", "a-\n",
    "1900\n", "a.\n", "- ", "1. ", "a:", "a=", "a = b\n", "(a) ", "(a", "[a] ", "\"a\" ", "'a' ",
    "\u201ca\u201d ", "\u201c", "\u201e", "\u00ab", "l'", "d'", "\u2013", " \u2013 ", "*\u2020",
)  # fmt: skip
_AROUND = (
    ("", "!"), ("", "\n"), ("", "1"), ("Aa Bb ", ""), ("(", ""), ('"', ""), ("{", "}"),
    ('{"title": "', '"}'), ("Aa, ", " (1900-1950)"), ("1900 ", " x"), ("http://a/", "/manifest "),
)  # fmt: skip
_AROUND_THESE = (
    "a", "A", " ", "1", "a ", "A.", "Aa ", "a, ", "(", ")", "\n", "\t", ",", ";", "-", ".", '"',
    "'", "\\", "/", "x/", "{", "[", "\u0301", "\u00e9", "\u4e2d", "I", "de ", "1900-", "&amp;",
)  # fmt: skip


def _all() -> Mapping[str, Repeat]:
    plain = [Repeat(piece) for piece in _PIECES]
    plain.append(Repeat("\u0301", head=_LETTER))
    around = [Repeat(p, head, tail) for p in _AROUND_THESE for head, tail in _AROUND]
    return {repeat.name: repeat for repeat in (*plain, *around)}


REPEATS = _all()
"""Every repeat, by its name."""
