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
                message = (
                    f"What {what[0][:80]!r} says about an attribution is not known, so whom it is "
                    f"said of in {records} is not an artist, but in the column {UNCLEAR!r}. If "
                    "they made the works, fill the artist from that column, too: on the page "
                    "Catalogue under Columns, or by python -m catalogue map FILE --set artist "
                    f"artist {UNCLEAR!r}."
                )
                yield Problem("unknown-attribution", lines[0], message)
            else:
                column, members = what
                message = (
                    f"The column {column[:60]!r} holds in {records} {members}, so it was left out. "
                    "Export it as text."
                )
                yield Problem("nested-value", lines[0], message)
