"""Plain values made into dataclasses, each value of its own type or refused.

cattrs would make "7" of 7, five letters of "words" where a list should be, and infinity of 1e999:
a damaged value would pass for a sound one. `converter` makes none of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

T = TypeVar("T")

MISFITS = (BaseValidationError, ArithmeticError, AttributeError, LookupError, RecursionError,
           TypeError, ValueError)  # fmt: skip
"""What making a dataclass out of damaged values may raise."""
_LARGEST = 2**63
_SHOWN = 120
"""Characters of a message: it may quote a value of any length."""


def converter() -> Converter:
    """A new converter, to which hooks may be added; unknown keys are refused."""
    strict = make_converter(forbid_extra_keys=True)
    hooks: dict[type[Any], Callable[[Any, Any], Any]] = {
        str: _text, int: _integer, float: _number, bool: _truth, Path: _path, Fraction: _fraction,
    }  # fmt: skip
    for kind, hook in hooks.items():
        strict.register_structure_hook(kind, hook)
    strict.register_structure_hook_func(
        lambda kind: _origin(kind) is tuple, lambda value, kind: _tuple(strict, value, kind)
    )
    strict.register_structure_hook_func(
        lambda kind: _origin(kind) in (dict, Mapping),
        lambda value, kind: _mapping(strict, value, kind),
    )
    strict.register_unstructure_hook(Path, str)
    strict.register_unstructure_hook(Fraction, str)
    return strict


def why(error: BaseException) -> str:
    """What does not fit, in a few words: the innermost error names the key and the value."""
    key = ""
    while isinstance(error, BaseValidationError) and error.exceptions:
        error = error.exceptions[0]
        notes = [str(note) for note in getattr(error, "__notes__", ())]
        key = next((note.rpartition(" ")[2] for note in notes if "attribute" in note), key)
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    words = f"{error} is missing" if isinstance(error, KeyError) else str(error)
    words = words.encode("ascii" if "\0" in words else "utf-8", "backslashreplace").decode()
    words = f"{key}: {words}" if key else words
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]} …"


def _origin(kind: Any) -> Any:
    return get_origin(kind)


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{_shown(value)} is no text")
    if not value.isascii():
        value.encode()  # raises for bytes that are no text
    return value


def _integer(value: Any, _: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{_shown(value)} is no whole number")
    if not -_LARGEST <= value < _LARGEST:
        raise ValueError("a number is too large")
    return value


def _number(value: Any, _: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError(f"{_shown(value)} is no number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a number is infinite, or none")
    return number


def _truth(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{_shown(value)} is neither true nor false")
    return value


def _path(value: Any, _: Any) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise TypeError(f"{_shown(value)} is no path")
    return Path(value)


def _fraction(value: Any, _: Any) -> Fraction:
    fraction = Fraction(value)
    if not 0 < fraction < _LARGEST or fraction.denominator >= _LARGEST:
        raise ValueError(f"{_shown(value)} is no unit of time")
    return fraction


def _tuple(strict: Converter, value: Any, kind: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"{_shown(value)} is no list")
    first, *rest = get_args(kind)
    if rest == [...]:
        make = strict.get_structure_hook(first)
        return tuple([make(part, first) for part in value])
    return tuple([strict.structure(part, k) for part, k in zip(value, (first, *rest), strict=True)])


def _mapping(strict: Converter, value: Any, kind: Any) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{_shown(value)} is no object")
    keys, values = get_args(kind)
    return {strict.structure(k, keys): strict.structure(v, values) for k, v in value.items()}


def _shown(value: object) -> str:
    if isinstance(value, (bytes, dict, list, tuple)):
        return {bytes: "a blob", dict: "an object"}.get(type(value), "a list")
    return "nothing" if value is None else repr(value)[:40]
