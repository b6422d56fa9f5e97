"""What holds for the jobs of every kind; the second kind needed no change of the queue."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs import Job, JobError, kind_named, register
from jobs.log import JobLog
from pages._ui.words import jobs as words
from pipeline.analysis.job import Analysis, AnalysisKind, analysis
from tests.jobs.count import Count, Numbers
from tests.jobs.offices import Office, finished, states

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
]

register(Count())


@dataclass(frozen=True)
class Sample:
    """A kind, with what its jobs in the worker of the tests are about."""

    name: str
    about: Callable[[tuple[str, ...]], object]
    """The payload whose items have these names."""
    answer: str
    error: str

    def payload(self, *names: str) -> object:
        return self.about(names)


def analysed(names: tuple[str, ...]) -> Analysis:
    return analysis([Path("/media") / name for name in names], Path("/c.csv"), "silent")


SAMPLES = [
    Sample("analysis", analysed, "said of good", "This is no video. Export it again."),
    Sample("count", Numbers, "counted good", "No number. Write one."),
]


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    given: Sample = request.param
    return given


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def under_way(job: Job) -> bool:
    return job.step.done > 5


def test_each_item_fails_alone_with_its_error_and_the_last_answers_stay(
    office: Office, sample: Sample
) -> None:
    payload = sample.payload("bad", "good")
    job = office.jobs.submit(payload)
    waiting = office.jobs.get(job)
    assert (waiting.kind, waiting.payload, waiting.state) == (sample.name, payload, "queued")
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("done", ("failed", "done"))
    assert [item.error for item in done.items] == [sample.error, ""]
    assert done.log.messages == (f"bad: {sample.error}",)
    assert [sample.answer in answer for answer in done.log.answers] == [True]
    assert (done.step.fraction, done.step.seconds_left, done.log.growing) == (1.0, None, ())
    assert words.state(done) == "finished, 1 of 2 could not be used"


def test_progress_and_time_left_are_told_and_a_cancelled_job_stops(
    office: Office, sample: Sample
) -> None:
    job, after = office.jobs.submit(sample.payload("slow")), office.jobs.submit(Numbers(("good",)))
    office.worker()
    early = office.until(job, under_way)
    later = office.until(job, lambda state: state.step.done > early.step.done + 10)
    assert 0 < early.step.fraction < later.step.fraction < 1
    assert later.step.seconds_left is not None
    assert 5 < later.step.seconds_left < 600
    assert words.state(later).endswith(" left")
    office.jobs.cancel(job)
    assert (office.until(job, finished).state, states(office.jobs.get(job))) == (
        "cancelled", ("cancelled",),
    )  # fmt: skip
    assert office.until(after, finished).state == "done"


def test_a_killed_worker_is_followed_by_one_that_does_nothing_twice(
    office: Office, sample: Sample
) -> None:
    job = office.jobs.submit(sample.payload("good", "slow", "late"))
    worker = office.worker()
    office.until(job, lambda state: states(state)[1] == "running" and "slow" in office.notes())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    office.worker()
    office.until(job, lambda state: office.notes().count("slow") == 2)
    assert office.notes().count("good") == 1
    assert states(office.jobs.get(job)) == ("done", "running", "queued")


def test_an_item_that_kills_the_worker_twice_is_given_up(office: Office, sample: Sample) -> None:
    job = office.jobs.submit(sample.payload("killer", "good"))
    for _ in range(2):
        office.worker().wait()
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("done", ("failed", "done"))
    assert "given up" in done.items[0].error


def test_a_payload_of_a_newer_version_fails_with_what_to_do(office: Office, sample: Sample) -> None:
    log = JobLog(office.workspace.jobs)
    newer = log.add(sample.name, kind_named(sample.name).schema + 1, "{}", ["good"])
    damaged = log.add(sample.name, 1, '{"unknown": 1}', ["good"])
    after = office.jobs.submit(sample.payload("good"))
    assert office.jobs.get(newer).payload is None
    assert words.name(office.jobs.get(newer)), "a page shows it all the same"
    office.worker()
    assert office.until(after, finished).state == "done"
    for job, message in ((newer, "A newer version of Cartellino"), (damaged, "Start it again")):
        refused = office.jobs.get(job)
        assert (refused.state, states(refused)) == ("failed", ("failed",))
        assert message in refused.log.messages[0]


def test_a_payload_of_an_older_version_is_run(office: Office) -> None:
    job = JobLog(office.workspace.jobs).add("count", 1, '{"name": "good"}', ["good"])
    office.worker()
    assert office.until(job, finished).state == "done"


def test_what_a_row_names_is_looked_up_and_never_imported(office: Office) -> None:
    (office.workspace.root / "trap.py").write_text("raise SystemExit('executed')")
    job = JobLog(office.workspace.jobs).add("trap", 1, "{}", ["good"])
    module = JobLog(office.workspace.jobs).add("this", 1, "{}", ["good"])
    after = office.jobs.submit(Numbers(("good",)))
    office.worker()
    assert office.until(after, finished).state == "done"
    for refused in (office.jobs.get(job), office.jobs.get(module)):
        assert refused.state == "failed"
        assert "knows no jobs of the kind" in refused.log.messages[0]
    assert "this" not in sys.modules


def test_the_runner_of_one_kind_makes_room_for_that_of_another(office: Office) -> None:
    kinds = [Numbers(("good",)), analysed(("good",))] * 2
    jobs = [office.jobs.submit(payload) for payload in kinds]
    office.worker()
    for job in jobs:
        office.until(job, finished)
    read = "read the catalogue"
    between = ["counter closed", read, "loaded silent", "good"]
    assert office.notes() == ["good", *between, "good", *between]


def test_two_kinds_do_not_share_a_name() -> None:
    class Other(Count):
        name = "analysis"

    with pytest.raises(ValueError, match="Two kinds"):
        register(Other())
    assert type(kind_named("analysis")) is AnalysisKind
    with pytest.raises(JobError, match="Update"):
        kind_named("gone")
