"""Jobs in a curator's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jobs import Job, Step
from pages._ui.words import jobs
from pipeline.analysis.job import analysis
from tests import builders
from tests.visits import bundle_in


@pytest.fixture
def job(tmp_path: Path) -> Job:
    queue = bundle_in(tmp_path).jobs
    video = builders.picture(tmp_path / "room.jpg", 1)
    return queue.get(queue.submit(analysis([video], tmp_path / "catalogue.csv")))


def test_loading_is_a_stage_of_its_own(job: Job) -> None:
    loading = replace(job, state="running", step=Step("loading the model", seconds_left=40.0))
    assert jobs.state(loading) == "loading the model, 40 s left"
    assert jobs.state(replace(loading, step=Step())) == "starting"


def test_a_job_of_a_kind_that_is_not_known_has_its_kind_for_a_name(job: Job) -> None:
    other = replace(job, kind="restoration", payload=None)
    assert (jobs.name(other), jobs.detail(other)) == ("restoration", "")
    step = Step("cleaning", 2, seconds_left=40.0)
    running = replace(other, state="running", step=step)
    assert jobs.state(running) == "cleaning, 40 s left"


def test_a_job_waits_long_after_a_minute(job: Job) -> None:
    waiting = replace(job, state="queued", created=1_000.0)
    assert jobs.waits_long([waiting], 1_061.0)
    assert not jobs.waits_long([waiting], 1_059.0)
    assert not jobs.waits_long([waiting], 900.0)
    assert not jobs.waits_long([replace(waiting, state="running")], 1_061.0)
