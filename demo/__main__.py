"""`python -m demo OUT`: make the demonstration collection."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.errors import CartellinoError
from demo.collection import build


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to make; a finished one is left alone")
    parser.add_argument("--quick", action="store_true", help="film one short walk only")
    options = parser.parse_args(arguments)
    try:
        catalogue = build(options.out, _report, quick=options.quick)
    except CartellinoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    print(file=sys.stderr)
    print(catalogue)
    return 0


def _report(share: float, what: str) -> None:
    print(f"\r{share:4.0%}  {what:<60}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
