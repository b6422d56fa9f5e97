"""The numbers whose records a person takes for one work, although their titles differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue.errors import UnusableCatalogue


@dataclass(frozen=True, slots=True)
class Merging:
    """Which shared numbers are one work: none or all of them, but for some.

    An export with one row per language repeats every number, so "all" holds for the next export,
    too.
    """

    all: bool = False
    exceptions: frozenset[str] = frozenset()
    """Numbers that are merged where the others are not, and kept apart where they are."""

    def __bool__(self) -> bool:
        return self.all or bool(self.exceptions)

    def merges(self, number: str) -> bool:
        """Whether the records of a number are one work, whatever their titles."""
        return (number in self.exceptions) != self.all

    def merging(self, numbers: Iterable[str]) -> Merging:
        """The same choice with these numbers merged."""
        return self._choosing(frozenset(numbers), merged=True)

    def parting(self, numbers: Iterable[str]) -> Merging:
        """The same choice with these numbers kept apart."""
        return self._choosing(frozenset(numbers), merged=False)

    def _choosing(self, numbers: frozenset[str], merged: bool) -> Merging:
        if merged == self.all:
            return Merging(self.all, self.exceptions - numbers)
        return Merging(self.all, self.exceptions | numbers)

    def to_dict(self) -> dict[str, Any]:
        """The choice as plain values; the inverse of `from_dict`."""
        return {"all": self.all, "exceptions": sorted(self.exceptions)}

    @classmethod
    def from_dict(cls, values: Any) -> Merging:
        """The choice out of plain values. Raises UnusableCatalogue, also for an unknown key."""
        if not isinstance(values, dict) or not values.keys() <= {"all", "exceptions"}:
            raise UnusableCatalogue('The numbers to merge are {"all", "exceptions"}.')
        everything, numbers = values.get("all", False), values.get("exceptions", [])
        texts = isinstance(numbers, list) and all(isinstance(number, str) for number in numbers)
        if not isinstance(everything, bool) or not texts:
            raise UnusableCatalogue('Of the numbers to merge "all" is true or false, "exceptions" '
                                    "a list of texts.")  # fmt: skip
        return cls(everything, frozenset(numbers))
