"""A record of a format that describes itself, and what of it could not be understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.authorities import Authority
from catalogue.records import Problem
from console import plural

FORMER, UNCLEAR, OTHERS = "former attribution", "unclear attribution", "other people"
"""Columns for people who are not the artist: an attribution that was given up, one that is not
understood, and who had another part in the work."""
NO_ROLE, NO_QUALIFIER = "no role", "assigned without a qualifier"
"""Why an attribution is unclear, if no word is to blame."""
_REASONS: Mapping[str, str] = {
    NO_ROLE: "Some people have no role, beside others who have one.",
    NO_QUALIFIER: "Some attributions have no qualifier, and stand beside an artist.",
}
OTHER_TITLES = "other titles"
"""The column for further titles, one a line."""


@dataclass(frozen=True, slots=True)
class Described:
    """The cells of a record by column, and the identifiers in it."""

    cells: Mapping[str, str]
    authorities: tuple[Authority, ...] = ()
    unknown: tuple[str, ...] = ()
    """Roles and qualifiers of people that are not understood."""
    refused: tuple[tuple[str, str], ...] = ()
    """Columns whose value could not be reduced to words, with the names of its members."""


@dataclass
class LeftOut:
    """What was left out of the records of a file, counted."""

    _lines: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, line: int, described: Described) -> None:
        """Count what of a record was left out."""
        for words in described.unknown:
            self._lines[(words,)].append(line)
        for column_and_members in described.refused:
            self._lines[column_and_members].append(line)

    def problems(self) -> Iterator[Problem]:
        """A problem for each word, and for each kind of value in a column."""
        for what, lines in self._lines.items():
            records = plural(len(lines), "record")
            if len(what) == 1:
                why = _REASONS.get(what[0]) or (
                    f"{what[0][:80]!r} is not known as a role, or as a word about an attribution."
                )
                message = (
                    f"{why} So whoever it concerns, in {records}, is not taken for the artist, "
                    f"and stands in the column {UNCLEAR!r}. If they made the works, add that "
                    "column to those of the artist: on the page Catalogue under Columns, or by "
                    f"python -m catalogue map FILE --set artist COLUMN {UNCLEAR!r}."
                )
                yield Problem("unknown-attribution", lines[0], message)
            else:
                column, members = what
                message = (
                    f"The column {column[:60]!r} holds in {records} {members}, so it was left out. "
                    "Export it as text."
                )
                yield Problem("nested-value", lines[0], message)
