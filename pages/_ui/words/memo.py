"""Values that outlast a redraw, made again where something that they are made of was replaced."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Any, TypeVar

T = TypeVar("T")
_NOTHING: tuple[tuple[object, ...], Any] = (), None


class Memo:
    """A value for each key, with the objects that it was made of.

    These are compared by identity: for immutable values that are themselves kept from redraw to
    redraw, such as events, decisions and evidence.
    """

    def __init__(self) -> None:
        self._values: dict[object, tuple[tuple[object, ...], Any]] = {}

    def get(self, key: object, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """The value of a key, made if there is none of these objects."""
        before, value = self._values.get(key, _NOTHING)
        if len(before) == len(made_of) and all(map(is_, before, made_of)):
            kept: T = value
            return kept
        made = make()
        self._values[key] = made_of, made
        return made
