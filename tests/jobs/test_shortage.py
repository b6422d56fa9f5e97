"""A job that meets a full disk waits, says so, and goes on by itself."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jobs import Job, Jobs, Run, command, kinds, register, shortage
from jobs.log import JobLog
from jobs.worker import Worker
from storage import StorageError, Workspace
from tests.idle import Idle
from tests.jobs.count import Count, Numbers

FREE = 700 * 1024


@dataclass
class Disk:
    """What the worker is told of the disk."""

    full: bool = True

    def free(self, folder: Path) -> int:
        return FREE if self.full else 1 << 30


@dataclass
class Office:
    """A queue, its worker in a thread, and a disk; what the runner did, in order."""

    workspace: Workspace
    disk: Disk
    did: list[str] = field(default_factory=list)

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.workspace, Idle(self.workspace))

    def work(self) -> threading.Thread:
        worker = Worker(self.workspace, Idle(self.workspace), looks=0.05)
        thread = threading.Thread(target=worker.run, args=(0.5,))
        thread.start()
        return thread

    def until(self, job: str, condition: Callable[[Job], bool]) -> Job:
        give_up = time.monotonic() + 10
        while time.monotonic() < give_up:
            if condition(now := self.jobs.get(job)):
                return now
            time.sleep(0.02)
        raise AssertionError(f"still {now.state} {now.waits_for!r}, {now.log.messages}")


class Writer:
    """Fails on the item "big" while the disk is full."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self, payload: Numbers, run: Run) -> None:
        for item in run.waiting:
            with run.attempt(item.name, item.position) as allowed:
                assert allowed, "a full disk counts as no breakdown"
                self._office.did.append(item.name)
                self._write(item.name)
            run.finish(item.position, "done")

    def _write(self, name: str) -> None:
        try:
            if name == "big" and self._office.disk.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            if name == "closed":
                raise OSError(errno.EACCES, "Permission denied")
        except OSError as error:
            raise StorageError(f"{name} cannot be written.") from error

    def prepare(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(Workspace(tmp_path), Disk())
    kind = Count()
    monkeypatch.setattr(kinds, "_KINDS", {})
    monkeypatch.setattr(Count, "runner", lambda kind, workspace: Writer(office))
    register(kind)
    monkeypatch.setattr(shortage, "free_space", office.disk.free)
    return office


def waits(job: Job) -> bool:
    return bool(job.waits_for)


def done(job: Job) -> bool:
    return job.finished


def test_a_job_goes_on_where_it_stood_when_there_is_room(office: Office) -> None:
    job = office.jobs.submit(Numbers(("one", "big", "three")))
    thread = office.work()
    waiting = office.until(job, waits)
    assert waiting.waits_for == "waiting for space: needs about 1.0 MiB, free 700.0 KiB"
    assert [item.state for item in waiting.items] == ["done", "queued", "queued"]
    office.disk.full = False
    finished = office.until(job, done)
    assert (finished.state, finished.log.messages, finished.waits_for) == ("done", (), "")
    assert office.did == ["one", "big", "big", "three"]
    thread.join()


def test_a_job_that_waits_for_space_can_be_cancelled_and_the_next_one_waits(
    office: Office,
) -> None:
    first, second = (office.jobs.submit(Numbers((name,))) for name in ("big", "small"))
    thread = office.work()
    office.until(first, waits)
    office.jobs.cancel(first)
    assert office.jobs.get(first).state == "cancelled"
    office.until(second, waits)
    office.disk.full = False
    assert office.until(second, done).state == "done"
    assert office.jobs.get(first).state == "cancelled"
    thread.join()


def test_no_other_error_makes_a_job_wait(office: Office) -> None:
    job = office.jobs.submit(Numbers(("closed",)))
    thread = office.work()
    failed = office.until(job, done)
    assert (failed.state, failed.log.messages) == ("failed", ("closed cannot be written.",))
    thread.join()


def test_a_job_that_finds_too_little_again_needs_twice_as_much(office: Office) -> None:
    scarce = shortage.Shortage(office.workspace, looks=0.0)
    for needs in ("1.0 MiB", "2.0 MiB", "4.0 MiB"):
        scarce.begin("job", OSError(errno.EDQUOT, "quota"))
        assert f"needs about {needs}," in scarce.words
    scarce.begin("another job", OSError(errno.EDQUOT, "quota"))
    assert "needs about 1.0 MiB," in scarce.words


def test_a_full_disk_gets_back_what_was_reserved(office: Office) -> None:
    reserve = office.workspace.reserve
    scarce = shortage.Shortage(office.workspace, looks=0.0)
    assert reserve.stat().st_size == 128 * 1024
    scarce.begin("job", OSError(errno.ENOSPC, "full"))
    assert not reserve.exists()
    assert scarce.lasts()
    office.disk.full = False
    assert not scarce.lasts()
    assert reserve.exists()


def test_a_worker_that_broke_down_is_blamed_even_on_a_full_disk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    blamed: list[bool] = []
    monkeypatch.setattr(JobLog, "requeue", lambda log, blame=True: blamed.append(blame))
    for job in ("", "job"):
        shortage.Shortage(office.workspace).begin(job, OSError(errno.ENOSPC, "full"))
    assert blamed == [True, False]


def test_the_command_lists_how_jobs_stand(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--workspace", str(office.workspace.root)]) == 0
    assert "No job was handed in yet." in capsys.readouterr().out
    ended = office.jobs.submit(Numbers(("one", "two")))
    office.jobs.cancel(ended)
    office.jobs.submit(Numbers(("big",)))
    scarce = shortage.Shortage(office.workspace)
    scarce.begin("", OSError(errno.ENOSPC, "full"))
    assert command.main(["--workspace", str(office.workspace.root)]) == 0
    newer, older = capsys.readouterr().out.splitlines()
    assert "waiting for space: needs about 1.0 MiB, free 700.0 KiB" in newer
    assert older.endswith(f"{ended}  cancelled  Counting 2 numbers")


def test_python_m_jobs_lists(tmp_path: Path) -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "jobs", "--workspace", str(tmp_path)], capture_output=True, text=True
    )
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout == "No job was handed in yet.\n"
