"""Commands of the product, run in this process as `python -m` runs them."""

from __future__ import annotations

from importlib import import_module


def run_command(package: str, *arguments: str) -> int:
    """The exit status of `python -m PACKAGE ARGUMENTS`."""
    try:
        return int(import_module(f"{package}.__main__").main(arguments))
    except SystemExit as end:
        return int(end.code or 0)
