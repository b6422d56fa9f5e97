"""The layers of the house: who may import whom, and what the app must not load at start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.imports import PACKAGES, ROOT, Import, imports, loaded_with, sources

FLOORS = (
    ("console",),
    ("storage",),
    ("demo", "metrics"),
    ("catalogue", "backends", "jobs"),
    ("pipeline",),
    ("ledger", "training", "reconciliation"),
    ("exports", "search"),
    ("benchmark",),
    ("pages",),
)
"""From the ground up: a package imports what stands on a lower floor, or, on its own floor, nothing.
Those that are not built yet have their place already."""
HEAVY = {"torch", "transformers", "peft", "bitsandbytes", "accelerate", "onnxruntime", "rapidocr"}

PURE = ("pages/_ui/words/", "pages/_ui/html/")

ALL = [imported for path in sources() for imported in imports(path)]


def package(imported: Import) -> str:
    return imported.file.split("/")[0]


def told(wrong: list[Import]) -> str:
    return "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_imports_only_what_it_stands_on(name: str) -> None:
    floor = next(number for number, packages in enumerate(FLOORS) if name in packages)
    below = {package for packages in FLOORS[:floor] for package in packages}
    others = set(PACKAGES) - below - {name} | {"app", "start"}
    wrong = [i for i in ALL if package(i) == name and i.top in others]
    assert not wrong, told(wrong)


def test_the_pipeline_knows_no_single_backend() -> None:
    allowed = {"backends", "backends.base"}
    wrong = [i for i in ALL if package(i) == "pipeline" and i.top == "backends"]
    wrong = [i for i in wrong if i.module not in allowed]
    assert not wrong, told(wrong)


def test_only_the_app_and_its_pages_know_streamlit() -> None:
    streamlit = [i for i in ALL if i.top == "streamlit"]
    wrong = [
        i
        for i in streamlit
        if i.file != "app.py" and (package(i) != "pages" or i.file.startswith(PURE))
    ]
    assert not wrong, told(wrong)


def test_start_uses_the_standard_library_only() -> None:
    wrong = [i for i in ALL if i.file == "start.py" and i.top not in sys.stdlib_module_names]
    assert not wrong, told(wrong)


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"utils", "core", "services", "helpers", "common", "misc"}
    wrong = [path for path in sources() if drawers & {*path.parts, path.stem}]
    assert not wrong


def opened_by_the_app() -> list[Path]:
    return [p for p in sources() if p.name == "app.py" or p.parts[0] == "pages"]


@pytest.mark.parametrize("path", opened_by_the_app(), ids=str)
def test_the_app_reads_no_model_library_at_start(path: Path) -> None:
    loaded = loaded_with(path)
    wrong = [i for file in loaded for i in imports(file) if not i.lazy and i.top in HEAVY]
    assert not wrong, told(wrong)


def test_what_the_app_imports_brings_no_model_library_with_it() -> None:
    """The same in a real interpreter, because a dependency could import one as well."""
    loaded = {file for path in opened_by_the_app() for file in loaded_with(path)}
    modules = [
        ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        for file in loaded
        if file.parts[0] != "pages" and file.name not in ("app.py", "__main__.py")
    ]
    code = (
        f"import sys, importlib\nfor name in {sorted(modules)!r}: importlib.import_module(name)\n"
        f"print(*sorted({HEAVY!r} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""
