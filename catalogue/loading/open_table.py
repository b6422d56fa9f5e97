"""A file as a table, read as a person has chosen it for files with the same header.

What was saved is found by the header, and a header depends on how the file is read. So it is the
header as the file is read unaided, and it comes with how that was: what is saved corrects one
wrong guess, and is used where the same guess is made again. An export that is suddenly UTF-8, or
has commas where it had semicolons, is read as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from catalogue.columns.mapping import FIELDS, Mapping, labels
from catalogue.errors import CatalogueError, UnusableCatalogue
from catalogue.formats import ReadAs, Table, read_table
from catalogue.loading.saved_mappings import Corrected, Profile, Profiles
from catalogue.records import Problem
from console.progress import Report, unheard

_GUESSED = ("format", "encoding", "delimiter", "sheet")


@dataclass(frozen=True)
class Opened:
    """A table, how it was read, and what is saved for it."""

    table: Table
    read_as: ReadAs
    """What was chosen, now or earlier."""
    header: tuple[str, ...] | None
    """The columns of the file as it is read unaided; None if it cannot be read so."""
    found: tuple[tuple[str, str], ...] = ()
    """How it was read unaided."""
    saved: Profile | None = None
    name: str = ""
    """Of the file."""

    @property
    def mapping(self) -> Mapping | None:
        """The saved mapping, if it is one of these columns."""
        if self.saved and set(self.saved.mapping.columns) <= set(labels(self.table.columns)):
            return self.saved.mapping
        return None

    def save(self, profiles: Profiles, mapping: Mapping) -> Path:
        """Keep a mapping, and how the file is read. Raises CatalogueError."""
        if self.header is None:
            raise UnusableCatalogue(
                "How this file is read cannot be kept, because it cannot be read without being "
                "told. Save it as CSV (UTF-8)."
            )
        if not self.read_as:
            return profiles.save(self.header, mapping, of=self.name)
        corrected = Corrected(self.read_as, self.found, self.table.columns)
        return profiles.save(self.header, mapping, corrected, self.name)

    def earlier(self, profiles: Profiles, guessed: Mapping) -> Profile | None:
        """What was saved for other columns, if all that it uses are here, and nothing for these.

        That of the file with the most columns in common. None that says no more than a guess.
        """
        if self.mapping is not None:
            return None
        known = frozenset(labels(self.table.columns))
        fitting = [
            profile
            for profile in profiles.every()
            if profile.mapping["title"].columns
            and known.issuperset(profile.mapping.columns)
            and _says_more(profile, guessed)
        ]
        return min(fitting, key=lambda p: len(known.symmetric_difference(p.columns)), default=None)


def open_table(
    path: Path,
    profiles: Profiles | None = None,
    read_as: ReadAs | None = None,
    report: Report = unheard,
) -> Opened:
    """The table in a file, read as is said, or as was saved for it, or else unaided.

    An empty `read_as` leaves out what was saved. Raises CatalogueError.
    """
    read = partial(read_table, path, report=report)
    try:
        plain = read()
    except CatalogueError:
        if not read_as:
            raise
        return Opened(read(read_as=read_as), read_as, None, name=path.name)
    header, found = plain.columns, _how(plain)
    saved = profiles.profile(header) if profiles else None
    if read_as:
        del plain  # two tables of a large file may not fit into memory
        return Opened(read(read_as=read_as), read_as, header, found, saved, path.name)
    if read_as is None and saved and saved.corrected.read_as and saved.corrected.found == found:
        try:
            kept = saved.corrected.read_as
            return Opened(read(read_as=kept), kept, header, found, saved, path.name)
        except CatalogueError as error:
            message = f"What was chosen for files like this one does not fit it: {error}"
            plain = replace(plain, problems=(*plain.problems, Problem("read-as", 0, message)))
    return Opened(plain, ReadAs(), header, found, saved, path.name)


def _says_more(profile: Profile, guessed: Mapping) -> bool:
    """Whether a field is filled otherwise than by the guess, or was left empty on purpose."""
    return any(
        profile.mapping[field] != guessed[field]
        and (profile.mapping[field] or set(guessed[field].columns) <= set(profile.columns))
        for field in FIELDS
    )


def _how(table: Table) -> tuple[tuple[str, str], ...]:
    """How a table was read, without what is counted."""
    return tuple((n, re.sub(r"[\d,]+ bytes", "bytes", said)) for n, said in table.facts
                 if n in _GUESSED)  # fmt: skip
