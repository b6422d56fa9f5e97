"""A real worker that also knows the scripted models. Run as a process by tests."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from jobs.worker import Worker, serve, stop
from storage.workspace import Workspace
from tests import scripted_models

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    scripted_models.register()
    sys.exit(serve(lambda: Worker(Workspace(Path(sys.argv[1]))), idle=60))
