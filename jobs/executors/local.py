"""Jobs run on this machine, in one worker process that outlives the app and its terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from console import reason
from storage import StorageError, Workspace, held, start_detached

_PAUSE = 2.0
"""s between two starts: a worker that cannot run is not started again and again."""
_BEGINNING = 30.0
"""s in which a process that was started takes the lock, also on a busy machine."""
_LOG_LIMIT = 1_000_000
"""Bytes of the worker's log above which it begins again."""
_ROOT = Path(__file__).resolve().parents[2]

_started: dict[Path, tuple[float, subprocess.Popen[bytes]]] = {}
"""Workers that this process started, by workspace: held, so that an ended one is reaped."""
_outlived: list[subprocess.Popen[bytes]] = []
"""Those that outlived the folder that they served, and will end by themselves."""


@dataclass(frozen=True, slots=True)
class Local:
    """The worker process of a workspace."""

    workspace: Workspace

    def start(self) -> None:
        root = self.workspace.root
        if root in _started:
            began, process = _started[root]
            since = time.monotonic() - began
            # A worker that runs without the lock serves a folder that was removed since.
            if since < (_BEGINNING if process.poll() is None else _PAUSE):
                return
        if not self.working():
            self._retire(root)
            _started[root] = (time.monotonic(), launch(self.workspace))

    @staticmethod
    def _retire(root: Path) -> None:
        """Keep hold of a worker that still runs, in a folder that is gone."""
        _, process = _started.get(root, (0.0, None))
        if process is not None and process.poll() is None:
            _outlived.append(process)

    def working(self) -> bool:
        return held(self.workspace.worker_lock)


def launch(workspace: Workspace) -> subprocess.Popen[bytes]:
    """Start `python -m jobs worker`. Raises StorageError where that, or its log, fails."""
    log = workspace.jobs.with_name("worker.log")
    command = [sys.executable, "-m", "jobs", "worker", "--workspace", str(workspace.root)]
    env = {**os.environ, "ORT_DISABLE_TELEMETRY": "1", "PYTHONUTF8": "1"}
    try:
        fresh = not log.exists() or log.stat().st_size > _LOG_LIMIT
        with log.open("wb" if fresh else "ab") as output:
            return start_detached(command, _ROOT, output, env)
    except OSError as error:
        raise StorageError(
            f"The worker cannot be started: {reason(error)}. Check rights and free space in "
            f"{log.parent}, and close programs if memory is short."
        ) from error
