"""Which scripts are read: `python -m benchmark scripts`.

A card in each script is set in type with letters of 24 and 12 px and read, by the shipped reader
alone and with Tesseract where it is installed. The table says which share of the characters comes
back: those of the longest common subsequence of print and reading, spaces left out.
"""

from __future__ import annotations

import argparse
import json
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from backends.embedded.labels import Reader

_SCRIPTS = Path(__file__).with_name("scripts.toml")
_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
HEIGHTS = (24, 12)
"""px of a letter."""
_WALL, _PAPER, _INK = (198, 198, 194), (250, 250, 247), (26, 26, 28)
_SIZE = (1280, 720)


@dataclass(frozen=True, slots=True)
class Script:
    """Lines of a script, and the typeface that they are set in."""

    name: str
    reference: str
    font: str
    package: str
    lines: tuple[str, ...]

    @property
    def path(self) -> Path | None:
        """The installed file of the typeface."""
        files = (path for folder in _FONTS for path in folder.rglob(self.font))
        return next(files, None)


@dataclass(frozen=True, slots=True)
class Row:
    """The share of characters that came back, 0 to 1, by letter height in px and reader.

    `missing` names the package of the typeface where it is not installed.
    """

    name: str
    shipped: tuple[float, ...] = ()
    tesseract: tuple[float, ...] = ()
    missing: str = ""


def scripts() -> tuple[Script, ...]:
    """All scripts that are measured."""
    with _SCRIPTS.open("rb") as file:
        tables = tomllib.load(file)
    return tuple(Script(**{**table, "lines": tuple(table["lines"])}) for table in tables.values())


def picture(script: Script, height: float) -> NDArray[np.uint8]:
    """A card on a wall, BGR; the reference letter is `height` px high.

    Raises FileNotFoundError where the typeface is not installed.
    """
    if script.path is None:
        raise FileNotFoundError(script.font)
    font = _font(script.path, script.reference, height)
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    step, margin = 2.4 * height, 2.0 * height
    width = max(font.getlength(line) for line in script.lines) + 2 * margin
    tall = step * len(script.lines) + 2 * margin
    x, y = (_SIZE[0] - width) / 2, (_SIZE[1] - tall) / 2
    draw.rectangle((x, y, x + width, y + tall), fill=_PAPER)
    for n, line in enumerate(script.lines):
        base = y + margin + step * n + 1.4 * height
        draw.text((x + margin, base), line, font=font, fill=_INK, anchor="ls")
    return np.ascontiguousarray(np.asarray(image, np.uint8)[..., ::-1])


def _font(path: Path, reference: str, height: float) -> ImageFont.FreeTypeFont:
    _, top, _, low = ImageFont.truetype(path, 200).getbbox(reference)
    return ImageFont.truetype(path, 200 * height / (low - top))


def measure(reader: Reader, names: Sequence[str] = ()) -> Iterator[Row]:
    """A row for each script, of these names or all. `reader` is loaded."""
    other = reader.others
    for script in scripts():
        if names and not any(name.casefold() in script.name.casefold() for name in names):
            continue
        if script.path is None:
            yield Row(script.name, missing=script.package)
            continue
        reader.others = None
        shipped = _shares(script, reader)
        reader.others = other
        yield Row(script.name, shipped, _shares(script, reader) if other else ())


def _shares(script: Script, reader: Reader) -> tuple[float, ...]:
    return tuple(_share(script, reader, height) for height in HEIGHTS)


def _share(script: Script, reader: Reader, height: int) -> float:
    from rapidfuzz.distance import LCSseq

    read = _letters("".join(label.text for label in reader.read(picture(script, height))))
    printed = _letters("".join(script.lines))
    return round(LCSseq.similarity(printed, read) / len(printed), 3)


def _letters(text: str) -> str:
    """The characters without spaces, composed; typographic variants of one are one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    heads = [f"{reader}, {height} px" for reader in ("shipped", "with Tesseract")
             for height in HEIGHTS]  # fmt: skip
    lines = [f"| script | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for row in rows:
        if row.missing:
            cells = [f"no typeface: sudo apt install {row.missing}", "", "", ""]
        else:
            cells = [cell for shares in (row.shipped, row.tesseract) for cell in _cells(shares)]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cells(shares: Sequence[float]) -> list[str]:
    return [f"{100 * share:.1f} %" for share in shares] or ["–"] * len(HEIGHTS)


def main(arguments: Sequence[str]) -> int:
    """Print the table. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark scripts", description=__doc__)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help="part of a name; else all")
    parser.add_argument("--json", action="store_true", help="one JSON record a script")
    options = parser.parse_args(arguments)
    reader = Reader()
    reader.load()
    rows = list(measure(reader, options.scripts))
    if options.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return 0
    print(table(rows))
    print(f"\n{reader.others.identity if reader.others else 'Tesseract is not installed.'}")
    return 0
