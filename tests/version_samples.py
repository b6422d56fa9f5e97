"""Versions of a small catalogue."""

from __future__ import annotations

from pathlib import Path

from catalogue import Catalogue, load

HEADER = "id,title,artist,date"
WORKS = [f"{n},Title {n},Artist {n % 3},17{n:02}" for n in range(1, 9)]


def opened(path: Path, lines: list[str], header: str = HEADER) -> Catalogue:
    path.write_text("\n".join((header, *lines)))
    return load(path)


def lines(*numbers: int) -> list[str]:
    return [f"W-{n},Title {n},Artist {n % 3},17{n:02}" for n in numbers]
