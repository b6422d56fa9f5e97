"""Installing packages with the real pip, out of a folder of small wheels and into another one."""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backends.neural import packages
from backends.neural.packages import Reader
from storage.task import State, Task
from tests.places import ROOT

PATIENCE = 120.0


def wheel(folder: Path, name: str, version: str, needs: str = "") -> None:
    """A wheel with one module of the package's name."""
    info = f"{name}-{version}.dist-info"
    requires = f"Requires-Dist: {needs}\n" if needs else ""
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, the only place where pip looks; it installs into `installed`."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "installed"))
    return folder


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(tmp_path / "task")


def started(task: Task, requirements: Path) -> None:
    command = [sys.executable, "-m", "backends.neural.packages", str(task.folder)]
    task.start([*command, str(requirements)], ROOT)


def until(task: Task, wanted: Callable[[State], bool]) -> State:
    deadline = time.monotonic() + PATIENCE
    while not wanted(state := task.state()):
        assert time.monotonic() < deadline, state
        time.sleep(0.02)
    return state


def test_packages_are_installed_torch_before_all_others(
    task: Task, index: Path, tmp_path: Path
) -> None:
    wheel(index, "torch", "2.13.0")
    wheel(index, "torch", "2.14.0")
    wheel(index, "peft", "1.0", needs="torch")
    (tmp_path / "some.txt").write_text("torch==2.13.0\npeft==1.0\n")
    started(task, tmp_path / "some.txt")
    assert until(task, lambda state: not state.running).phase == "done"
    assert (tmp_path / "installed" / "peft.py").exists()
    assert "2.13.0" in (tmp_path / "installed" / "torch.py").read_text()


def test_what_cannot_be_reached_is_told_with_what_to_do(
    task: Task, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "some.txt").write_text("torch==2.13.0\n")
    started(task, tmp_path / "some.txt")
    state = until(task, lambda state: not state.running)
    assert state.phase == "failed"
    assert "Connect this machine to the internet" in state.message
    wheel(index, "torch", "2.13.0")
    started(task, tmp_path / "some.txt")
    assert until(task, lambda state: not state.running).phase == "done", "a second try"


def test_an_installation_is_cancelled_while_pip_is_silent(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import time; print('Collecting torch==2.13.0', flush=True); time.sleep(600)"
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__main__.py").write_text(code)
    (tmp_path / "pip" / "__init__.py").touch()
    (tmp_path / "some.txt").write_text("torch==2.13.0\n")
    pip_first = f"import sys, os; os.environ['PYTHONPATH'] = {str(tmp_path)!r}; "
    pip_first += "from backends.neural import packages; sys.exit(packages.main(sys.argv[1:]))"
    task.start(
        [sys.executable, "-c", pip_first, str(task.folder), str(tmp_path / "some.txt")], ROOT
    )
    until(task, lambda state: state.what == "Looking for torch")
    task.cancel()
    assert until(task, lambda state: not state.running).phase == "cancelled"


def test_bytes_are_read_out_of_what_pip_writes() -> None:
    reader = Reader()
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
        reader.read(line)
        seen.append((reader.what, reader.share))
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
    reader = Reader()
    reader.read(line)
    reader.read("WARNING: There was an error checking the latest version of pip.")
    assert cure in reader.cause()


def test_the_download_is_told_before_it_begins() -> None:
    assert "GB" in packages.download()
