"""A task in a process of its own: followed, cancelled, never run twice, missed when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.task import AlreadyRunning, State, Task, _started
from tests.places import ROOT

pytestmark = pytest.mark.slow

PATIENCE = 30.0
WORK = """
import sys, time
from pathlib import Path
from storage.task import Task
task = Task(Path(sys.argv[1]))
with task.doing():
    for step in range(int(sys.argv[2])):
        task.report(step / 100, f"step {step}")
        time.sleep(0.05)
"""


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(tmp_path / "task")


def command(tmp_path: Path, steps: int) -> list[str]:
    return [sys.executable, "-c", WORK, str(tmp_path / "task"), str(steps)]


def until(task: Task, wanted: Callable[[State], bool]) -> State:
    deadline = time.monotonic() + PATIENCE
    while not wanted(state := task.state()):
        assert time.monotonic() < deadline, state
        time.sleep(0.02)
    return state


def test_a_task_that_was_never_started_says_so(task: Task) -> None:
    assert task.state().phase == "never"


def test_a_task_reports_and_is_done(task: Task, tmp_path: Path) -> None:
    task.start(command(tmp_path, 20), ROOT)
    assert task.state().running, "nobody sees the time in which the process starts"
    seen = until(task, lambda state: state.what.startswith("step"))
    assert 0 <= (seen.share or 0) < 0.2
    assert until(task, lambda state: not state.running).phase == "done"


def test_a_task_stops_when_it_is_cancelled_and_can_be_started_again(
    task: Task, tmp_path: Path
) -> None:
    task.start(command(tmp_path, 2000), ROOT)
    until(task, lambda state: state.what.startswith("step"))
    task.cancel()
    assert until(task, lambda state: not state.running).phase == "cancelled"
    task.start(command(tmp_path, 1), ROOT)
    assert until(task, lambda state: not state.running).phase == "done"


def test_a_task_is_not_run_twice_at_once(task: Task, tmp_path: Path) -> None:
    task.start(command(tmp_path, 2000), ROOT)
    until(task, lambda state: state.what.startswith("step"))
    second = subprocess.run(command(tmp_path, 1), cwd=ROOT, capture_output=True, text=True)
    assert "AlreadyRunning" in second.stderr
    with pytest.raises(AlreadyRunning), task.doing():
        pass
    assert task.state().running
    task.cancel()
    until(task, lambda state: not state.running)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_task_that_is_killed_has_failed(task: Task, tmp_path: Path) -> None:
    task.start(command(tmp_path, 2000), ROOT)
    until(task, lambda state: state.what.startswith("step"))
    process = _started[tmp_path / "task"]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    state = task.state()
    assert state.phase == "failed"
    assert "Start it again" in state.message


def test_a_process_that_ends_at_once_is_noticed_at_once(task: Task) -> None:
    task.start([sys.executable, "-c", "raise SystemExit(1)"], ROOT)
    assert until(task, lambda state: not state.running).phase == "failed"


def test_what_a_task_cannot_do_is_told(task: Task) -> None:
    with task.doing():
        raise StorageError("The disk is full. Free 3 GB.")
    assert task.state().phase == "failed"
    assert task.state().message == "The disk is full. Free 3 GB."
    with pytest.raises(ZeroDivisionError), task.doing():
        1 / 0  # noqa: B018
    assert task.state().message.startswith("It broke off")


def test_the_time_left_follows_from_the_share() -> None:
    state = State("running", share=0.25, since=100.0)
    assert state.seconds_left(110.0) == 30.0
    assert State("running", since=100.0).seconds_left(110.0) is None


def test_a_share_that_falls_begins_something_new(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    with task.doing():
        for share, since in ((0.1, 1000.0), (0.9, 1000.0), (0.2, 1030.0), (0.4, 1030.0)):
            clock[0] += 10
            task.report(share, "downloading")
            assert task.state().since == since


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"phase": "running", "colour": 1}'])
def test_a_damaged_state_counts_as_none(task: Task, tmp_path: Path, damage: str) -> None:
    with task.doing():
        pass
    (tmp_path / "task" / "state.json").write_text(damage)
    assert task.state() == State()
