"""The picture file that a record names, within the folders that its catalogue may use.

A catalogue is somebody's file: a name such as `../../private/id.jpg` must not put a picture from
elsewhere on the page. So only files in the catalogue's folder count, and those in folders that a
person named for it. Links that lead out of these folders count as what they lead to.

Names are written by many programs. A Mac writes ü as u and two dots, a camera in capitals, a
database with backslashes, %20, or without the ending.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalogue.picture_files import ENDINGS
from catalogue.records import Problem

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[\n;|]\s*")
_COMMA = re.compile(r"\s*,\s*")
_LONGEST = 200
"""Characters of a name in a message."""

Found = tuple[Path | None, Problem | None]
"""A picture, and what is wrong with it."""


class PictureFinder:
    """Finds the pictures of a catalogue in `folder`, its folder `images`, and the named `folders`.

    Relative names of `folders` start from `folder`.
    """

    def __init__(self, folder: Path, folders: Sequence[str] = ()) -> None:
        self._named = [folder / Path(name).expanduser() for name in folders]
        self._places = [folder, folder / "images", *self._named]
        self._allowed = [place.resolve() for place in (folder, *self._named)]
        self._listings: dict[Path, Mapping[str, tuple[str, ...]]] = {}

    def find(self, cell: str, line: int) -> Found:
        """The picture that a cell names; of several names the first that is there."""
        if not cell.strip():
            return None, None
        outside = False
        for name in _names(cell):
            for path in self._candidates(name):
                if path.is_dir():
                    continue
                if self._is_allowed(path):
                    return path, None
                outside = True
        if outside:
            return None, Problem("outside-picture", line, self._outside(cell))
        if _ADDRESS.match(cell.strip()) and not cell.strip().lower().startswith("file:"):
            message = (
                f"The picture {cell[:_LONGEST]!r} is an address. Nothing is fetched: give a file."
            )
            return None, Problem("picture-address", line, message)
        return None, Problem("missing-picture", line, self._missing(cell))

    def _candidates(self, name: str) -> Iterator[Path]:
        """Files with a name: just so first, then in another form of its letters."""
        for place in self._places:
            if (path := self._exact(place, name)) is not None:
                yield path
        for place in self._places:
            yield from self._alike(place, name)

    @staticmethod
    def _exact(place: Path, name: str) -> Path | None:
        try:
            path = place / name
            return path if path.exists() else None
        except (OSError, ValueError):  # a name that no file system takes
            return None

    def _alike(self, place: Path, name: str) -> Iterator[Path]:
        """The file whose name differs in Unicode form, case or a missing ending; if it is one."""
        parts = Path(name).parts
        if not parts or ".." in parts or Path(name).is_absolute():
            return
        for part in parts[:-1]:
            folders = self._listing(place).get(_form(part), ())
            if len(folders) != 1:
                return
            place /= folders[0]
        last = _form(parts[-1])
        listing = self._listing(place)
        files = listing.get(last, ()) or tuple(
            file for ending in ENDINGS for file in listing.get(last + ending, ())
        )
        if len(files) == 1:
            yield place / files[0]

    def _listing(self, place: Path) -> Mapping[str, tuple[str, ...]]:
        """Form of a name → the names in a folder that have it."""
        if place not in self._listings:
            names: dict[str, list[str]] = defaultdict(list)
            try:
                for entry in os.listdir(place):
                    names[_form(entry)].append(entry)
            except (OSError, ValueError):
                pass
            self._listings[place] = {form: tuple(sorted(each)) for form, each in names.items()}
        return self._listings[place]

    def _is_allowed(self, path: Path) -> bool:
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return False
        return any(real.is_relative_to(place) for place in self._allowed)

    def _missing(self, cell: str) -> str:
        several = [
            name
            for place in self._places
            for name in self._listing(place).get(_form(Path(_plain(cell)).name), ())
        ]
        if len(several) > 1:
            return (
                f"The picture {cell[:_LONGEST]!r} is not there, and several files differ from it "
                f"by case or accents alone: {', '.join(several)[:_LONGEST]}. Write one of them."
            )
        folders = "".join(f", or in {place}" for place in self._named)
        return (
            f"There is no picture {cell[:_LONGEST]!r} beside the catalogue or in its folder "
            f"images{folders}."
        )

    def _outside(self, cell: str) -> str:
        return (
            f"The picture {cell[:_LONGEST]!r} lies outside the folder of the catalogue, so it was "
            "not opened. If it belongs to it, name its folder: on the page Catalogue under "
            "Columns, or by python -m catalogue map FILE --pictures FOLDER --save."
        )


def _names(cell: str) -> Iterator[str]:
    """The names that a cell may hold: all of it, then its parts, as files are named."""
    cell = cell.strip()
    parts = [cell, *_SEVERAL.split(cell)]
    if len(parts) == 2:
        parts += _COMMA.split(cell)
    for part in dict.fromkeys(filter(None, parts)):
        yield from dict.fromkeys((part, part.replace("\\", "/"), _plain(part)))


def _plain(name: str) -> str:
    """The file that an address or a name with %20 means."""
    if name.lower().startswith("file:"):
        return unquote(urlsplit(name).path)
    if _ADDRESS.match(name):
        return unquote(urlsplit(name).path.rpartition("/")[2])
    return unquote(name.replace("\\", "/"))


def _form(name: str) -> str:
    """A name without what programs and systems write differently."""
    return unicodedata.normalize("NFKC", name.casefold())
