"""A process that outlives the app notices every change of the program, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import backends
import catalogue
import console
import demo
import imaging
import jobs
import pipeline
import storage
from jobs import program
from jobs.program import job_modules, stamp
from tests.places import ROOT
from tests.test_layers import HEAVY


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of backends beside our own, with one in it."""
    monkeypatch.setattr(backends, "__path__", [*backends.__path__, str(tmp_path)])
    (tmp_path / "colour.py").write_text("name = 'colour'")
    return tmp_path


def test_all_that_a_worker_runs_is_looked_at() -> None:
    files = {Path(path) for path, _, _ in stamp()}
    for package in (backends, catalogue, console, demo, imaging, jobs, pipeline, storage):
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


def test_kinds_of_jobs_are_searched_in_the_program_and_never_in_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("shop/__init__.py", "shop/job.py", "shop/till/job.py", "tests/__init__.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    for file in ("data/__init__.py", "data/job.py", "data/uploads/job.py", "loose/job.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("raise SystemExit('executed')")
    monkeypatch.setattr(program, "_ROOT", tmp_path)
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path / "data"))
    assert job_modules() == ["shop.job", "shop.till.job"]


def test_no_kind_of_job_brings_a_model_library_into_the_app() -> None:
    """A page reads the jobs of every kind, so it imports them all."""
    code = (
        "import sys; from importlib import import_module; from jobs.program import job_modules\n"
        "assert 'pipeline.analysis.job' in job_modules()\n"
        "for module in job_modules(): import_module(module)\n"
        f"print(*sorted({HEAVY!r} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout.strip()) == (0, ""), answer.stderr
