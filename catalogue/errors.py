"""The errors of a catalogue.

CatalogueError
 ├─ UnreadableCatalogue   the file cannot be opened, decoded or parsed
 └─ UnusableCatalogue     the file reads, but holds no column or record to match against
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.records import Catalogue


class CatalogueError(Exception):
    """What is wrong with a catalogue, in a sentence that says what to do."""


class UnreadableCatalogue(CatalogueError):
    """The file cannot be opened, decoded or parsed."""


class UnusableCatalogue(CatalogueError):
    """The file reads, but holds nothing that a painting could be matched against.

    `read` is the catalogue without a work that it is, where rows were left out: its rejects,
    problems and columns can be shown and handed back.
    """

    def __init__(self, message: str, read: Catalogue | None = None) -> None:
        super().__init__(message)
        self.read = read
