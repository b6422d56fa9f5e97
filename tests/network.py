"""Runs a process and learns which addresses it, and every process that it starts, turned to.

Two witnesses: Python's audit hooks see names being looked up, and strace, where the machine has
it, sees the connect() calls of native code as well.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.imports import ROOT

HOME = re.compile(r"127\.\d+\.\d+\.\d+|localhost|::1|::ffff:127\.\d+\.\d+\.\d+|0\.0\.0\.0")
LOCAL_FAMILIES = ("AF_UNIX", "AF_NETLINK", "AF_UNSPEC", "AF_LOCAL")


@cache
def traceable() -> bool:
    """Whether strace is there and may watch processes on this machine."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-e", "trace=none", "true"]).returncode == 0


@dataclass(frozen=True)
class Watch:
    """What the witnesses wrote down, in the files `hooks` and `calls`."""

    hooks: Path
    calls: Path

    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT / "tests" / "network_watch"), str(ROOT)])
        mine = {"PYTHONPATH": path, "CARTELLINO_WATCH": str(self.hooks), "OMP_NUM_THREADS": "1"}
        return {**os.environ, **mine}

    def command(self, *command: str) -> list[str]:
        trace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto"]
        return [*trace, "-o", str(self.calls), *command] if traceable() else [*command]

    def lookups(self) -> list[str]:
        """What the audit hooks saw, one line an event."""
        return self.hooks.read_text().splitlines() if self.hooks.exists() else []

    def strangers(self) -> list[str]:
        """Every line about an address that is not this machine's own."""
        calls = self.calls.read_text(errors="replace").splitlines() if self.calls.exists() else []
        return [line for line in self.lookups() if abroad_by_hook(line)] + [
            line for line in calls if abroad_by_call(line)
        ]


def abroad_by_hook(line: str) -> bool:
    _, address = line.split("\t", 1)
    if address.startswith(("'/", "b'/", "b'\\x00", "None", "'\\x00")):
        return False  # a UNIX socket, or an address of this machine to listen on
    host = re.match(r"\(?b?'(?:https?://)?([^'/]*?)(?::\d+)?['/]", address)
    return not (host and (host[1] == "" or HOME.fullmatch(host[1].strip("[]"))))


def abroad_by_call(line: str) -> bool:
    family = re.search(r"sa_family=(\w+)", line)
    if family is None or family[1] in LOCAL_FAMILIES:
        return False  # sendto without an address goes where connect went
    address = re.search(r'(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"', line)
    return not (address and HOME.fullmatch(address[1]))


@contextmanager
def running(watch: Watch, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A watched process in a group of its own, of which nothing is left afterwards."""
    process = subprocess.Popen(
        watch.command(*command), cwd=ROOT, env=watch.environment(), start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
