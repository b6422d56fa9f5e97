"""A backup holds all that cannot be made again, and gives the same back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from backup import create as creating
from backup.__main__ import main
from backup.create import create, verify
from backup.errors import BackupError
from backup.restore import restore
from ledger import Ledger
from pipeline.analysis.evidence_store import Store
from storage.lock import FileLock
from storage.workspace import Workspace
from tests.ledger_samples import verdict

KEPT = {"cartellino.db", "jobs.db", "desk.json", "README.md"}


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder that are no database."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".db" not in path.name)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_cannot_be_made_again_is_in_it_and_nothing_else(
    workspace: Path, tmp_path: Path
) -> None:
    backup = create(workspace, tmp_path / "b.zip")
    names = set(backup.manifest.members)
    assert {name for name in names if "/" not in name} == KEPT
    folders = {name.split("/")[0] for name in names if "/" in name}
    assert folders == {"catalogues", "frames", "mappings", "profiles", "uploads"}
    assert "uploads/walk.mp4" in names
    assert not any("draft" in name for name in names)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert {*packed.namelist()} == {*names, "manifest.json"}
        assert packed.testzip() is None


def test_weights_are_kept_when_asked_for(workspace: Path, tmp_path: Path) -> None:
    backup = create(workspace, tmp_path / "b.zip", models=True)
    assert "models/qwen/w.bin" in backup.manifest.members


def test_a_restored_workspace_elsewhere_is_the_same(workspace: Path, tmp_path: Path) -> None:
    before = Ledger(workspace / "cartellino.db")
    proof, standing = before.verify(), before.standing()
    backup = create(workspace, tmp_path / "b.zip")
    expected = {n: c for n, c in contents(workspace).items() if n in backup.manifest.members}
    evidence = [clip.clip.key for clip in Store(workspace / "cartellino.db").evidence_list()]
    shutil.rmtree(workspace)

    done = restore(tmp_path / "b.zip", tmp_path / "elsewhere" / "workspace")
    there = done.workspace
    assert done.aside is None
    assert contents(there) == expected
    ledger = Ledger(there / "cartellino.db")
    assert (ledger.verify(proof.head).problems, ledger.standing()) == ((), standing)
    clips = Store(there / "cartellino.db").evidence_list()
    assert [clip.clip.key for clip in clips] == evidence
    assert all(frame.path.is_file() for clip in clips for frame in clip.frames)
    assert all(frame.path.is_relative_to(there) for clip in clips for frame in clip.frames)


def test_verdicts_that_are_given_meanwhile_break_nothing(workspace: Path, tmp_path: Path) -> None:
    ledger, stop, given = Ledger(workspace / "cartellino.db"), threading.Event(), [0]

    def judge() -> None:
        while not stop.is_set():
            ledger.record(verdict(clip=given[0]))
            given[0] += 1

    writer = threading.Thread(target=judge)
    writer.start()
    try:
        backups = [create(workspace, tmp_path / f"{n}.zip") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert given[0] > 3
    events = [backup.manifest.ledger.events for backup in backups]
    assert 11 <= events[0] < events[2] <= 11 + given[0]
    for backup in backups:
        assert backup.manifest.ledger.problems == ()
        done = restore(backup.path, tmp_path / backup.path.stem / "workspace")
        proof = Ledger(done.workspace / "cartellino.db").verify(backup.manifest.ledger.head)
        assert (proof.problems, proof.events, proof.added) == ((), backup.manifest.ledger.events, 0)
        assert ledger.verify(backup.manifest.ledger.head).problems == ()


def test_the_workspace_before_is_moved_aside(workspace: Path, tmp_path: Path) -> None:
    create(workspace, tmp_path / "b.zip")
    (workspace / "later.txt").write_text("after the backup")
    before = contents(workspace)
    done = restore(tmp_path / "b.zip", workspace)
    assert done.aside is not None
    assert done.aside.name.startswith("workspace.before-restore-")
    assert {**contents(done.aside), "app.lock": b""} == {**before, "app.lock": b""}
    assert not (workspace / "later.txt").exists()
    assert sorted(path.name for path in workspace.parent.iterdir()) == sorted(
        [workspace.name, done.aside.name]
    )


@pytest.mark.parametrize(
    ("lock", "says"), [("app_lock", "app is open.*Close it"), ("worker_lock", "Wait until it is")]
)
def test_a_workspace_in_use_is_left_alone(
    lock: str, says: str, workspace: Path, tmp_path: Path
) -> None:
    create(workspace, tmp_path / "b.zip")
    before = contents(workspace)
    with FileLock(getattr(Workspace(workspace), lock), shared=lock == "app_lock") as user:
        assert user.acquire()
        with pytest.raises(BackupError, match=says):
            restore(tmp_path / "b.zip", workspace)
    assert {**contents(workspace), "app.lock": b""} == {**before, "app.lock": b""}
    assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]


def test_two_apps_may_be_open_on_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "app.lock"
    with FileLock(path, shared=True) as first, FileLock(path, shared=True) as second:
        assert first.acquire()
        assert second.acquire()
        assert not FileLock(path).acquire(attempts=1)


def test_a_backup_that_is_there_or_in_the_workspace_is_refused(
    workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.zip").write_bytes(b"the last one")
    with pytest.raises(BackupError, match="exists already"):
        create(workspace, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"the last one"
    with pytest.raises(BackupError, match="in the workspace itself"):
        create(workspace, workspace / "uploads" / "b.zip")
    (tmp_path / "link").symlink_to(workspace)
    with pytest.raises(BackupError, match="in the workspace itself"):
        create(workspace, tmp_path / "link" / "b.zip")
    with pytest.raises(BackupError, match="nothing to back up"):
        create(tmp_path / "nowhere", tmp_path / "c.zip")


@pytest.mark.parametrize("at", ["Copying", "Writing", "Checking"])
def test_ctrl_c_leaves_no_half_backup(workspace: Path, tmp_path: Path, at: str) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def report(share: float, what: str) -> None:
        if what.startswith(at) and (at == "Copying" or share > 0.2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(workspace, out / "b.zip", report=report)
    assert list(out.iterdir()) == []


def test_ctrl_c_leaves_the_workspace_as_it_was(workspace: Path, tmp_path: Path) -> None:
    create(workspace, tmp_path / "b.zip")

    def report(share: float, what: str) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "b.zip", workspace, report)
    assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]


def test_progress_grows_from_nothing_to_all(workspace: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    create(workspace, tmp_path / "b.zip", report=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], round(shares[-1], 3)) == (0, 1)


def test_a_disk_that_is_too_small_is_named_first(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(workspace, tmp_path / "b.zip")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1000))
    with pytest.raises(BackupError, match=r"Free some space"):
        create(workspace, tmp_path / "c.zip")
    with pytest.raises(BackupError, match=r"Free some space"):
        restore(tmp_path / "b.zip", workspace)
    assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]


def test_a_ledger_that_was_broken_before_is_kept_and_said_to_be(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(workspace / "cartellino.db") as connection:
        connection.execute("DROP TRIGGER ledger_event_no_delete")
    connection.close()
    file = str(tmp_path / "b.zip")
    assert main(["backup", file, "--workspace", str(workspace)]) == 0
    assert "NOT intact" in capsys.readouterr().out
    assert main(["restore", file, "--workspace", str(workspace)]) == 0


def test_a_damaged_database_is_not_backed_up(workspace: Path, tmp_path: Path) -> None:
    path = workspace / "jobs.db"
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = os.urandom(8192)
    path.write_bytes(content)
    with pytest.raises(BackupError, match=r"jobs\.db"):
        create(workspace, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_frames_on_another_disk_are_kept(workspace: Path, tmp_path: Path) -> None:
    (workspace / "frames").rename(tmp_path / "disk")
    (workspace / "frames").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "back").symlink_to(workspace)
    backup = create(workspace, tmp_path / "b.zip")
    assert sum(name.startswith("frames/") for name in backup.manifest.members) == 11


def test_the_command_line_says_what_was_done(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, head = str(tmp_path / "b.zip"), Ledger(workspace / "cartellino.db").verify().head
    assert main(["backup", file, "--workspace", str(workspace)]) == 0
    words = capsys.readouterr().out
    assert "Every file was read again and is the same." in words
    assert "the demonstration collection" in words
    assert head in words
    assert main(["verify", file]) == 0
    assert "intact" in capsys.readouterr().out
    assert main(["restore", file, "--workspace", str(workspace)]) == 0
    words = capsys.readouterr().out
    assert "before-restore-" in words
    assert "Weights of models are still there" in words
    (tmp_path / "other" / "models").mkdir(parents=True)
    assert main(["restore", file, "--workspace", str(tmp_path / "other")]) == 0
    words = capsys.readouterr().out
    assert "before-restore-" in words
    assert "Weights" not in words
    assert main(["backup", file, "--workspace", str(workspace)]) == 2
    assert "error: " in capsys.readouterr().err


def test_a_backup_is_verified_where_it_lies(workspace: Path, tmp_path: Path) -> None:
    backup = create(workspace, tmp_path / "b.zip")
    assert verify(backup.path) == backup.manifest


@pytest.mark.parametrize("error", [OSError(39, "Directory not empty"), KeyboardInterrupt()])
def test_an_exchange_that_breaks_off_puts_the_workspace_back(
    error: BaseException, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(workspace, tmp_path / "b.zip")
    before = contents(workspace)
    rename = Path.rename

    def breaking(path: Path, target: Path) -> Path:
        if path.name.endswith(".draft"):
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", breaking)
    with pytest.raises((BackupError, KeyboardInterrupt)):
        restore(tmp_path / "b.zip", workspace)
    assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]
    assert contents(workspace) == {**before, "app.lock": b""}


def test_what_a_killed_restore_left_is_cleared(workspace: Path, tmp_path: Path) -> None:
    create(workspace, tmp_path / "b.zip")
    (workspace.parent / f".{workspace.name}.0123.draft" / "frames").mkdir(parents=True)
    restore(tmp_path / "b.zip", workspace)
    assert not list(workspace.parent.glob(".*.draft"))


def ledger_of(workspace: Path, events: int) -> Ledger:
    ledger = Ledger(Workspace(workspace).database)
    for n in range(events):
        ledger.record(verdict(clip=n))
    return ledger


def test_the_noted_end_is_in_it_and_its_loss_of_events_is_told(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = ledger_of(workspace, 2)
    shutil.copy(ledger.path, tmp_path / "older")
    ledger.record(verdict(clip=3))
    assert "cartellino.db.head" in create(workspace, tmp_path / "b.zip").manifest.members
    (tmp_path / "older").replace(ledger.path)
    assert main(["backup", str(tmp_path / "c.zip"), "--workspace", str(workspace)]) == 0
    assert "NOT intact when this was backed up: 1 event at the end" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "c.zip")]) == 0
    assert "1 event at the end is missing" in capsys.readouterr().out


def test_verdicts_given_while_it_is_copied_are_no_missing_end(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, copy_databases = ledger_of(workspace, 2), creating._copy_databases

    def copied_late(*arguments: Any) -> dict[Path, Path]:
        copies = copy_databases(*arguments)
        ledger.record(verdict(clip=3))
        return copies

    monkeypatch.setattr(creating, "_copy_databases", copied_late)
    state = create(workspace, tmp_path / "b.zip").manifest.ledger
    assert not state.problems


def test_an_older_ledger_that_was_restored_says_so_and_is_intact(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = ledger_of(workspace, 2)
    before = ledger.verify().events
    create(workspace, tmp_path / "b.zip")
    ledger.record(verdict(clip=3))
    assert main(["restore", str(tmp_path / "b.zip"), "--workspace", str(workspace)]) == 0
    assert "The ledger before it went on for 1 event more" in capsys.readouterr().out
    proof = ledger.verify()
    assert (proof.ok, proof.events) == (True, before)
    assert proof.noted
    assert [entry.by for entry in proof.noted.accepted] == ["python -m backup restore"]
