"""Installs the packages that models with weights need.

pip runs with the interpreter that runs the app, in a process that outlives it. What it writes is
read line by line: which file it fetches, how many of its bytes are there, and why it gave up.
"""

from __future__ import annotations

import platform
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from backends.base import BackendUnavailable
from console import plural
from storage import AlreadyRunning, Task

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements.txt"
PIP = "pip==26.3"
"""Installed first where the environment's own is older than `_REPORTS`."""
_REPORTS = (24, 1)
"""The first version of pip that reports the bytes of a download."""
_POLL = 0.2
"""s between two checks whether the installation was cancelled."""
_OPTIONS = ("--no-input", "--no-compile", "--disable-pip-version-check", "--retries=2")
_MB = 1e6

_FETCHED = re.compile(r"Downloading (?:.*/)?([\w.]+)-([\w.+]+?)-[^ ]*\.whl \(")
_BYTES = re.compile(r"Progress (\d+) of (\d+)")
_NAMED = re.compile(r"(?:Collecting|Processing) (?:\S*/)?([A-Za-z][\w.]*(?:-[A-Za-z][\w.]*)*)")
_CAUSES = (
    ("No space left|Errno 28", "The disk is full. Free 8 GB, and install again."),
    (
        "Temporary failure in name resolution|Failed to establish a new connection|"
        "Max retries exceeded|Connection(Error|Pool)|ReadTimeout|No matching distribution|"
        "Name or service not known|ProxyError|getaddrinfo failed",
        "The package index cannot be reached. Connect this machine to the internet, or to a copy "
        "of the index that pip is set to use, and install again: what was fetched is kept.",
    ),
    (
        "externally-managed-environment",
        "This Python is the system's own. Start Cartellino with 'python3 start.py', which makes an "
        "environment of its own.",
    ),
    (
        "Permission denied|Errno 13",
        "The folder of packages cannot be written to. Ask whoever installed Cartellino to run "
        "'python3 start.py --models'.",
    ),
)


def download_size() -> str:
    """The size of the download in words, as measured with requirements.txt of version 0.2."""
    if platform.system() == "Linux":
        return "2 to 3 GB, or 0.4 GB where pip is set to builds without libraries for NVIDIA cards"
    return "about 0.4 GB"


def begin(task: Task) -> None:
    """Start installing, in a process of its own. Raises StorageError."""
    task.start([sys.executable, "-m", __name__, str(task.folder), str(REQUIREMENTS)], ROOT)


def install(task: Task, requirements: Path) -> None:
    """Install a requirements file, torch first. Raises BackendUnavailable, Cancelled."""
    options = [*_OPTIONS, f"--progress-bar={'raw' if _reports(task) else 'off'}"]
    lines = requirements.read_text(encoding="utf-8").splitlines()
    for first in (line.strip() for line in lines if line.startswith("torch==")):
        _pip(task, [*options, first])
    _pip(task, [*options, "-r", str(requirements)])


def _reports(task: Task) -> bool:
    """Whether pip reports bytes. An older pip is upgraded, or used as it is if that fails."""
    if _release(version("pip")) >= _REPORTS:
        return True
    try:
        _pip(task, [*_OPTIONS, "--progress-bar=off", PIP])
    except BackendUnavailable:
        return False
    return True


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def _pip(task: Task, arguments: Sequence[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pip", "install", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    output = PipOutput()
    try:
        for line in _lines(process):
            output.read(line)
            task.report(output.share, output.what)
    finally:
        if process.poll() is None:
            process.terminate()
        status = process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if status:
        raise BackendUnavailable(output.cause())


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """The output of a process by line; "" while it is silent, so that a caller can cancel."""
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        for line in process.stdout or ():
            lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=_POLL)
        except queue.Empty:
            yield ""
            continue
        if line is None:
            return
        yield line


class PipOutput:
    """What pip is doing, read from its output."""

    def __init__(self) -> None:
        self.what = "Asking what is needed"
        self.share: float | None = None
        self._file = ""
        self._lines: list[str] = []

    def read(self, line: str) -> None:
        """Take in one line; an empty one changes nothing."""
        if match := _BYTES.fullmatch(line.strip()):
            done, total = map(int, match.groups())
            self.share = done / total if total else None
            self.what = f"Fetching {self._file}, {done / _MB:,.0f} of {total / _MB:,.0f} MB"
            return
        if line:
            self._lines = [*self._lines[-200:], line]
        if match := _FETCHED.search(line):
            self._file = f"{match[1]} {match[2]}"
            self.what, self.share = f"Fetching {self._file}", None
        elif match := _NAMED.match(line.strip()):
            self.what, self.share = f"Looking for {match[1]}", None
        elif line.startswith("Installing collected packages:"):
            count = plural(line.count(",") + 1, "package")
            self.what, self.share = f"Unpacking {count}; this takes a minute", None

    def cause(self) -> str:
        """Why pip gave up, in a sentence that says what to do."""
        lines = [line for line in self._lines if not line.startswith("WARNING:")]
        for pattern, cure in _CAUSES:
            if re.search(pattern, "\n".join(lines)):
                return cure
        errors = [line for line in lines if line.startswith("ERROR:")]
        last = (errors or lines or ["it says nothing"])[-1].removeprefix("ERROR: ")[:300]
        return f"pip could not install the packages: {last}. Install again, or ask for help."


def main(arguments: Sequence[str]) -> int:
    """Install a requirements file; the folder of a task holds the progress."""
    folder, requirements = map(Path, arguments)
    task = Task(folder)
    try:
        with task.doing():
            install(task, requirements)
    except AlreadyRunning:
        return 0
    return int(task.state().phase != "done")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
