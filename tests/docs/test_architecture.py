"""docs/architecture.md draws what the source does."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any, get_type_hints

import pytest

from tests.imports import PACKAGES
from tests.layers import floors
from tests.places import DOCS, ROOT

TEXT = (DOCS / "architecture.md").read_text(encoding="utf-8")
ARROW = re.compile(r"^ +(\w+) (-->|-\.->)\|([\w.]+)\| (\w+)$", re.MULTILINE)
ARROWS: list[tuple[str, str, str, str]] = ARROW.findall(TEXT)
CALLS = [(tail, way, head) for tail, arrow, way, head in ARROWS if arrow == "-->"]
HOLDS = [(tail, way, head) for tail, arrow, way, head in ARROWS if arrow == "-.->"]


def resolved(path: str) -> Any:
    """What a dotted path names: a function of a module, or a method of a class in one."""
    parts = path.split(".")
    for depth in range(len(parts) - 1, 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:depth]))
        except ModuleNotFoundError:
            continue
        for name in parts[depth:]:
            value = getattr(value, name)
        return value
    raise AssertionError(path)


def names(annotation: Any) -> set[str]:
    """The plain names in an annotation: `tuple[Frame, ...]` has Frame."""
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize(
    ("tail", "way", "head"), [(t, w, h) for t, a, w, h in ARROWS if a == "-->"]
)
def test_a_function_takes_its_tail_and_returns_its_head(tail: str, way: str, head: str) -> None:
    function = resolved(way)
    hints = get_type_hints(inspect.unwrap(function))
    assert head in names(hints.pop("return"))
    assert any(tail in names(hint) for hint in hints.values())


BOXES = {
    name: getattr(importlib.import_module(module), name)
    for module, name in (
        ("pipeline", "Evidence"), ("pipeline", "Decision"), ("ledger", "Verdict"),
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("tail", "way", "head"), [(t, w, h) for t, a, w, h in ARROWS if a != "-->"]
)
def test_a_field_of_the_head_holds_the_tail(tail: str, way: str, head: str) -> None:
    assert tail in names(get_type_hints(BOXES[head])[way])


def test_the_whole_flow_is_drawn() -> None:
    assert len(ARROWS) == len(re.findall(r"-->|-\.->", TEXT)) > 10


def test_every_package_is_on_a_layer_and_every_path_named_is_there() -> None:
    assert set(PACKAGES) <= {package for floor in floors() for package in floor}
    named = re.findall(r"`([\w/]+(?:/|\.py))`", TEXT)
    missing = [path for path in named if "/" in path and not (ROOT / path).exists()]
    assert not missing


def test_contributors_see_the_same_layers() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    drawings = [re.findall(r"```layers\n(.*?)```", each, re.DOTALL) for each in (TEXT, text)]
    assert drawings[0] == drawings[1] != []


def test_every_file_that_contributors_are_sent_to_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("\\", "")
    links = re.findall(r"\]\(([\w./]+)", text)
    assert len(links) > 5
    assert not [link for link in links if not (ROOT / link).exists()]
