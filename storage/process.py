"""Processes that outlive the one that starts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO


def start_detached(
    command: Sequence[str], cwd: Path, log: BinaryIO, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a process that neither Ctrl-C nor the end of this terminal reaches. Raises OSError.

    What it prints goes to `log`.
    """
    return subprocess.Popen(
        list(command),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=env,
        start_new_session=True,
        creationflags=_flags(),
    )


def _flags() -> int:
    """Windows' way of `start_new_session`: no console, and out of reach of its Ctrl-C."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
