"""The errors of a catalogue.

CatalogueError
 ├─ UnreadableCatalogue   the file cannot be opened, decoded or parsed
 └─ UnusableCatalogue     the file reads, but holds no column or record to match against
"""

from __future__ import annotations


class CatalogueError(Exception):
    """What is wrong with a catalogue, in a sentence that says what to do."""


class UnreadableCatalogue(CatalogueError):
    """The file cannot be opened, decoded or parsed."""


class UnusableCatalogue(CatalogueError):
    """The file reads, but holds nothing that a painting could be matched against."""
