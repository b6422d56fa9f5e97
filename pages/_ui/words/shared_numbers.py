"""Numbers that records with different titles share, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue import SharedNumber, normalise
from console import brief, plural

NONE = (
    "Every number names one work",
    "Records that share a number but not the title would be listed here, to be merged or kept "
    "apart.",
)
HEAD = ("Line", "Title", "Artist", "Date")


def caution(numbers: Sequence[SharedNumber]) -> str:
    """That some numbers name no work, and where to decide; empty if none does."""
    apart = sum(not shared.merged for shared in numbers)
    if not apart:
        return ""
    if apart == 1:
        one = "1 number is shared by records with different titles, and so names no work"
        return f"{one}: see Shared numbers."
    return (
        f"{apart:,} numbers are shared by records with different titles, and so name no work: see "
        "Shared numbers."
    )


def explained(numbers: Sequence[SharedNumber]) -> str:
    """What happens to the records of these numbers, and what a person has to decide."""
    merged = sum(shared.merged for shared in numbers)
    state = f"{len(numbers) - merged:,} kept apart, {merged:,} merged"
    return (
        f"{plural(len(numbers), 'number')} shared by records with different titles: {state}. Kept "
        "apart, each title is a work of its own, and the number alone names none of them. Merge "
        "the records of one work, as in an export with one row per language; mend the number in "
        "the file where they are two works. Your choice is kept for every file with the same "
        "header."
    )


def heading(shared: SharedNumber) -> str:
    """The number, and what its records are."""
    state = "one work, merged" if shared.merged else plural(len(shared.works), "work")
    return f"{brief(shared.number, 80)}: {plural(len(shared.records), 'record')}, {state}"


def rows(shared: SharedNumber, count: int) -> list[tuple[object, ...]]:
    """The first records of a number, as rows under `HEAD`."""
    return [
        (r.line or "", brief(r.title) or "Untitled", brief(r.artist), brief(r.date))
        for r in shared.records[:count]
    ]


def search(numbers: Sequence[SharedNumber], words: str) -> list[SharedNumber]:
    """The numbers that hold every word, themselves or in a title."""
    wanted = normalise(words).split()
    if not wanted:
        return list(numbers)
    return [shared for shared in numbers if _holds(shared, wanted)]


def _holds(shared: SharedNumber, wanted: Sequence[str]) -> bool:
    text = normalise(" ".join((shared.number, *(r.title for r in shared.records))))
    return all(word in text for word in wanted)
