"""Who imports whom, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.places import ROOT

PACKAGES = (
    "console", "storage", "imaging", "demo", "metrics", "catalogue", "backends", "jobs", "access",
    "pipeline", "ledger", "backup", "training", "reconciliation", "benchmark", "pages",
)  # fmt: skip


@dataclass(frozen=True)
class Import:
    """`file` takes `name` from `module` on `line`, or, where there is no name, the module itself.

    `lazy` where a function does so, or a type checker, and not the module when it is loaded.
    """

    file: str
    line: int
    module: str
    name: str
    lazy: bool

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    def __str__(self) -> str:
        taken = f"{self.name} from " if self.name else ""
        return f"{self.file}:{self.line} imports {taken}{self.module}"


@cache
def sources() -> tuple[Path, ...]:
    """Every source file of ours but the tests, relative to the root."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    files += [ROOT / "app.py", ROOT / "start.py"]
    return tuple(sorted(path.relative_to(ROOT) for path in files if path.exists()))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """What a file imports, one by one; a name that is a module of ours counts as that module."""
    lazy = {
        id(inner)
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or typing(outer)
        for inner in ast.walk(outer)
    }
    return tuple(
        Import(path.as_posix(), node.lineno, module, name, id(node) in lazy)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Call)
        for module, name in named(node, path)
    )


def typing(node: ast.AST) -> bool:
    """`if TYPE_CHECKING:`, which never runs."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def named(node: ast.AST, path: Path) -> Iterator[tuple[str, str]]:
    """Modules, and the names taken from them, in one statement or call of `import_module`."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = path.parts[:-1][: len(path.parts) - node.level] if node.level else ()
        base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            own = base.split(".")[0] == path.parts[0]
            is_module = file_of(inner) and (own or not exports(base, alias.name))
            yield (inner, "") if is_module else (base, alias.name)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        literals = (a.value for a in node.args if isinstance(a, ast.Constant))
        yield from ((value, "") for value in literals if isinstance(value, str))


@cache
def file_of(module: str) -> Path | None:
    """The file of a module of ours, relative to the root."""
    stem = Path(*module.split("."))
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if (ROOT / path).is_file():
            return path
    return None


@cache
def exported(package: str) -> frozenset[str]:
    """The names in the `__all__` of a package of ours."""
    path = file_of(package)
    assert path is not None, package
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def exports(package: str, name: str) -> bool:
    """Whether a package of ours hands out a name, a module of that name included."""
    return file_of(package) is not None and name in exported(package)


@cache
def loaded_with(path: Path) -> dict[Path, Path | None]:
    """Our files that are loaded when `path` is, each with the file that asked for it first."""
    loaded: dict[Path, Path | None] = {path: None}
    waiting = [path]
    while waiting:
        current = waiting.pop()
        for taken in imports(current):
            if taken.lazy:
                continue
            for target in files_of(taken):
                if target not in loaded:
                    loaded[target] = current
                    waiting.append(target)
    return loaded


def files_of(taken: Import) -> Iterator[Path]:
    """The files that an import loads: the packages on the way to it, and it itself."""
    parts = taken.module.split(".")
    if taken.name and file_of(f"{taken.module}.{taken.name}"):
        parts.append(taken.name)
    for depth in range(1, len(parts) + 1):
        if target := file_of(".".join(parts[:depth])):
            yield target
