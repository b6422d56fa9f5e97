"""The worker process of this machine: started where there is work and none runs, and on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobs import Jobs
from jobs.executors.local import Local, _outlived, _started, launch
from pipeline.analysis.job import analysis
from storage.errors import StorageError
from storage.lock import FileLock, held
from storage.workspace import Workspace
from tests.jobs.offices import PATIENCE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
]


def test_a_worker_is_started_only_for_work_and_only_where_none_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[Workspace] = []

    def ended(workspace: Workspace) -> subprocess.Popen[bytes]:
        launched.append(workspace)
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        return process

    monkeypatch.setattr("jobs.executors.local.launch", ended)
    workspace = Workspace(tmp_path)
    jobs = Jobs(workspace, Local(workspace))
    jobs.ensure_worker()
    assert launched == []
    with FileLock(workspace.worker_lock) as lock:
        assert lock.acquire()
        jobs.submit(analysis([Path("one.mp4")], Path("c.csv")))
        assert launched == []
    jobs.ensure_worker()
    assert launched == [workspace]
    jobs.ensure_worker()
    assert launched == [workspace], "not again within seconds of the last start"


def test_a_worker_that_serves_a_folder_that_is_gone_keeps_no_other_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[Workspace] = []

    def living(workspace: Workspace) -> subprocess.Popen[bytes]:
        launched.append(workspace)
        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    monkeypatch.setattr("jobs.executors.local.launch", living)
    now = time.monotonic()
    monkeypatch.setattr("jobs.executors.local.time.monotonic", lambda: now)
    workspace = Workspace(tmp_path)
    executor = Local(workspace)
    try:
        executor.start()
        executor.start()
        assert len(launched) == 1, "the first may still be starting"
        now += 31
        executor.start()
        assert len(launched) == 2
        with FileLock(workspace.worker_lock) as lock:
            assert lock.acquire()
            now += 31
            executor.start()
            assert len(launched) == 2, "one works"
    finally:
        for process in (_started.pop(workspace.root)[1], _outlived.pop()):
            process.kill()
            process.wait()


def test_a_lock_on_a_file_that_was_replaced_is_no_longer_current(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    with FileLock(folder / "lock") as lock:
        assert not lock.current
        assert lock.acquire()
        assert lock.current
        folder.rename(tmp_path / "old")
        assert not lock.current
        folder.mkdir()
        (folder / "lock").touch()
        assert not lock.current


def test_the_lock_is_shared_by_nobody(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock") as lock:
        assert lock.acquire()
        assert held(tmp_path / "lock")
    assert not held(tmp_path / "lock")


def test_a_real_worker_is_launched_apart_from_this_process(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    catalogue = tmp_path / "empty.csv"
    catalogue.write_text("")
    jobs = Jobs(workspace)
    job = jobs.submit(analysis([tmp_path / "none.mp4"], catalogue))
    deadline = time.monotonic() + PATIENCE
    while not (state := jobs.get(job)).finished:
        assert time.monotonic() < deadline, (tmp_path / "worker.log").read_text()
        time.sleep(0.1)
    _, worker = _started[workspace.root]
    assert os.getsid(worker.pid) != os.getsid(0), "it would end with the app's terminal"
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert state.state == "failed"
    assert "empty.csv" in state.log.messages[0]


def test_a_worker_that_cannot_be_started_says_so(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.jobs.with_name("worker.log").mkdir()
    with pytest.raises(StorageError, match="cannot be started"):
        launch(workspace)
