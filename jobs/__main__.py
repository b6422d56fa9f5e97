"""`python -m jobs` lists the jobs of a workspace, `python -m jobs worker` works through them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from jobs import command, worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker, or list the jobs. Returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    return worker.main(words[1:]) if words[:1] == ["worker"] else command.main(words)


if __name__ == "__main__":
    sys.exit(main())
