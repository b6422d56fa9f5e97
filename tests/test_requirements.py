"""What is installed: pinned, torch first, and nothing that would replace a part of it."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions, packages_distributions

import pytest

from tests.imports import PACKAGES, ROOT, imports, sources

FILES = ("requirements.txt", "requirements-test.txt")
UNWANTED = {"torchvision", "timm", "opencv-python", "opencv-contrib-python"}


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def name_of(requirement: str) -> str:
    return re.split(r"[=<>~! \[;]", requirement)[0].lower().replace("_", "-")


def required() -> set[str]:
    return {name_of(line) for file in FILES for line in lines(file)}


def test_torch_comes_first() -> None:
    assert lines("requirements.txt")[0] == "torch==2.13.0"


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_pinned(file: str) -> None:
    loose = [line for line in lines(file) if not re.fullmatch(r"[\w.-]+==[\w.]+( ?;.+)?", line)]
    assert lines(file)
    assert not loose


def test_nothing_unwanted_is_required_or_installed() -> None:
    installed = {name_of(d.metadata["Name"]) for d in distributions()}
    assert "torch" in installed, "looking at the wrong environment"
    assert not UNWANTED & (required() | installed)


def test_what_is_imported_is_required() -> None:
    owners = packages_distributions()
    ours = {*PACKAGES, "app", "start", *sys.stdlib_module_names}
    found = {i for path in sources() for i in imports(path) if i.top not in ours}
    missing = [i for i in found if not required() & {name_of(n) for n in owners.get(i.top, [])}]
    assert not missing, "\n".join(map(str, missing))
