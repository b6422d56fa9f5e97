"""A backup that somebody made or damaged is refused before anything is written."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backup.create import create
from backup.errors import BackupError
from backup.manifest import program_version
from backup.restore import restore
from storage.errors import NewerData

EVIL = b"evil"


@pytest.fixture
def backup(workspace: Path, tmp_path: Path) -> Path:
    return create(workspace, tmp_path / "b.zip").path


def rewritten(
    backup: Path,
    manifest: Callable[[dict[str, Any]], object] = lambda values: None,
    packing: Callable[[zipfile.ZipFile], object] = lambda packed: None,
    without: str = "",
) -> Path:
    """The backup with another manifest and other members."""
    path = backup.with_name("hostile.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name not in ("manifest.json", without):
                new.writestr(name, old.read(name))
        packing(new)
        values = json.loads(old.read("manifest.json"))
        manifest(values)
        new.writestr("manifest.json", json.dumps(values))
    return path


def named(name: str, content: bytes = EVIL) -> Callable[[dict[str, Any]], object]:
    member = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return lambda values: values["members"].update({name: {**member, "database": False}})


def refused(path: Path, workspace: Path, match: str) -> None:
    """Restoring is refused, and not a file is written, nor the workspace moved."""
    around = sorted(workspace.parent.rglob("*"))
    with pytest.raises((BackupError, NewerData), match=match):
        restore(path, workspace)
    new = set(workspace.parent.rglob("*")) - set(around)
    assert {file.name for file in new} <= {"app.lock"}


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "uploads/../../evil", "/etc/evil", "C:/evil", "c:evil", "..\\evil",
        "uploads\\..\\..\\evil", "//host/share/evil", "./evil", "uploads//evil", "uploads/",
    ],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused(backup: Path, workspace: Path, name: str) -> None:
    path = rewritten(backup, named(name), lambda packed: packed.writestr(name, EVIL))
    refused(path, workspace, "no backup that Cartellino made")


def test_a_link_is_refused(backup: Path, workspace: Path) -> None:
    info = zipfile.ZipInfo("uploads/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = rewritten(
        backup, named("uploads/link", b"/etc"), lambda packed: packed.writestr(info, b"/etc")
    )
    refused(path, workspace, "no plain file")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["desk.json", "Preferences.JSON"])
def test_two_files_of_one_name_are_refused(backup: Path, workspace: Path, name: str) -> None:
    path = rewritten(backup, named(name), lambda packed: packed.writestr(name, EVIL))
    refused(path, workspace, "two files of the same name")


def test_a_file_that_the_manifest_does_not_name_is_refused(backup: Path, workspace: Path) -> None:
    path = rewritten(backup, packing=lambda packed: packed.writestr("uploads/x", EVIL))
    refused(path, workspace, "other files than its manifest says")
    refused(rewritten(backup, without="desk.json"), workspace, "other files")


def test_a_bomb_is_refused_by_its_size(backup: Path, workspace: Path) -> None:
    def bomb(packed: zipfile.ZipFile) -> None:
        packed.writestr("uploads/x", bytes(1 << 24), zipfile.ZIP_DEFLATED)

    path = rewritten(backup, named("uploads/x"), bomb)
    refused(path, workspace, "larger or smaller than its manifest says")


def test_a_bomb_that_lies_about_its_size_is_stopped(backup: Path, workspace: Path) -> None:
    def bomb(packed: zipfile.ZipFile) -> None:
        packed.writestr("uploads/x", bytes(1 << 24), zipfile.ZIP_DEFLATED)
        info = packed.getinfo("uploads/x")
        info.file_size = len(EVIL)  # in the list of files at the end, which is what readers see

    path = rewritten(backup, named("uploads/x"), bomb)
    refused(path, workspace, "not what was put into it|damaged")


@pytest.mark.parametrize("name", ["desk.json", "uploads/walk.mp4", "cartellino.db"])
def test_a_changed_file_is_refused(backup: Path, workspace: Path, name: str) -> None:
    def changed(packed: zipfile.ZipFile) -> None:
        with zipfile.ZipFile(backup) as old:
            content = bytearray(old.read(name))
        content[-1] ^= 1
        packed.writestr(name, bytes(content))

    path = rewritten(backup, packing=changed, without=name)
    refused(path, workspace, f"{name} in this backup is not what was put into it")


def test_a_bit_that_flipped_on_the_disk_is_found(backup: Path, workspace: Path) -> None:
    with zipfile.ZipFile(backup) as packed:
        info = packed.getinfo("uploads/walk.mp4")
    content = bytearray(backup.read_bytes())
    content[info.header_offset + 500] ^= 1
    backup.write_bytes(content)
    refused(backup, workspace, "damaged|not what was put into it")


def test_a_backup_that_breaks_off_is_refused(backup: Path, workspace: Path) -> None:
    content = backup.read_bytes()
    for length in (0, 100, len(content) // 2, len(content) - 1):
        backup.write_bytes(content[:length])
        refused(backup, workspace, "damaged|no backup")


def test_another_ledger_than_the_manifest_says_is_refused(backup: Path, workspace: Path) -> None:
    path = rewritten(backup, lambda values: values["ledger"].update(head="sha256/1:" + "0" * 64))
    refused(path, workspace, "ledger in this backup is not the one")


@pytest.mark.parametrize(
    "change",
    [{"schema": 2}, {"version": "999.0.0"}, {"version": f"{program_version()}.1"}],
    ids=str,
)
def test_a_newer_version_s_backup_is_refused(
    backup: Path, workspace: Path, change: dict[str, Any]
) -> None:
    path = rewritten(backup, lambda values: values.update(change))
    refused(path, workspace, "Update Cartellino")


@pytest.mark.parametrize(
    "change",
    [{"members": []}, {"members": {"desk.json": {}}}, {"ledger": 3}, {"version": None},
     {"members": {"desk.json": {"sha256": "x", "size": 1}}},
     {"members": {"desk.json": {"sha256": "0" * 64, "size": -1}}}],
    ids=str,
)  # fmt: skip
def test_a_damaged_manifest_is_refused(
    backup: Path, workspace: Path, change: dict[str, Any]
) -> None:
    path = rewritten(backup, lambda values: values.update(change))
    refused(path, workspace, "manifest")


def test_what_is_no_backup_is_refused(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"my holiday notes" * 100)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("a.txt", "a")
    refused(tmp_path / "notes.zip", workspace, "no backup of Cartellino")
    refused(tmp_path / "other.zip", workspace, "no manifest")
    refused(tmp_path / "missing.zip", workspace, "There is no file")
