"""The errors of a catalogue; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class CatalogueError(CartellinoError):
    """What is wrong with a catalogue, in a sentence that says what to do."""

    @property
    def on_page(self) -> str:
        """The sentence for the page on which the columns can be chosen right below it."""
        return str(self)


class UnreadableCatalogue(CatalogueError):
    """The file cannot be opened, decoded or parsed."""


class UnusableCatalogue(CatalogueError):
    """The file can be read, but holds nothing that a painting could be matched against."""

    def __init__(self, message: str, on_page: str = "") -> None:
        super().__init__(message)
        self._on_page = on_page

    @property
    def on_page(self) -> str:
        return self._on_page or str(self)
