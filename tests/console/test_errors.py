"""The tree of errors that is drawn is the one that the sources grow."""

from __future__ import annotations

import ast
import re

import console.errors
from tests.imports import sources, tree

ROOT = "CartellinoError"
BRANCH = 4
"""Characters by which a class is indented under its parent."""


def drawn() -> dict[str, str]:
    """Class to parent, as the docstring draws them."""
    above: list[str] = []
    parents: dict[str, str] = {}
    for line in (console.errors.__doc__ or "").splitlines():
        if entry := re.match(r"([ │├└─]*)([A-Z]\w+)  ", line):
            depth = len(entry[1]) // BRANCH
            above[depth:] = [entry[2]]
            parents |= {entry[2]: above[depth - 1]} if depth else {}
    return parents


def grown() -> dict[str, str]:
    """Class to parent, as the sources define them."""
    classes = [node for path in sources() for node in tree(path).body]
    bases = {
        n.name: ast.unparse(n.bases[0]) for n in classes if isinstance(n, ast.ClassDef) and n.bases
    }
    return {name: base for name, base in bases.items() if ROOT in ancestors(name, bases)}


def ancestors(name: str, bases: dict[str, str]) -> list[str]:
    line = []
    while (name := bases.get(name, "")) and name not in line:
        line.append(name)
    return line


def test_the_drawing_is_what_the_sources_grow() -> None:
    assert len(grown()) > 10
    assert drawn() == grown()
