"""Whether a label's words are about a given work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from backends.base import Reference
from backends.embedded.labels.transcription import Line
from console import folded

ALIKE = 80.0
"""rapidfuzz ratio (0 to 100): about one misread letter in five, which small print has; two
different titles or names of ordinary length stay well below."""
_CALLED = re.compile(r"\b(?:detto|detta|called|known as|genannt|dit)\b")
_BRACKETED = re.compile(r"\([^)]*\)")
_LONGEST = 1_000
"""Characters of a title or a name that a label prints at most."""
_NOT_WORDS = re.compile(r"[\W\d_]+")


def agrees(lines: Sequence[Line], reference: Reference) -> bool:
    """Whether title and artist of `reference` both stand on the label.

    Neighbours on a wall share titles ("Madonna with Child") or artists (a room of one painter)
    too often for one of them to be enough. A work whose artist is not known goes by its title.
    """
    if not _names_title(lines, reference):
        return False
    return not reference.artist or _names_artist(lines, reference)


def disagreement(lines: Sequence[Line], reference: Reference, others: Sequence[Reference]) -> str:
    """Why a label is not that of the work that is surely recognised; `others` are in view, too.

    Misread words say little: where one of two is there, the other may have been lost, or the label
    is a neighbour's.
    """
    if any(agrees(lines, other) for other in others):
        return "it names another painting in view"
    if _names_title(lines, reference):
        return "it names the title of the work that is recognised here, but not its artist"
    if _names_artist(lines, reference):
        return "it names the artist of the work that is recognised here, but not its title"
    if any(_names_artist(lines, other) for other in others):
        return "it names the artist of another painting in view"
    return "neither title nor artist of the work that is recognised here could be read on it"


def _names_title(lines: Sequence[Line], reference: Reference) -> bool:
    return _stands(_titles(reference.title), _windows([_plain(line.text) for line in lines]))


def _names_artist(lines: Sequence[Line], reference: Reference) -> bool:
    return _stands(_names(reference.artist), _windows([_plain(line.text) for line in lines]))


def _windows(lines: list[str]) -> list[str]:
    """Every run of one to three lines, as a long title or name is broken."""
    runs = [lines[i : i + n] for n in (1, 2, 3) for i in range(len(lines) - n + 1)]
    return [" ".join(run) for run in runs if any(run)]


def _stands(variants: Sequence[str], windows: Sequence[str]) -> bool:
    return any(
        fuzz.token_sort_ratio(variant, window) >= ALIKE
        for variant in variants
        for window in windows
        if variant
    )


def _titles(title: str) -> list[str]:
    title = title[:_LONGEST]
    return [_plain(title), _plain(title.split(";")[0]), _plain(_BRACKETED.sub(" ", title))]


def _names(artist: str) -> list[str]:
    artist = artist[:_LONGEST]
    name = _BRACKETED.sub(" ", artist).lower()
    return [_plain(part) for part in (artist, name, *_CALLED.split(name))]


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", folded(text)).strip()
