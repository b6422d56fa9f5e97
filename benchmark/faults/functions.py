"""The functions of ours that take a text, found by their annotations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

PACKAGES = (
    "catalogue", "pipeline", "backends.embedded.labels", "reconciliation", "ledger", "console",
    "training", "pages._ui.words", "pages._ui.html",
)  # fmt: skip
_TEXTS = (Sequence[str], Iterable[str], list[str], tuple[str, ...])
_PLAIN: Mapping[object, object] = {bool: False, int: 1, float: 0.5}
_FILES = ("path", "file", "folder", "workspace", "root")
"""Parameters whose text is a place on disk."""

Call = Callable[[str], object]


def functions(private: bool = False) -> dict[str, Call]:
    """Dotted name → a function of one text, with all other parameters filled in."""
    calls: dict[str, Call] = {}
    for package in PACKAGES:
        for module in _modules(package):
            for name, function in _functions(module, private):
                call = _call(function)
                if call is not None:
                    calls[f"{module.__name__}.{name}"] = call
    return calls


def _modules(package: str) -> Iterator[ModuleType]:
    root = import_module(package)
    yield root
    for info in walk_packages(root.__path__, f"{package}."):
        if not info.name.endswith("__main__"):
            yield import_module(info.name)


def _functions(module: ModuleType, private: bool) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Functions and class methods that a module defines."""
    for name, value in vars(module).items():
        if (name.startswith("_") and not private) or getattr(
            value, "__module__", ""
        ) != module.__name__:
            continue
        if inspect.isclass(value):
            yield from _class_methods(value, private)
        elif inspect.isfunction(inspect.unwrap(value)):
            yield name, value


def _class_methods(owner: type, private: bool) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, value in vars(owner).items():
        if isinstance(value, classmethod | staticmethod) and (private or not name.startswith("_")):
            yield f"{owner.__name__}.{name}", getattr(owner, name)


def _call(function: Callable[..., Any]) -> Call | None:
    """The function of its first text; None if a parameter cannot be filled in."""
    parameters = list(inspect.signature(function).parameters.values())
    try:
        hints = get_type_hints(inspect.unwrap(function))
    except NameError:  # an annotation that is imported for type checking alone
        return None
    if not parameters or parameters[0].name in _FILES:
        return None
    fillers = [_filler(hints.get(p.name)) for p in parameters if p.default is p.empty]
    fillers[1:] = [_whole if filler is _lines else filler for filler in fillers[1:]]
    if not fillers or None in fillers or _filler(hints.get(parameters[0].name)) not in _OF_TEXT:
        return None
    return partial(_filled, function, [filler for filler in fillers if filler])


def _filled(
    function: Callable[..., Any], fillers: Sequence[Callable[[str], object]], text: str
) -> object:
    result = function(*(filler(text) for filler in fillers))
    return list(result) if isinstance(result, Iterator) else result


def _same(text: str) -> object:
    return text


def _lines(text: str) -> object:
    return tuple(text.split("\n"))


def _whole(text: str) -> object:
    return (text,)


_OF_TEXT = (_same, _lines)


def _filler(hint: Any) -> Callable[[str], object] | None:
    """What makes the value of a parameter out of the text; None for what is no text."""
    if hint is str or hint == str | None:
        return _same
    if hint in _TEXTS:
        return _lines
    if get_origin(hint) is Literal:
        return partial(_constant, get_args(hint)[0])
    return partial(_constant, _PLAIN[hint]) if hint in _PLAIN else None


def _constant(value: object, _: str) -> object:
    return value
