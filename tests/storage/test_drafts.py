"""What killed processes leave in a workspace is swept, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobs.worker import Worker
from storage import Workspace, clear_drafts, replacing, sweep
from tests.idle import Idle
from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no locks on drafts there")

OLD, RECENT = 4000.0, 60.0
"""s ago: longer and shorter than an hour."""
WRITER = """
import sys, time
from pathlib import Path
from storage import replacing
with replacing(Path(sys.argv[1])) as draft:
    draft.write_bytes(b"half")
    print(draft, flush=True)
    time.sleep(60)
"""


def left(path: Path, ago: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - ago,) * 2)
    return path


def draft(number: int) -> str:
    return f".{number:032x}.draft"


def test_what_earlier_versions_left_goes_after_an_hour(tmp_path: Path) -> None:
    names = ("features/tmpab12_xyz.part", "tmpab12_xyz.draft", "uploads/.uploadab12_xyz",
             "catalogues/.versionab12_xyz", "mappings/.mappingab12_xyz")  # fmt: skip
    recent = [left(tmp_path / "new" / name, RECENT) for name in names]
    old = [left(tmp_path / name, OLD) for name in names]
    sweep(tmp_path)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in recent)


def test_a_file_of_the_user_s_is_never_swept(tmp_path: Path) -> None:
    names = ("uploads/tmpab12_xyz.part", "uploads/walk.mp4.part", "uploads/film.draft",
             "my.draft", ".notes.draft", "features/readme.part", "demo/walks/a/tmpab12_xyz.part",
             "models/qwen/model.safetensors.part", "worker.log", ".demo-mine")  # fmt: skip
    files = [left(tmp_path / name, OLD) for name in names]
    elsewhere = left(tmp_path.parent / f"{tmp_path.name}-videos" / draft(1), OLD)
    (tmp_path / "videos").symlink_to(elsewhere.parent)
    sweep(tmp_path)
    clear_drafts(tmp_path)
    assert all(path.exists() for path in (*files, elsewhere))


def test_a_draft_goes_when_its_writer_was_killed_and_stays_while_it_writes(
    tmp_path: Path,
) -> None:
    target = tmp_path / "uploads" / "walk.mp4"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout is not None
    with writer.stdout:
        path = Path(writer.stdout.readline().strip())
    os.utime(path, (time.time() - RECENT,) * 2)
    sweep(tmp_path)
    assert path.exists(), "it is being written"
    writer.kill()
    writer.wait()
    sweep(tmp_path)
    assert list(target.parent.iterdir()) == []


def test_a_draft_whose_writer_is_about_to_lock_it_stays(tmp_path: Path) -> None:
    new = left(tmp_path / draft(1), 0)
    sweep(tmp_path)
    clear_drafts(tmp_path)
    assert new.exists()


def test_a_painting_that_broke_off_goes_after_an_hour(tmp_path: Path) -> None:
    older = {".demo-ab12_xyz": OLD, ".unpacking-ab12_xyz": OLD, ".demo-new12_yz": RECENT}
    for folder, ago in older.items():
        left(tmp_path / folder / "pictures" / "1.jpg", ago)
        for path in (tmp_path / folder / "pictures", tmp_path / folder):
            os.utime(path, (time.time() - ago,) * 2)
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".demo-new12_yz"]


def test_the_worker_sweeps_when_it_starts(tmp_path: Path) -> None:
    old = left(tmp_path / "frames" / draft(1), OLD)
    workspace = Workspace(tmp_path)
    assert Worker(workspace, Idle(workspace)).run(idle=0)
    assert not old.exists()


def test_what_is_written_meanwhile_is_not_swept_by_its_own_process(tmp_path: Path) -> None:
    with replacing(tmp_path / "a") as path:
        path.write_bytes(b"whole")
        os.utime(path, (0, 0))
        sweep(tmp_path)
        clear_drafts(tmp_path)
    assert (tmp_path / "a").read_bytes() == b"whole"
