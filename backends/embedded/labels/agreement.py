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
    windows = _windows([_plain(line.text) for line in lines])
    if not _stands(_titles(reference.title), windows):
        return False
    return not reference.artist or _stands(_names(reference.artist), windows)


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
