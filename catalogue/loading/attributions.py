"""An artist with what other columns of a table say of the attribution: role, prefix, suffix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.attribution import Term, in_brackets, leading, standing
from catalogue.formats.described import FORMER, OTHERS


class Attributed(NamedTuple):
    """The artists of a row, and who else is named there, by column."""

    artist: str
    others: tuple[tuple[str, str], ...] = ()


def attributed(artist: str, qualifiers: Sequence[str], roles: Sequence[str]) -> Attributed:
    """An artist with the qualifiers of other columns, as in "Rembrandt (style of)".

    Several artists between vertical bars each have theirs, in the same order. Who is qualified as
    the artist of an attribution that was given up, or has the role of a publisher or donor, is no
    artist. A role without a qualifier's meaning says nothing more.
    """
    if not artist:
        return Attributed(artist)
    names = artist.split("|")
    given = [_shared_out(cell, len(names)) for cell in qualifiers if cell]
    parts = [_shared_out(cell, len(names)) for cell in roles if cell]
    artists: list[str] = []
    others: list[tuple[str, str]] = []
    for n, whole in enumerate(names):
        name, former = _without_former(whole)
        others += [(FORMER, former)] if former else []
        words = [text for column in given if (text := column[n]) and text not in name]
        shown = f"{name.strip()} ({', '.join(map(in_brackets, words))})" if words else name
        said = [*words, *(part[n] for part in parts if part[n])]
        # What the text of the artist says of somebody else is said of nobody twice.
        column = _column(said, not former) if name else ""
        others += [(column, shown.strip())] if column else []
        artists += [shown] if name and not column else []
    return Attributed("|".join(artists), tuple(others))


def _without_former(names: str) -> tuple[str, str]:
    """Names, and whoever they say was once taken for the artist: "A. Brook, formerly B. Clay"."""
    upheld: list[str] = []
    former: list[str] = []
    for name in names.split(";"):
        head, comma, tail = name.partition(", ")
        for text in (name, tail):
            kind, phrase, rest = leading(text.strip())
            if kind == "former":
                former.append(f"{rest} ({in_brackets(phrase)})")
                upheld += [head] if comma and text is tail else []
                break
        else:
            upheld.append(name)
    return (";".join(upheld), "; ".join(former)) if former else (names, "")


def _shared_out(cell: str, count: int) -> list[str]:
    """The text of a cell for each artist: one each, or all of it for the first."""
    parts = [part.strip(" ,:") for part in cell.split("|")]
    return parts if len(parts) == count else [cell.strip(" ,:"), *[""] * (count - 1)]


def _column(texts: Sequence[str], of_this_one: bool) -> str:
    """The column of a person of whom these are said; empty for an artist."""
    standings = {standing(Term((text,))) for text in texts}
    if "former" in standings and of_this_one:
        return FORMER
    return OTHERS if "other" in standings and "maker" not in standings else ""
