"""The layouts of wall labels, as two files declare them: to develop on, and kept for measuring."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Use = Literal["develop", "kept"]
Align = Literal["left", "centre", "right"]
Paper = Literal["white", "black", "colour", "manila", "brass", "silver", "pale", "wall"]
"""What the label is printed on; letters may be on the wall itself. On `pale` paper they
are grey, or white on grey."""
_FILES: Mapping[Use, str] = {"develop": "layouts.toml", "kept": "layouts_kept.toml"}
"""Two files, so that who develops a reader need not see what it is measured on."""


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

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Layout:
        """The layout of a table of the files, whose `lines` are one text."""
        return cls(**{**values, "lines": tuple(values["lines"].strip().splitlines())})


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts, those to develop on first, in the order of their files."""
    return tuple(Layout.of({**values, "use": use}) for use in _FILES for values in _declared(use))


def _declared(use: Use) -> list[dict[str, Any]]:
    text = Path(__file__).with_name(_FILES[use]).read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = tomllib.loads(text)["layout"]
    return tables
