"""Who imports whom, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.places import ROOT

PACKAGES = (
    "storage", "console", "demo", "catalogue", "backends", "jobs", "pipeline", "ledger", "training",
    "reconciliation", "benchmark", "pages",
)  # fmt: skip


@dataclass(frozen=True)
class Import:
    """`file` imports `module`, on `line`; `lazy` where a function does so, not the module."""

    file: str
    line: int
    module: str
    lazy: bool

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def sources() -> list[Path]:
    """Every source file of ours but the tests, relative to the root."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found += [ROOT / "app.py", ROOT / "start.py"]
    return sorted(path.relative_to(ROOT) for path in found if path.exists())


def imports(path: Path) -> Iterator[Import]:
    """What a file imports; a name taken from a package counts as a module where it is one."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    lazy = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or typing(outer)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        for module in named(node, path):
            assert isinstance(node, ast.stmt)
            yield Import(path.as_posix(), node.lineno, module, id(node) in lazy)


def typing(node: ast.AST) -> bool:
    """`if TYPE_CHECKING:`, which never runs."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def named(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = path.parts[:-1][: len(path.parts) - node.level] if node.level else ()
        base = ".".join([*above, *([node.module] if node.module else [])])
        yield base
        for alias in node.names:
            if file_of(f"{base}.{alias.name}"):
                yield f"{base}.{alias.name}"


def file_of(module: str) -> Path | None:
    """The file of a module of ours, relative to the root."""
    stem = Path(*module.split("."))
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if (ROOT / path).is_file():
            return path
    return None


def loaded_with(path: Path) -> dict[Path, Path | None]:
    """Our files that are loaded when `path` is, each with the file that asked for it first."""
    found: dict[Path, Path | None] = {path: None}
    waiting = [path]
    while waiting:
        current = waiting.pop()
        for imported in imports(current):
            parts = imported.module.split(".")
            if imported.lazy:
                continue
            for depth in range(1, len(parts) + 1):
                target = file_of(".".join(parts[:depth]))
                if target is not None and target not in found:
                    found[target] = current
                    waiting.append(target)
    return found
