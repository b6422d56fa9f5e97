"""A worker that is ready before the first job comes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from backends import BackendUnavailable, Choice
from jobs import Jobs
from jobs.worker import Worker
from pipeline.analysis.job import analysis
from pipeline.analysis.model_slot import ModelSlot
from storage import Workspace
from tests.idle import Idle


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Choice]:
    """The models that the worker loads."""
    choices: list[Choice] = []
    monkeypatch.setattr(ModelSlot, "load", lambda self, choice, changed: choices.append(choice))
    return choices


def test_a_worker_without_work_loads_what_most_jobs_need(
    tmp_path: Path, loaded: list[Choice]
) -> None:
    Worker(Workspace(tmp_path)).run(idle=0)
    assert loaded == [Choice("embedded")]


def test_a_job_that_waits_is_not_kept_waiting(tmp_path: Path, loaded: list[Choice]) -> None:
    workspace = Workspace(tmp_path)
    jobs = Jobs(workspace, Idle(workspace))
    job = jobs.submit(analysis([tmp_path / "gone.mp4"], tmp_path / "gone.csv"))
    Worker(workspace, Idle(workspace)).run(idle=0.1)
    assert jobs.get(job).state == "failed"
    assert loaded == []


def test_a_worker_that_cannot_get_ready_waits_for_jobs_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load(*_: object) -> None:
        raise BackendUnavailable("A package is missing.")

    monkeypatch.setattr(ModelSlot, "load", load)
    with caplog.at_level(logging.WARNING):
        assert Worker(Workspace(tmp_path)).run(idle=0)
    assert "Not ready" in caplog.text
