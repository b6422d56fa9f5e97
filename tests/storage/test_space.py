"""Which errors are for want of space, and how room is found out."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from storage import NoSpace, Schema, StorageError, free_space, is_full, lacks_space, opened
from storage.space import Reserve


def raised(error: BaseException, cause: BaseException | None) -> BaseException:
    with pytest.raises(type(error)) as info:
        raise error from cause
    return info.value


def test_only_a_full_disk_or_quota_lacks_space() -> None:
    assert lacks_space(OSError(errno.ENOSPC, ""))
    assert lacks_space(OSError(errno.EDQUOT, ""))
    assert lacks_space(NoSpace("full"))
    assert lacks_space(raised(StorageError("no frame"), OSError(errno.ENOSPC, "")))
    for number in (errno.EACCES, errno.EROFS, errno.EIO, errno.EFBIG):
        assert not lacks_space(raised(StorageError("no frame"), OSError(number, "")))
    assert not lacks_space(StorageError("The disk is full"))
    assert not lacks_space(sqlite3.OperationalError("database is locked"))


def test_an_error_that_hides_another_one_does_not_lack_space() -> None:
    error = raised(StorageError("another matter"), None)
    error.__context__ = OSError(errno.ENOSPC, "")
    assert not lacks_space(error)
    error.__suppress_context__ = False
    assert lacks_space(error)


def test_sqlite_s_own_limit_on_a_file_is_a_full_disk() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (body BLOB)")
    db.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as info:
        db.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert lacks_space(info.value)
    db.close()


def test_a_folder_with_room_is_not_full_and_is_left_as_it_was(tmp_path: Path) -> None:
    assert not is_full(tmp_path)
    assert free_space(tmp_path) > 0
    assert free_space(tmp_path / "missing") == 0
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named_where_sqlite_speaks_of_another_error(tmp_path: Path) -> None:
    """Not even reading works there: SQLite needs a file of 32 KiB that readers share."""
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("No file system can be mounted here.")
    try:
        reserve = Reserve(tmp_path / "reserve")
        reserve.keep()
        with opened(tmp_path / "a.db", Schema("a")) as db:
            db.execute("CREATE TABLE t (x)")
        with (tmp_path / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        assert is_full(tmp_path)
        with pytest.raises(NoSpace, match="is full"), opened(tmp_path / "a.db", Schema("a")):
            pass
        reserve.give_up()
        with opened(tmp_path / "a.db", Schema("a")) as db:
            db.execute("INSERT INTO t VALUES (1)")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
