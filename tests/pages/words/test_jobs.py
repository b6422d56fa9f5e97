"""Jobs in a curator's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from jobs import Item, Job, Step
from pages._ui.words import jobs
from pipeline import AbstentionConfig, Decision
from pipeline.analysis.job import analysis
from tests import builders, ledger_samples
from tests.visits import bundle_in


@pytest.fixture
def job(tmp_path: Path) -> Job:
    queue = bundle_in(tmp_path).jobs
    video = builders.picture(tmp_path / "room.jpg", 1)
    return queue.get(queue.submit(analysis([video], tmp_path / "catalogue.csv")))


def decided(outcome: Literal["accept", "abstain"], work: str | None) -> Decision:
    """A decision whose best work is this one."""
    made = ledger_samples.decision(AbstentionConfig(), work or "")
    return replace(made, outcome=outcome, candidates=made.candidates if work else ())


def test_loading_is_a_stage_of_its_own(job: Job) -> None:
    loading = replace(job, state="running", step=Step("loading the model", seconds_left=40.0))
    assert jobs.state(loading) == "loading the model, 40 s left"
    assert jobs.state(replace(loading, step=Step())) == "starting"


def test_a_job_of_a_kind_that_is_not_known_has_its_kind_for_a_name(job: Job) -> None:
    other = replace(job, kind="restoration", payload=None)
    assert jobs.name(other) == "restoration"
    step = Step("cleaning", 2, seconds_left=40.0)
    running = replace(other, state="running", step=step)
    assert jobs.state(running) == "cleaning, 40 s left"


def test_a_job_waits_long_after_a_minute(job: Job) -> None:
    waiting = replace(job, state="queued", created=1_000.0)
    assert jobs.waits_long([waiting], 1_061.0)
    assert not jobs.waits_long([waiting], 1_059.0)
    assert not jobs.waits_long([waiting], 900.0)
    assert not jobs.waits_long([replace(waiting, state="running")], 1_061.0)


def test_a_job_of_files_that_cannot_be_read_says_so(job: Job) -> None:
    assert jobs.state(replace(job, state="failed", step=Step("opening the files"))) == (
        "could not be read"
    )
    assert jobs.state(replace(job, state="failed", step=Step("loading qwen2-vl"))) == (
        "not finished"
    )


def test_a_finished_job_says_what_it_found(job: Job) -> None:
    done = replace(job, state="done", items=(Item(0, "a.mp4", "done"),))
    assert jobs.state(done, "4 works, 1 abstention") == "4 works, 1 abstention"
    half = replace(done, items=(*done.items, Item(1, "b.mp4", "failed")))
    assert jobs.state(half, "4 works") == "4 works; 1 of 2 could not be used"
    off = replace(half, state="cancelled")
    assert jobs.state(off, "4 works") == "cancelled; 4 works before that"


def test_works_are_counted_once_and_abstentions_each_time() -> None:
    named = [decided("accept", "W-1"), decided("accept", "W-1"), decided("accept", "W-2")]
    without = [decided("abstain", "W-3"), decided("abstain", None)]
    assert jobs.found([*named, *without]) == "2 works, 2 abstentions"
    assert jobs.found(named[:1]) == "1 work"
    assert jobs.found(without[:1]) == "no work named, 1 abstention"


def test_a_job_names_its_catalogue(job: Job, tmp_path: Path) -> None:
    assert jobs.catalogue_of(job) == tmp_path / "catalogue.csv"
    assert jobs.detail(job, "estense/catalogue.csv").startswith("estense/catalogue.csv · ")
    assert jobs.catalogue_of(replace(job, payload=None)) is None
