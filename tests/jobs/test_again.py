"""Jobs that have ended: started again where something is left to do, and taken off the list."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from jobs import Jobs, Run, Step
from jobs.board import JobBoard
from jobs.log import JobLog
from jobs.tables import open_jobs
from jobs.values import State
from pipeline.analysis.job import analysis
from storage.workspace import Workspace
from tests.idle import Idle
from tests.jobs.offices import states


class Desk:
    """A queue without a worker; its jobs are ended by hand, the first item done."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.log = JobLog(self.workspace.jobs)

    def ended(self, state: State) -> str:
        job = self.jobs.submit(analysis([Path("a.mp4"), Path("b.mp4")], Path("c.csv")))
        assert self.log.claim()
        run = Run(job, self.workspace)
        run.found(["clip-1", "clip-2"])
        run.finish(0, "done")
        if state == "done":
            run.finish(1, "done")
        elif state == "cancelled":
            self.log.ask_to_cancel(job)
        run.message("b.mp4: something to know")
        self.log.finish(job, state)
        return job


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("state", ["cancelled", "failed"])
def test_a_job_that_was_called_off_or_failed_goes_on_where_it_stood(
    desk: Desk, state: State
) -> None:
    job = desk.ended(state)
    desk.jobs.restart(job)
    again = desk.jobs.get(job)
    assert (again.state, states(again)) == ("queued", ("done", "queued"))
    assert (again.log.messages, again.log.found) == ((), ("clip-1", "clip-2"))
    assert desk.log.claim()
    Run(job, desk.workspace).check()  # nobody asks for it to be cancelled any more


def test_a_job_with_nothing_left_to_do_is_not_started_again(desk: Desk) -> None:
    job = desk.ended("done")
    desk.jobs.restart(job)
    assert desk.jobs.get(job).state == "done"


def test_a_job_that_runs_is_neither_started_again_nor_removed(desk: Desk) -> None:
    job = desk.jobs.submit(analysis([Path("a.mp4")], Path("c.csv")))
    assert desk.log.claim()
    desk.jobs.restart(job)
    desk.jobs.remove(job)
    assert desk.jobs.get(job).state == "running"


def test_a_removed_job_leaves_nothing_behind_and_the_others_alone(desk: Desk) -> None:
    job, other = desk.ended("cancelled"), desk.ended("cancelled")
    desk.jobs.remove(job)
    read = desk.jobs.newest()
    assert [left.id for left in read.values] == [other]
    assert not read.set_aside, "items of a job that is gone would be called damaged"
    assert states(desk.jobs.get(other)) == ("done", "cancelled")


def test_what_was_found_outlives_the_next_item_and_is_named_once(desk: Desk) -> None:
    job = desk.ended("failed")
    JobBoard(desk.workspace).clear(job)
    run = Run(job, desk.workspace)
    run.found(["clip-2", "clip-3"])
    run.found(["clip-3", "clip-2"])
    assert desk.jobs.get(job).log.found == ("clip-1", "clip-2", "clip-3")
    with open_jobs(desk.workspace.jobs) as connection:
        (lines,) = connection.execute("SELECT count(*) FROM entry WHERE body = 'clip-3'").fetchone()
    assert lines == 1, "a page is given a limited number of lines"


def test_a_job_that_takes_longer_than_it_should_does_not_end_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = desk.jobs.submit(analysis([Path("a.mp4")], Path("c.csv")))
    assert desk.log.claim()
    JobBoard(desk.workspace).show(job, Step("reading labels", 2, 1, 7, 0.5, 12.0))
    now = time.time()
    for passed, left in ((2.0, 10.0), (12.0, 1.2), (60.0, 6.0)):
        monkeypatch.setattr("jobs.listing.time.time", lambda passed=passed: now + passed)
        assert desk.jobs.get(job).step.seconds_left == pytest.approx(left, abs=0.3)
