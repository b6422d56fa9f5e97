"""The layers of the house: who may import whom, how, and what the app must not load at start."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.imports import (
    PACKAGES,
    Import,
    exported,
    exports,
    file_of,
    imports,
    loaded_with,
    sources,
)
from tests.layers import floors
from tests.places import DOCS, ROOT

HEAVY = {"torch", "transformers", "peft", "bitsandbytes", "accelerate", "onnxruntime", "rapidocr"}

PURE = ("pages/_ui/words/", "pages/_ui/html/")

PARTS = ("words", "html", "shell", "widgets", "settings")
"""What several pages draw with, from the ground up. A folder for each page stands above it."""
PAGES = sorted(p.stem for p in sources() if p.parts[:-1] == ("pages",) and p.stem != "__init__")


@cache
def ours() -> tuple[Import, ...]:
    """Every import of every file of ours."""
    return tuple(imported for path in sources() for imported in imports(path))


def package(imported: Import) -> str:
    return imported.file.split("/")[0]


def told(wrong: list[Import]) -> str:
    return "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_imports_only_what_it_stands_on(name: str) -> None:
    floor = next(number for number, packages in enumerate(floors()) if name in packages)
    below = {package for packages in floors()[:floor] for package in packages}
    others = set(PACKAGES) - below - {name} | {"app", "start"}
    wrong = [i for i in ours() if package(i) == name and i.top in others]
    assert not wrong, told(wrong)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        path: {file for i in imports(path) if (file := file_of(i.module))} for path in sources()
    }
    try:
        TopologicalSorter({path: files - {path} for path, files in graph.items()}).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(map(str, reversed(error.args[1]))))


def test_no_folder_holds_more_than_twenty_modules() -> None:
    crowded = {
        folder: count
        for folder, count in Counter(path.parent for path in sources()).items()
        if count > 20
    }
    assert not crowded


def goes_past_the_door(taken: Import) -> bool:
    """Whether an import across packages takes what no `__init__` hands out."""
    if taken.top not in PACKAGES or taken.top == package(taken):
        return False
    file = file_of(taken.module)
    assert file is not None, taken
    if not taken.name:
        return taken.module != taken.top
    return file.name != "__init__.py" or not exports(taken.module, taken.name)


def test_other_packages_take_only_what_a_package_exports() -> None:
    wrong = [i for i in ours() if goes_past_the_door(i) and i.file not in ("app.py", "start.py")]
    assert not wrong, told(wrong)


def test_a_package_exports_nothing_that_nobody_takes() -> None:
    """What tests and documents name counts as taken: researchers build on it."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    texts += [path.read_text(encoding="utf-8") for path in (*DOCS.glob("*.md"), ROOT / "README.md")]
    taken = {(i.module, i.name) for i in ours() if i.top != package(i)}
    unused = [
        f"{module}.{name}"
        for module in packages()
        for name in exported(module)
        if (module, name) not in taken and not any(name in text for text in texts)
    ]
    assert not unused


def packages() -> list[str]:
    return [".".join(path.parts[:-1]) for path in sources() if path.name == "__init__.py"]


def test_the_pipeline_knows_no_single_backend() -> None:
    wrong = [i for i in ours() if package(i) == "pipeline" and i.top == "backends"]
    wrong = [i for i in wrong if i.module != "backends"]
    assert not wrong, told(wrong)


def test_only_the_app_and_its_pages_know_streamlit() -> None:
    streamlit = [i for i in ours() if i.top == "streamlit"]
    wrong = [
        i
        for i in streamlit
        if i.file != "app.py" and (package(i) != "pages" or i.file.startswith(PURE))
    ]
    assert not wrong, told(wrong)


@pytest.mark.parametrize("part", [*PARTS, *PAGES])
def test_a_part_of_the_pages_imports_only_what_it_stands_on(part: str) -> None:
    below = PARTS if part in PAGES else PARTS[: PARTS.index(part)]
    others = {*PARTS, *PAGES} - {part, *below}
    inside = (f"pages/_ui/{part}/", f"pages/{part}.py")
    wrong = [
        i
        for i in ours()
        if i.file.startswith(inside)
        and (i.module.startswith("pages._ui.") and i.module.split(".")[2] in others)
    ]
    assert not wrong, told(wrong)


def test_every_folder_of_the_pages_has_its_floor() -> None:
    folders = {path.parts[2] for path in sources() if path.parts[:2] == ("pages", "_ui")}
    assert set(PARTS) <= folders <= {*PARTS, *PAGES, "__init__.py"}


def test_every_package_is_among_those_that_the_laws_are_about() -> None:
    packages_there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages_there == set(PACKAGES)


def test_start_uses_the_standard_library_only() -> None:
    wrong = [i for i in ours() if i.file == "start.py" and i.top not in sys.stdlib_module_names]
    assert not wrong, told(wrong)


def test_there_is_no_drawer_for_ours() -> None:
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
