"""`python -m jobs` lists the jobs of a workspace, `python -m jobs worker` works through them."""

from __future__ import annotations

import sys

from jobs import command, worker

if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        sys.exit(worker.main(sys.argv[2:]))
    sys.exit(command.main(sys.argv[1:]))
