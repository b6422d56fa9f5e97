"""The walks over tampering, kills and full disks, as small as they show something."""

from __future__ import annotations

import random
import sys
from functools import partial
from pathlib import Path

import pytest

from benchmark.faults import analyses, disks, kills, tampering
from benchmark.faults.ways import ways
from ledger import Ledger, note_of

Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks processes")


def test_every_way_to_tamper_is_told(capsys: Capture) -> None:
    assert tampering.main([]) == 0
    out = capsys.readouterr().out
    assert f"{len(ways()) + 1} of {len(ways()) + 1} told; the untouched ledger: intact" in out
    assert out.count("; told by a head that was noted elsewhere") == 2


def test_a_way_that_is_not_told_is_named(tmp_path: Path) -> None:
    original = tampering.made(tmp_path / "original")
    assert not tampering.tried(original, tmp_path / "copy", lambda folder: None)
    note_of(original / "ledger.db").unlink()
    assert not tampering.tried(original, tmp_path / "copy", ways()["last event deleted"])


def test_a_writer_that_is_killed_loses_nothing(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kills.main(["--ledger", "4", "--worker", "0"]) == 0
    assert " 0 lost, " in capsys.readouterr().out
    path = tmp_path / "ledger.db"
    monkeypatch.setattr(Ledger, "events", lambda ledger: ())
    assert kills.writers(path, 2, random.Random(3)) > 0


def test_a_worker_that_fails_without_having_been_killed_ends_the_walk(tmp_path: Path) -> None:
    (tmp_path / "jobs.db").mkdir()
    failing = analyses.forked(partial(kills._work_through, tmp_path))
    with pytest.raises(SystemExit, match="A worker failed that nobody had killed"):
        analyses.ends(failing, 60)
    idle = analyses.forked(partial(kills._work_through, tmp_path / "other"))
    assert analyses.ends(idle, 60)


def test_full_disks_lose_nothing() -> None:
    if (status := disks.main(["--sizes", "160", "256", "--no-jobs"])) == 1:
        pytest.skip("no disk in memory can be mounted here")
    assert status == 0
