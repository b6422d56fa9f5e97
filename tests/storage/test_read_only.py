"""Where nothing can be written, what is stored can be read, and that is said."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmark.faults.verdicts import evidence, verdict
from jobs import Jobs, register
from ledger import Ledger, LedgerUnavailable
from pipeline.analysis import Store
from storage import ReadOnly, Schema, StorageError, Workspace, held, opened, save_text
from tests.idle import Idle
from tests.jobs.count import Count, Numbers


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Makes the folder `tmp_path` read-only, as a DVD or an archive is; root ignores rights."""
    mount = ["mount", "--bind", str(tmp_path), str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("No file system can be mounted here.")

    def close() -> None:
        options = ["mount", "-o", "remount,bind,ro", str(tmp_path)]
        subprocess.run(options, check=True)

    try:
        yield close
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def stored(folder: Path) -> Workspace:
    workspace = Workspace(folder)
    Ledger(workspace.database).record(verdict(1))
    of_clip = evidence(1, "words")
    Store(workspace.database).save(of_clip.clip.video, "recipe", (of_clip,), "0" * 64)
    return workspace


def test_evidence_jobs_and_ledger_are_read(tmp_path: Path, medium: Callable[[], None]) -> None:
    workspace = stored(tmp_path)
    medium()
    assert "read-only file system" in workspace.read_only
    assert [e.clip.key for e in Store(workspace.database).evidence_list()] == [
        evidence(1, "words").clip.key
    ]
    assert Ledger(workspace.database).verify().ok
    jobs = Jobs(workspace, Idle(workspace))
    assert jobs.recent() == ()
    jobs.ensure_worker()
    assert workspace.mappings == tmp_path / "mappings"
    assert not workspace.mappings.exists()
    assert not held(workspace.worker_lock)


def test_what_would_be_written_is_refused_with_a_sentence(
    tmp_path: Path, medium: Callable[[], None]
) -> None:
    workspace = stored(tmp_path)
    medium()
    of_clip = evidence(2, "words")
    with pytest.raises(ReadOnly, match="Nothing can be written in"):
        Store(workspace.database).save(of_clip.clip.video, "recipe", (of_clip,), "0" * 64)
    with pytest.raises(LedgerUnavailable):
        Ledger(workspace.database).record(verdict(2))
    with pytest.raises(StorageError, match="Read-only file system"):
        save_text(tmp_path / "out.csv", ["a"])
    assert Ledger(workspace.database).last() == 1


def test_a_job_is_not_taken_into_a_queue_in_memory(
    tmp_path: Path, medium: Callable[[], None]
) -> None:
    workspace = Workspace(tmp_path)
    medium()
    with opened(workspace.jobs, Schema("none")) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("CREATE TABLE t (x)")
    jobs = Jobs(workspace, Idle(workspace))
    register(Count())
    with pytest.raises(ReadOnly):
        jobs.submit(Numbers(("one",)))


def worker_in(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jobs", "worker", "--workspace", str(folder)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_worker_ends_with_one_sentence(tmp_path: Path, medium: Callable[[], None]) -> None:
    medium()
    ended = worker_in(tmp_path)
    assert ended.returncode == 2
    assert "Nothing can be written in" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_worker_of_a_folder_that_cannot_be_made_ends_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = worker_in(tmp_path / "file" / "workspace")
    assert ended.returncode == 2
    assert "Cannot make the folder" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("of", ["evidence", "ledger"])
def test_what_waits_in_a_write_ahead_file_is_not_passed_over(
    of: str, tmp_path: Path, medium: Callable[[], None]
) -> None:
    workspace = stored(tmp_path)
    with closing(sqlite3.connect(workspace.database)) as db:
        db.execute("CREATE TABLE more (x)")
        db.commit()
        wal = Path(f"{workspace.database}-wal").read_bytes()
    Path(f"{workspace.database}-wal").write_bytes(wal)
    medium()
    reading = Store(workspace.database).evidence_list if of == "evidence" else Ledger(
        workspace.database
    ).verify  # fmt: skip
    with pytest.raises(ReadOnly, match="has to be taken over first"):
        reading()


def test_an_older_file_is_not_taken_for_an_empty_one(
    tmp_path: Path, medium: Callable[[], None]
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as db:
        db.execute("CREATE TABLE t (x)")
    newer = Schema("newer")
    newer()(lambda db: None)
    medium()
    with pytest.raises(ReadOnly, match="older version"), opened(tmp_path / "old.db", newer):
        pass


def test_text_is_saved_through_links_and_into_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    save_text(tmp_path / "link", ["a", "b"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "ab"
    save_text(Path("/dev/null"), ["a"])
    assert Path("/dev/null").is_char_device()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match=r"^Cannot write .*folder: Is a directory\."):
        save_text(tmp_path / "folder", ["a"])
