"""Hostile input, damage and failures on purpose: what they cost, and what is lost.

Without a name all walks are run, one after the other. `NAME --help` lists the options of one.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import benchmark.faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the walk that is named, or all. Returns the highest exit status."""
    walks = _walks()
    given = _parser(walks).parse_args(arguments)
    if given.name:
        return int(walks[given.name].main(given.options))
    return max([_announced(name, walk) for name, walk in walks.items()])


def _announced(name: str, walk: ModuleType) -> int:
    print(f"== {name}: {_sentence(walk)}", flush=True)
    return int(walk.main([]))


def _walks() -> Mapping[str, ModuleType]:
    """The walks in this folder, by name."""
    names = (module.name for module in iter_modules(benchmark.faults.__path__))
    modules = {
        n: import_module(f"{benchmark.faults.__name__}.{n}") for n in names if n != "command"
    }
    return {name: module for name, module in modules.items() if hasattr(module, "main")}


def _sentence(walk: ModuleType) -> str:
    return (walk.__doc__ or "").partition("\n")[0].rstrip(".")


def _parser(walks: Mapping[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults",
        description=__doc__,
        epilog="\n".join(f"  {name:<13} {_sentence(walk)}" for name, walk in walks.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", choices=list(walks), help="a walk of those below")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="its options")
    return parser
