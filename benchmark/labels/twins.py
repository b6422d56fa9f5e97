"""Works that a label cannot tell apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from catalogue import Work, normalise
from demo.labels import Label

Print = Callable[[Work], Label]
"""Prints the label of any work, as that of one work was printed."""


class Twins:
    """Finds the twins of a work: those whose label would print the same title, artist and date.

    What else a label prints (material, credit line) does not count: no decision rests on it.
    """

    def __init__(self, works: Sequence[Work]) -> None:
        self._titled: dict[str, list[Work]] = defaultdict(list)
        for work in works:
            self._titled[normalise(work.title)].append(work)

    def of(self, work: Work, label: Print) -> tuple[Work, ...]:
        """The other works whose label, as `label` prints it, says the same as that of `work`."""
        said = _said(label(work))
        others = self._titled[normalise(work.title)]
        # A label prints a part of the artist's line at least: works of others need no printing.
        near = partial(_share_a_word, set(normalise(work.artist).split()))
        return tuple(
            other
            for other in others
            if other is not work and near(other) and _said(label(other)) == said
        )


def _share_a_word(words: set[str], other: Work) -> bool:
    return not words.isdisjoint(normalise(other.artist).split())


def _said(label: Label) -> tuple[str, ...]:
    return tuple(normalise(label.printed(field)) for field in ("title", "artist", "date"))
