"""What is installed: pinned, torch first, and for the embedded backend no more than it needs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

import pytest

from backends.embedded import EmbeddedBackend
from tests.imports import PACKAGES, ROOT, Import, file_of, imports, sources

ALL, EMBEDDED, TESTS = "requirements.txt", "requirements-embedded.txt", "requirements-test.txt"
UNWANTED = {"torchvision", "timm", "opencv-python", "opencv-contrib-python"}
WITH_MODELS = ("backends", "training", "benchmark")
"""Where a function may import what only models with weights need; but not in backends/embedded."""
OURS = {*PACKAGES, "app", "start"}


def lines(name: str) -> list[str]:
    """The requirements of a file, with those of the files that it includes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    own = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    included = [line.removeprefix("-r ") for line in own if line.startswith("-r ")]
    return [line for line in own if line[0] != "-"] + [r for name in included for r in lines(name)]


def name_of(requirement: str) -> str:
    return re.split(r"[=<>~! \[;]", requirement)[0].lower().replace("_", "-")


def names(file: str) -> set[str]:
    return {name_of(line) for line in lines(file)}


def with_models(path: Path) -> bool:
    """Whether what a function of this file imports may be needed by models with weights only."""
    return path.parts[0] in WITH_MODELS and path.parts[:2] != ("backends", "embedded")


def opened_without_models() -> set[Path]:
    """Our files that the app, every command and the embedded backend may load."""
    waiting = [p for p in sources() if not with_models(p) or p.parent == Path("backends")]
    reached: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [target for i in without_models(path) if (target := file_of(i.module))]
    return reached


def without_models(path: Path) -> Iterator[Import]:
    return (i for i in imports(path) if not (i.lazy and with_models(path)))


def distributions_of(modules: set[str]) -> set[str]:
    """The packages that bring these modules, out of those that are required anywhere."""
    owners = packages_distributions()
    return {name_of(n) for module in modules for n in owners.get(module, [])} & names(ALL)


def test_torch_comes_first() -> None:
    assert lines(ALL)[0] == "torch==2.13.0"


@pytest.mark.parametrize("file", [ALL, EMBEDDED, TESTS])
def test_every_requirement_is_pinned_once(file: str) -> None:
    loose = [line for line in lines(file) if not re.fullmatch(r"[\w.-]+==[\w.]+( ?;.+)?", line)]
    assert lines(file)
    assert not loose
    assert len(names(file)) == len(lines(file))


def test_the_embedded_backend_gets_exactly_what_is_imported_without_models() -> None:
    modules = {i.top for path in opened_without_models() for i in without_models(path)}
    needed = distributions_of({*modules, *EmbeddedBackend.packages} - OURS)
    assert names(EMBEDDED) == needed
    assert set(lines(EMBEDDED)) <= set(lines(ALL)), "pinned to other versions"
    assert "torch" not in needed


def test_nothing_unwanted_is_required_or_installed() -> None:
    installed = {name_of(d.metadata["Name"]) for d in distributions()}
    assert "torch" in installed, "looking at the wrong environment"
    assert not UNWANTED & (names(ALL) | names(TESTS) | installed)


def test_what_is_imported_is_required() -> None:
    owners = packages_distributions()
    required = names(ALL) | names(TESTS)
    foreign = [
        i for path in sources() for i in imports(path)
        if i.top not in OURS and i.top not in sys.stdlib_module_names
    ]  # fmt: skip
    missing = [i for i in foreign if not required & {name_of(n) for n in owners.get(i.top, [])}]
    assert not missing, "\n".join(map(str, missing))
