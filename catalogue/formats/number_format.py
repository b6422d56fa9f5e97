"""Numbers of a spreadsheet as a person sees them there.

A museum that keeps its inventory numbers as numbers sees `1910.10` or `INV-0012` only because of
the cell's number format; the file holds 1910.1 and 12. The format codes are those of ECMA-376,
part 1, 18.8.31. The one library for Python that renders them had its last release in 2020.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general)|(?P<exponent>e[+-]0+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_TESTS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip
_FRACTION = re.compile(r"(?P<whole>[0#?]+\s+)?[0#?]+\s*/\s*(?P<below>[0#?]+|[1-9]\d*)")
_PRECISION = 15
"""Significant digits that a spreadsheet keeps."""
_LONGEST_CODE = 255
"""Characters of a format code in Excel. A longer one is no format, and could cost much."""
_EXACT = 1_000
"""Digits of the largest number of a spreadsheet, times what the longest code asks for."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """"digit", "point", "comma", "percent", "exponent", "general" or "literal"."""
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format code."""

    tokens: tuple[_Token, ...]
    code: str
    condition: tuple[str, Decimal] | None = None

    def applies(self, value: Decimal) -> bool:
        """Whether its condition, if it has one, holds."""
        return self.condition is None or _TESTS[self.condition[0]](value, self.condition[1])


def displayed(value: int | float, code: str) -> str:
    """A number under a number format, as a person reads it in the spreadsheet.

    `code` is a format code such as `"INV-"0000`; dates and times are not rendered. A number that
    is not finite is its own name.
    """
    number = Decimal(repr(value)) if isinstance(value, int) else Decimal(f"{value:.{_PRECISION}g}")
    if not number.is_finite():
        return str(value)
    if code.strip().casefold() in ("", "general", "@", "standard") or len(code) > _LONGEST_CODE:
        return _plain(number)
    with localcontext(prec=_EXACT):
        section, number = _chosen(_sections(code), number)
        return " ".join(_rendered(section, number).split())


def _chosen(sections: Sequence[_Section], value: Decimal) -> tuple[_Section, Decimal]:
    """The section for a value, and the value without the sign that the section itself shows."""
    if any(section.condition for section in sections):
        return next((s for s in sections if s.applies(value)), sections[-1]), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts))


def _section(matches: Sequence[re.Match[str]]) -> _Section:
    condition = None
    tokens: list[_Token] = []
    for match in matches:
        if match["bracket"] is None:
            tokens.append(_token(match))
        elif test := _CONDITION.fullmatch(match["bracket"].strip()):
            condition = test[1], Decimal(test[2])
        elif match["bracket"].startswith("$"):  # [$€-407]: a currency, and a language
            tokens.append(_Token("literal", match["bracket"][1:].rpartition("-")[0]))
    return _Section(tuple(tokens), "".join(match.group() for match in matches), condition)


def _token(match: re.Match[str]) -> _Token:
    kind = match.lastgroup or ""
    text = match[kind]
    if kind == "other":
        named = {".": "point", ",": "comma", "%": "percent", "@": "general"}
        return _Token(named.get(text, "literal"), text)
    if kind in ("quoted", "escaped"):
        return _Token("literal", text)
    if kind in ("space", "fill"):
        return _Token("literal", " " if kind == "space" else "")
    return _Token(kind, text)


def _rendered(section: _Section, value: Decimal) -> str:
    tokens = section.tokens
    sign = "-" if value < 0 else ""
    value = abs(value)
    if any(token.kind == "general" for token in tokens):
        return sign + "".join(_plain(value) if t.kind == "general" else t.text for t in tokens)
    if not any(token.kind == "digit" for token in tokens):
        return "".join(token.text for token in tokens if token.kind != "comma")
    value *= 100 ** sum(token.kind == "percent" for token in tokens)
    if (fraction := _FRACTION.search(section.code)) and "." not in section.code:
        return sign + _as_fraction(value, fraction)
    kinds = [token.kind for token in tokens]
    if "exponent" in kinds[kinds.index("digit") :]:
        return sign + _scientific(tokens, value, kinds.index("exponent", kinds.index("digit")))
    return sign + _with_digits(tokens, value)


def _with_digits(tokens: Sequence[_Token], value: Decimal) -> str:
    """The tokens with the digits of a value put into their places."""
    point = next((n for n, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    last = max(n for n, token in enumerate(tokens) if token.kind == "digit")
    scale = sum(t.kind == "comma" for t in tokens[last + 1 :] if t.kind in ("comma", "point"))
    decimals = sum(token.kind == "digit" for token in tokens[point:])
    rounded = (value / 1000**scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, part = f"{rounded:f}".partition(".")
    first = next(n for n, token in enumerate(tokens) if token.kind == "digit")
    grouped = any(t.kind == "comma" for t in tokens[first : min(point, last)])
    before = "".join(_whole(tokens[:point], whole.lstrip("0"), grouped))[::-1]
    return before + "".join(_part(tokens[point:], part))


def _whole(tokens: Sequence[_Token], digits: str, grouped: bool) -> Iterator[str]:
    """The part before the point, backwards: digits fill their places from the right.

    The first place takes all digits that are left. Placeholders without a digit show 0, a space
    or nothing. Literal text is given as it is, reversed.
    """
    places = sum(token.kind == "digit" for token in tokens)
    left, shown = digits, 0
    for token in reversed(tokens):
        if token.kind != "digit":
            yield "" if token.kind == "comma" else token.text[::-1]
            continue
        places -= 1
        taken = left if not places else left[-1:]
        left = "" if not places else left[:-1]
        for digit in reversed(taken or {"0": "0", "?": " "}.get(token.text, "")):
            yield "," + digit if grouped and shown and shown % 3 == 0 else digit
            shown += 1


def _part(tokens: Sequence[_Token], digits: str) -> Iterator[str]:
    """The part from the point on. Zeros at the end are shown where the format asks for them."""
    asked = [token.text for token in tokens if token.kind == "digit"]
    needed = max((n for n, text in enumerate(asked, 1) if text == "0"), default=0)
    digits = digits[:needed] + digits[needed:].rstrip("0")
    place = 0
    for token in tokens:
        if token.kind == "digit":
            yield digits[place : place + 1]
            place += 1
        elif token.kind == "point":
            yield "." if digits or asked else ""
        elif token.kind != "comma":
            yield token.text


def _as_fraction(value: Decimal, code: re.Match[str]) -> str:
    below = code["below"]
    exact = Fraction(value)
    if below.isdigit() and below.strip("0"):
        near = Fraction(round(exact * int(below)), 1)
        top, bottom = int(near), int(below)
    else:
        near = exact.limit_denominator(10 ** len(below) - 1)
        top, bottom = near.numerator, near.denominator
    if code["whole"] is None:
        return f"{top}/{bottom}"
    whole, top = divmod(top, bottom)
    parts = (str(whole) if whole or not top else "", f"{top}/{bottom}" if top else "")
    return " ".join(filter(None, parts))


def _scientific(tokens: Sequence[_Token], value: Decimal, at: int) -> str:
    exponent = value.adjusted() if value else 0
    mantissa = _with_digits(tokens[:at], value.scaleb(-exponent))
    code = tokens[at].text
    sign = "-" if exponent < 0 else "+" if code[1] == "+" else ""
    rest = "".join(t.text for t in tokens[at + 1 :] if t.kind == "literal")
    return f"{mantissa}E{sign}{abs(exponent):0{len(code) - 2}d}{rest}"


def _plain(value: Decimal) -> str:
    """A number without a format: all its digits, and no zeros after them."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
