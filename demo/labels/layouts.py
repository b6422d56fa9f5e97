"""The layouts of wall labels, as layouts.toml declares them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

_FILE = Path(__file__).with_name("layouts.toml")
_FIELD = re.compile(r"\{(2:)?([a-z.-]+)\}")
Use = Literal["develop", "kept"]
Align = Literal["left", "centre"]
Paper = Literal["white", "black", "brass", "wall"]
"""What the label is printed on; letters may be on the wall itself."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a museum arranges a label.

    `measure` is the longest line in letters, `lines` are templates in the language of layouts.toml,
    `use` says whether readers may be developed on it. `face` names a typeface of `fonts`. `small`
    is the size of all but title and artist, of theirs.
    """

    name: str
    use: Use
    measure: int
    face: str
    lines: tuple[str, ...]
    small: float = 0.8
    align: Align = "left"
    paper: Paper = "white"
    fields: frozenset[str] = field(default=frozenset(), compare=False)
    """The fields that it prints, in the first language, with their forms."""

    @classmethod
    def of(cls, values: dict[str, Any]) -> Layout:
        lines = tuple(values.pop("lines").strip().splitlines())
        fields = {name for line in lines for second, name in _FIELD.findall(line) if not second}
        return cls(**values, lines=lines, fields=frozenset(fields))

    @property
    def languages(self) -> int:
        """In how many languages the label is printed."""
        return 2 if any("{2:" in line for line in self.lines) else 1


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts, in the order of the file."""
    declared = tomllib.loads(_FILE.read_text(encoding="utf-8"))["layout"]
    return tuple(Layout.of(values) for values in declared)
