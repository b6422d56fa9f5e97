"""A process that outlives the app notices every change of the program, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import backends
import catalogue
import console
import demo
import jobs
import pipeline
import storage
from jobs.code_stamp import stamp


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of backends beside our own, with one in it."""
    monkeypatch.setattr(backends, "__path__", [*backends.__path__, str(tmp_path)])
    (tmp_path / "colour.py").write_text("name = 'colour'")
    return tmp_path


def test_all_that_a_worker_runs_is_looked_at() -> None:
    files = {Path(path) for path, _, _ in stamp()}
    for package in (backends, catalogue, console, demo, jobs, pipeline, storage):
        assert package.__file__
        assert Path(package.__file__) in files
    assert any(file.parent.name == "stages" for file in files), "folders in folders too"
    assert not any("tests" in file.parts for file in files)


def test_a_source_added_changed_or_taken_away_is_noticed(plugged: Path) -> None:
    seen = [stamp()]
    (plugged / "shape.py").write_text("name = 'shape'")
    seen.append(stamp())
    (plugged / "colour.py").write_text("name = 'colours'")
    seen.append(stamp())
    os.utime(plugged / "colour.py", (1, 1))
    seen.append(stamp())
    (plugged / "shape.py").unlink()
    seen.append(stamp())
    assert len(set(seen)) == 5


def test_what_python_and_people_leave_beside_the_sources_is_no_change(plugged: Path) -> None:
    before = stamp()
    (plugged / "__pycache__").mkdir()
    (plugged / "__pycache__" / "colour.cpython-311.pyc").write_bytes(b"compiled")
    (plugged / "README.md").write_text("words")
    assert stamp() == before
