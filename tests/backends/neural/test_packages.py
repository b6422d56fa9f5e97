"""Installing packages with the real pip, out of a folder of small wheels and into another one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backends.neural import packages
from backends.neural.packages import PipOutput
from storage.task import State, Task
from tests.wheels import only_index, wheel

PATIENCE = 120.0


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path / "requirements.txt")
    return Task(tmp_path / "task")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return only_index(tmp_path, monkeypatch)


def until(task: Task, wanted: Callable[[State], bool]) -> State:
    deadline = time.monotonic() + PATIENCE
    while not wanted(state := task.state()):
        assert time.monotonic() < deadline, state
        time.sleep(0.02)
    return state


@pytest.mark.slow
def test_packages_are_installed_torch_before_all_others(
    task: Task, index: Path, tmp_path: Path
) -> None:
    wheel(index, "torch", "2.13.0")
    wheel(index, "torch", "2.14.0")
    wheel(index, "peft", "1.0", needs="torch")
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\npeft==1.0\n")
    packages.begin(task)
    assert until(task, lambda state: not state.running).phase == "done"
    assert (tmp_path / "installed" / "peft.py").exists()
    assert "2.13.0" in (tmp_path / "installed" / "torch.py").read_text()


@pytest.mark.slow
def test_what_cannot_be_reached_is_told_with_what_to_do(
    task: Task, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\n")
    packages.begin(task)
    state = until(task, lambda state: not state.running)
    assert state.phase == "failed"
    assert "Connect this machine to the internet" in state.message
    wheel(index, "torch", "2.13.0")
    packages.begin(task)
    assert until(task, lambda state: not state.running).phase == "done", "a second try"


def test_an_installation_is_cancelled_while_pip_is_silent(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import time; print('Collecting torch==2.13.0', flush=True); time.sleep(600)"
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__main__.py").write_text(code)
    (tmp_path / "pip" / "__init__.py").touch()
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    packages.begin(task)
    until(task, lambda state: state.what == "Looking for torch")
    task.cancel()
    assert until(task, lambda state: not state.running).phase == "cancelled"


def test_bytes_are_read_out_of_what_pip_writes() -> None:
    output = PipOutput()
    seen = []
    for line in (
        "Collecting torch==2.13.0",
        "  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (526.6 MB)",
        "Progress 131650000 of 526600000",
        "Progress 526600000 of 526600000",
        "Processing /wheels/mpmath-1.3.0-py3-none-any.whl (from torch==2.13.0)",
        "Requirement already satisfied: filelock in .venv (3.29)",
        "",
        "Installing collected packages: mpmath, torch",
    ):
        output.read(line)
        seen.append((output.what, output.share))
    assert seen == [
        ("Looking for torch", None),
        ("Fetching torch 2.13.0", None),
        ("Fetching torch 2.13.0, 132 of 527 MB", 0.25),
        ("Fetching torch 2.13.0, 527 of 527 MB", 1.0),
        *[("Looking for mpmath", None)] * 3,
        ("Unpacking 2 packages; this takes a minute", None),
    ]


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "Free 8 GB"),
        ("WARNING: Retrying after connection broken by NewConnectionError", "pip could not"),
        ("ERROR: Max retries exceeded with url: /simple/torch/", "Connect this machine"),
        ("error: externally-managed-environment", "python3 start.py"),
        ("ERROR: [Errno 13] Permission denied: '/usr/lib'", "cannot be written to"),
        ("ERROR: torch has an invalid wheel", "torch has an invalid wheel. Install again"),
    ],
)
def test_why_pip_gave_up_is_told_with_what_to_do(line: str, cure: str) -> None:
    output = PipOutput()
    output.read(line)
    output.read("WARNING: There was an error checking the latest version of pip.")
    assert cure in output.cause()


def test_the_download_is_told_before_it_begins() -> None:
    assert "GB" in packages.download_size()
