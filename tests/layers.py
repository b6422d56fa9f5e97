"""The layers as docs/architecture.md draws them: the drawing is the law."""

from __future__ import annotations

import re
from functools import cache

from tests.places import DOCS


@cache
def floors() -> tuple[tuple[str, ...], ...]:
    """Names of packages, the ground first."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    drawing = re.search(r"```layers\n(.*?)```", text, re.DOTALL)
    assert drawing, "docs/architecture.md draws no layers"
    lines = drawing[1].splitlines()
    return tuple(tuple(re.split(r"  ", line)[0].split()) for line in reversed(lines))
