"""`python -m jobs worker`: work through the queue of a workspace."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from jobs import worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker. Returns its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    return worker.main(words[1:] if words[:1] == ["worker"] else words)


if __name__ == "__main__":
    sys.exit(main())
