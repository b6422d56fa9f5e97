"""`python -m jobs worker`: work through the queue of a workspace."""

from __future__ import annotations

import sys

from jobs.worker import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:] if sys.argv[1:2] == ["worker"] else sys.argv[1:]))
