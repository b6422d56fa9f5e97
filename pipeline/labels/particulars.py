"""What a label says beside title and artist, held against the record of a work.

A clause whose words stand in the record explains itself in any language: a credit line, a material,
a title in another language. And of works that share title and artist, date, number, material or
credit line may fit one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from catalogue import STOP_WORDS, Index, Work, alike, dates, may_be, normalise
from pipeline.labels.clauses import Clause, printed
from pipeline.labels.kinds import Kind
from pipeline.labels.lexicon import is_house, is_in, qualifier
from pipeline.labels.marked_numbers import printed_number

_NEAR = 0.75
_QUOTES = " \"'‘’‚‹›“”„«»"
_SOFT = " .,:;(["
"""What may stand within a title; a dash or a bar divides."""
_IN_RECORD = 0.8
"""Share of a clause's words that a column of the record has to hold to explain it."""
_FEW = 4
"""Words of a clause at most that says that a work is a copy, or whose hand it is."""
_BEHIND_NAMES: frozenset[Kind | None]
_BEHIND_NAMES = frozenset({"material", "date", "measures", "number", "credit"})
"""What a label says when it has named the work."""


class Particulars:
    """The clauses of a label and their kinds, to be held against records."""

    def __init__(
        self, clauses: Sequence[Clause], kinds: Sequence[Kind | None], text: str, index: Index
    ) -> None:
        self._clauses, self._kinds, self._index = clauses, kinds, index
        self._texts = [printed(text[clause.start : clause.end]) for clause in clauses]
        self._columns = cache(lambda work: _columns(index.works[work]))

    def left(self, work: int, title: range, claimed: Collection[int]) -> tuple[int, ...]:
        """The clauses that neither title nor artist claims and that nothing explains."""
        rest = (n for n in range(len(self._clauses)) if n not in claimed)
        return tuple(n for n in rest if not self._explained(n, work, title, claimed))

    def _explained(self, clause: int, work: int, title: range, claimed: Collection[int]) -> bool:
        """Whether a clause is of a kind that names no work, stands in the record, or says again
        what the claimed clauses say."""
        if self._goes_on(clause, title, alone=len(claimed) == len(title)):
            return self._recorded(self._telling(clause), work)
        if self._kinds[clause] is not None or not self._legible(clause):
            return True
        words = self._telling(clause)
        claimed_words = {word for n in claimed for word in self._clauses[n].words}
        if all(word in claimed_words for word in words) or self._recorded(words, work):
            return True
        return len(claimed) > len(title) and self._names_artists(words, work)

    def dated(self, work: int) -> bool:
        """Whether the date that is printed first may be that of the record."""
        printed = self._of_kind("date", range(len(self._texts)))
        return bool(printed) and dates.agree(printed[:1], _dates(self._index.works[work])) is True

    def beyond(self, left: Sequence[int], title: range, artist: range) -> tuple[int, ...]:
        """Those of the clauses left over that cannot be of the title or of another hand.

        Between the title and such a clause stands its artist, or a particular of the work: so does
        the name of an exhibition above the artist. Where another date follows, the clause may be
        the title of a second work.
        """
        return tuple(n for n in left if self._beyond(n, title, artist))

    def _beyond(self, clause: int, title: range, artist: range) -> bool:
        after = clause > title[-1]
        between = range(title[-1] + 1, clause) if after else range(clause + 1, title[0])
        apart = artist[0] in between or any(self._kinds[n] in _BEHIND_NAMES for n in between)
        words = self._clauses[clause].words
        if not apart or (after and len(words) <= _FEW and qualifier(" ".join(words))):
            return False
        dates_before = self._of_kind("date", range(clause))
        later = self._of_kind("date", range(clause, len(self._clauses)))
        return not (after and dates_before) or all(
            any(dates.same(date, [earlier]) for earlier in dates_before) for date in later
        )

    def _of_kind(self, kind: Kind, among: range) -> list[str]:
        return [self._texts[n] for n in among if self._kinds[n] == kind]

    def numbered(self, work: int) -> bool:
        """Whether the number of a work, which no other has, is printed on the label as a whole."""
        printed = self._of_kind("number", range(len(self._texts)))
        numbers = (printed_number(n, self._index) for n in printed)
        return any(self._index.numbers.of(number) == (work,) for number in numbers)

    def _names_artists(self, words: Sequence[str], work: int) -> bool:
        """Whether a clause names others of the artists, where one is named already."""
        names = frozenset(normalise(self._index.works[work].artist).split())
        return _share(tuple(words), names) >= _IN_RECORD

    def settle(self, works: Sequence[int]) -> int | None:
        """The one of several works that every particular of the label leaves possible.

        A particular that agrees with none of them says nothing: the record may be in another
        language, or incomplete. Of dates that agree, the very one that is printed is nearer. None
        where more than one work is left, or none.
        """
        possible = set(works)
        for clause, kind in sorted(enumerate(self._kinds), key=_surest_first):
            if len(possible) < 2:
                break
            agreeing = possible.intersection(self._bearing(clause, kind)) or {
                work for work in possible if self._agrees(clause, kind, work)
            }
            possible = agreeing or possible
            if kind == "date":
                possible = {work for work in possible if self._dated(clause, work)} or possible
        return possible.pop() if len(possible) == 1 else None

    def _bearing(self, clause: int, kind: Kind | None) -> tuple[int, ...]:
        """The works that bear the number that a clause is."""
        if kind != "number":
            return ()
        text = self._texts[clause]
        return self._index.numbers.of(printed_number(text, self._index))

    def _agrees(self, clause: int, kind: Kind | None, work: int) -> bool:
        """Whether a clause does not rule a work out."""
        record, text = self._index.works[work], self._texts[clause]
        if kind == "number":
            number = printed_number(text, self._index)
            return bool(record.number) and may_be(number, record.number)
        if kind == "date":
            return dates.agree([text], _dates(record)) is not False
        if kind in ("material", "credit"):
            return self._recorded(self._telling(clause), work)
        return True

    def _dated(self, clause: int, work: int) -> bool:
        return dates.same(self._texts[clause], _dates(self._index.works[work]))

    def _goes_on(self, clause: int, title: range, alone: bool) -> bool:
        """Whether the print of the title goes on with a clause, whatever its words mean elsewhere.

        So does the place in "A Church, Rome", the number in "Testament (2)", and the kind of work
        in "Sketch for 'Rain'". So may a number before a title that stands `alone`, without its
        artist: "17 Figures".
        """
        if clause not in (title[0] - 1, title[-1] + 1):
            return False
        behind = clause > title[-1]
        separator = self._clauses[clause if behind else title[0]].before
        if separator is None:
            return False
        kind, words = self._kinds[clause], self._clauses[clause].words
        if not behind:
            counted = alone and kind in ("number", "noise") and not separator.strip()
            return counted or (kind == "material" and not separator.strip(_QUOTES))
        dated = any(word.isdigit() for word in words)
        soft = not separator.strip(_SOFT)
        if kind == "noise":
            return soft and dated
        return soft and not dated and (kind in ("place", "life") or is_house(words))

    def _recorded(self, words: Sequence[str], work: int) -> bool:
        return bool(words) and any(
            _share(tuple(words), column) >= _IN_RECORD for column in self._columns(work)
        )

    def _telling(self, clause: int) -> list[str]:
        words = self._clauses[clause].words
        small = (word for word in words if word in STOP_WORDS or is_in("link", word))
        return [word for word in words if word not in set(small)] or list(words)

    def _legible(self, clause: int) -> bool:
        words = self._clauses[clause].words
        return any(len(word) > 2 and word not in STOP_WORDS for word in words)


def _surest_first(clause: tuple[int, Kind | None]) -> int:
    """Sorts numbers before dates, and these before what is looked up word by word."""
    return {"number": 0, "date": 1}.get(clause[1] or "", 2)


def _dates(work: Work) -> list[str]:
    return [record.date for record in work.records if record.date]


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
