"""What a label says beside title and artist, held against the record of a work.

A clause whose words stand in the record explains itself in any language: a credit line, a material,
a title in another language. And of works that share title and artist, date, number, material or
credit line may fit one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from catalogue import STOP_WORDS, UNNUMBERED, Index, Work, alike, dates, may_be, normalise
from pipeline.labels.clauses import Clause, printed
from pipeline.labels.kinds import Kind

_NEAR = 0.75
_IN_RECORD = 0.8
"""Share of a clause's words that a column of the record has to hold to explain it."""
_TELLING: frozenset[Kind] = frozenset({"date", "number", "material", "credit", "measures"})
"""Kinds of clauses that may tell works of one name apart."""


class Particulars:
    """The clauses of a label and their kinds, to be held against records."""

    def __init__(
        self, clauses: Sequence[Clause], kinds: Sequence[Kind | None], text: str, index: Index
    ) -> None:
        self._clauses, self._kinds, self._index = clauses, kinds, index
        self._texts = [printed(text[clause.start : clause.end]) for clause in clauses]

    def explained(self, clause: int, work: int, claimed: Collection[int]) -> bool:
        """Whether a clause is of a kind that names no work, stands in the record, or says again
        what the claimed clauses say."""
        if self._kinds[clause] is not None or not self._legible(clause):
            return True
        words = self._telling(clause)
        said = {word for n in claimed for word in self._clauses[n].words}
        return all(word in said for word in words) or self._recorded(words, self._index.works[work])

    def settle(self, works: Sequence[int]) -> int | None:
        """The one of several works with which more particulars of the label agree than with any
        other; None where none stands out."""
        if len(works) < 2:
            return None
        agreeing = sorted(((self._agreeing(work), work) for work in works), reverse=True)
        (most, work), (second, _) = agreeing[:2]
        return work if most > max(second, 0) else None

    def _agreeing(self, work: int) -> int:
        """How many particulars agree with a record, less those that do not."""
        record = self._index.works[work]
        return sum(
            self._agrees(n, record) for n, kind in enumerate(self._kinds) if kind in _TELLING
        )

    def _agrees(self, clause: int, work: Work) -> int:
        said = self._texts[clause]
        if self._kinds[clause] == "number":
            numbered = not work.identifier.startswith(UNNUMBERED)
            return 2 if numbered and may_be(said, work.identifier) else 0
        if self._kinds[clause] == "date":
            recorded = [record.date for record in work.records if record.date]
            same = dates.agree([said], recorded)
            return 0 if same is None else 1 if same else -1
        return int(self._recorded(self._telling(clause), work))

    def _recorded(self, words: Sequence[str], work: Work) -> bool:
        return bool(words) and any(
            _share(tuple(words), column) >= _IN_RECORD for column in _columns(work)
        )

    def _telling(self, clause: int) -> list[str]:
        words = self._clauses[clause].words
        return [word for word in words if word not in STOP_WORDS] or list(words)

    def _legible(self, clause: int) -> bool:
        return any(len(word) > 2 for word in self._clauses[clause].words)


@lru_cache(maxsize=1024)
def _columns(work: Work) -> tuple[frozenset[str], ...]:
    """The words of each column of a work's records but title and artist."""
    texts = {
        text
        for record in work.records
        for text in (
            record.genre,
            record.description,
            record.subject,
            *(t for _, t in record.extra),
        )
        if text
    }
    return tuple(frozenset(normalise(text).split()) for text in texts)


def _share(words: tuple[str, ...], column: frozenset[str]) -> float:
    near = (
        word in column or any(alike(word, other) >= _NEAR for other in column) for word in words
    )
    return sum(near) / len(words)
