"""Commands of the product, run in this process as `python -m` runs them."""

from __future__ import annotations

import runpy
import sys


def run_command(package: str, *arguments: str) -> int:
    """The exit status of `python -m PACKAGE ARGUMENTS`."""
    before, sys.argv = sys.argv, [package, *arguments]
    try:
        runpy.run_module(package, run_name="__main__")
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = before
    return 0
