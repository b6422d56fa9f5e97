"""Lives of artists as labels print them: years alone, or places and years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demo.labels.words import Words

_PLACED: Mapping[str, tuple[str, str, str]] = {
    "places": ("{place} {year}", " – ", "{year} {place}"),
    "commas": ("{place}, {year}", " – ", "{place}, {year}"),
    "closed": ("{place}, {year}", "-", "{place}, {year}"),
    "plain": ("{place} {year}", " - ", "{place} {year}"),
    "years-places": ("{year} {place}", " – ", "{year} {place}"),
    "signs": ("* {year} {place}", ", ", "† {year} {place}"),
    "told": ("{born}, {place}", "; ", "{died}, {place}"),
}
"""Forms with places: the birth, what stands between, and the death."""


@dataclass(frozen=True, slots=True)
class Life:
    """Years of birth and death and their places; `died` is empty for the living."""

    born: str
    died: str
    birthplace: str
    deathplace: str

    def written(self, form: str, words: Words) -> str:
        """The life in a form, in the words of a language. Raises KeyError for an unknown form."""
        if form in ("", "short", "spaced", "hyphen", "words"):
            return self._years(form, words)
        birth, between, death = _PLACED[form]
        born, died = words.born.format(self.born), words.died.format(self.died)
        start = birth.format(place=self.birthplace, year=self.born, born=born)
        end = death.format(place=self.deathplace, year=self.died, died=died)
        return f"{start}{between}{end}" if self.died else start

    def _years(self, form: str, words: Words) -> str:
        if not self.died:
            return words.born.format(self.born)
        if form == "words":
            return f"{words.born.format(self.born)}, {words.died.format(self.died)}"
        if form == "spaced":
            return f"{self.born} – {self.died}"
        if form == "hyphen":
            return f"{self.born}-{self.died}"
        same = form == "short" and self.born[:2] == self.died[:2]
        return f"{self.born}–{self.died[2:] if same else self.died}"
