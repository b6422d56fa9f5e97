"""JSON for the values of `pipeline.types`: exact round trips, unknown keys refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

T = TypeVar("T")

_converter = make_converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(Path, str)
_converter.register_structure_hook(Path, lambda value, _: Path(value))
_converter.register_unstructure_hook(Fraction, str)
_converter.register_structure_hook(Fraction, lambda value, _: Fraction(value))


def built(values: Any, kind: type[T]) -> T:
    """The value that `plain` took apart. Raises cattrs' ClassValidationError on anything else."""
    return _converter.structure(values, kind)


def dumps(value: Any) -> str:
    """The JSON text of a value of `pipeline.types`."""
    return str(_converter.dumps(value, ensure_ascii=False))


def loads(text: str | bytes, kind: type[T]) -> T:
    """The value that `dumps` wrote. Raises cattrs' ClassValidationError on anything else."""
    return _converter.loads(text, kind)


def plain(value: Any) -> Any:
    """The value as dictionaries, lists, numbers and strings."""
    return _converter.unstructure(value)
