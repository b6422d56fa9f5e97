"""`python -m demo OUT`: make the demonstration collection."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.bar import bar
from console.errors import CartellinoError
from demo.collection import build


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to make; a finished one is left alone")
    parser.add_argument("--quick", action="store_true", help="film one short walk only")
    options = parser.parse_args(arguments)
    try:
        with bar() as report:
            catalogue = build(options.out, report, quick=options.quick)
    except CartellinoError as error:
        print(error, file=sys.stderr)
        return 2
    print(catalogue)
    return 0


if __name__ == "__main__":
    sys.exit(main())
