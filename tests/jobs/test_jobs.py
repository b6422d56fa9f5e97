"""Analyses against real worker processes, which are killed, doubled and cancelled."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobs import Job, Jobs
from jobs.worker import Worker
from pipeline.errors import PipelineError
from storage.errors import StorageError
from storage.lock import FileLock, held
from tests.idle import Idle
from tests.jobs.offices import PATIENCE, Office, finished, states

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def half_way(job: Job) -> bool:
    return bool(job.log.frames)


def begun(office: Office, times: int) -> Callable[[Job], bool]:
    """Whether the slow medium was begun so often."""
    return lambda _: office.notes().count("slow.mp4") == times


def test_a_job_runs_medium_by_medium_and_keeps_what_the_last_one_said(office: Office) -> None:
    job = office.submit("one.mp4", "two.mp4")
    waiting = office.jobs.get(job)
    assert (waiting.state, states(waiting)) == ("queued", ("queued", "queued"))
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("done", ("done", "done"))
    assert (done.step.fraction, done.step.seconds_left) == (1.0, None)
    assert [output.raw for output in office.outputs(done)] == ["said of two.mp4"]
    assert [frame.name for frame in done.log.frames] == ["1.jpg", "2.jpg", "3.jpg"]
    assert done.payload.media == (Path("/media/one.mp4"), Path("/media/two.mp4"))


def test_the_backend_stays_loaded_and_the_catalogue_is_read_once_a_job(office: Office) -> None:
    jobs = [office.submit("one.mp4", "two.mp4"), office.submit("three.mp4")]
    office.worker()
    for job in jobs:
        office.until(job, finished)
    read = "read the catalogue"
    expected = [read, "loaded silent", "one.mp4", "two.mp4", read, "three.mp4"]
    assert office.notes() == expected


def test_a_medium_that_fails_says_why_and_the_rest_goes_on(office: Office) -> None:
    job = office.submit("bad.mp4", "odd.mp4", "good.mp4")
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("done", ("failed", "failed", "done"))
    assert done.log.messages[0] == "bad.mp4: This is no video. Export it again."
    assert "did not foresee" in done.log.messages[1]
    assert "RuntimeError: surprise" in done.log.messages[1]


def test_a_medium_that_was_analysed_before_shows_what_was_said_then(office: Office) -> None:
    job = office.submit("one.mp4", "known.mp4")
    office.worker()
    outputs = office.outputs(office.until(job, finished))
    assert [output.raw for output in outputs] == ["said of known.mp4"]


def test_a_job_of_which_every_medium_fails_has_failed(office: Office) -> None:
    job = office.submit("bad.mp4")
    office.worker()
    assert office.until(job, finished).state == "failed"


def test_a_running_job_tells_how_far_it_is_and_how_long_it_takes(office: Office) -> None:
    job = office.submit("slow.mp4")
    office.worker()
    early = office.until(job, half_way)
    assert (early.state, early.step.stage, early.step.number) == ("running", "preparing frames", 1)
    assert early.step.total == 400
    later = office.until(job, lambda state: state.step.done > early.step.done + 10)
    assert 0 < early.step.fraction < later.step.fraction < 1
    assert later.step.seconds_left is not None
    assert 10 < later.step.seconds_left < 600


def test_a_killed_worker_is_followed_by_one_that_goes_on(office: Office) -> None:
    job = office.submit("one.mp4", "slow.mp4", "three.mp4")
    worker = office.worker()
    office.until(job, lambda state: states(state)[1] == "running" and half_way(state))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not held(office.workspace.worker_lock)
    office.worker()
    office.until(job, lambda state: office.notes().count("slow.mp4") == 2 and half_way(state))
    assert office.notes().count("one.mp4") == 1
    assert states(office.jobs.get(job)) == ("done", "running", "queued")


@pytest.mark.parametrize("name", ["killer.mp4", "poison.mp4"])
def test_a_medium_that_kills_the_worker_twice_is_given_up(office: Office, name: str) -> None:
    job = office.submit(name, "good.mp4")
    for _ in range(2):
        office.worker().wait()
        assert office.jobs.get(job).state == "running"
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("done", ("failed", "done"))
    assert done.log.messages == (f"{name}: given up, because the analysis broke down on it twice.",)


def test_a_backend_that_kills_the_worker_does_not_do_so_for_ever(office: Office) -> None:
    job = office.submit("good.mp4", backend="deadly")
    for _ in range(2):
        office.worker().wait()
        assert office.jobs.get(job).step.stage == "loading deadly"
    office.worker()
    done = office.until(job, finished)
    assert (done.state, states(done)) == ("failed", ("failed",))
    assert "worker.log" in done.log.messages[0]


def test_a_worker_that_is_asked_to_stop_blames_no_medium(office: Office) -> None:
    job = office.submit("slow.mp4")
    for attempt in range(1, 4):
        worker = office.worker()
        office.until(job, begun(office, attempt))
        worker.terminate()
        worker.wait()
        assert office.jobs.get(job).state == "queued"
    office.worker()
    office.until(job, begun(office, 4))


def test_a_running_job_is_cancelled_at_its_next_step(office: Office) -> None:
    job, after = office.submit("slow.mp4", "two.mp4"), office.submit("three.mp4")
    office.worker()
    office.until(job, half_way)
    office.jobs.cancel(job)
    off = office.until(job, finished)
    assert (off.state, states(off)) == ("cancelled", ("cancelled", "cancelled"))
    assert office.until(after, finished).state == "done"
    assert "two.mp4" not in office.notes()


def test_a_queued_job_is_cancelled_at_once_and_never_runs(office: Office) -> None:
    job, after = office.submit("one.mp4"), office.submit("two.mp4")
    office.jobs.cancel(job)
    assert office.jobs.get(job).state == "cancelled"
    office.worker()
    office.until(after, finished)
    assert "one.mp4" not in office.notes()


def test_a_job_whose_worker_died_can_be_cancelled_without_one(office: Office) -> None:
    job = office.submit("killer.mp4")
    office.worker().wait()
    office.jobs.cancel(job)
    assert office.jobs.get(job).state == "cancelled"


def test_of_two_workers_one_works_and_the_other_leaves(office: Office) -> None:
    job = office.submit("slow.mp4")
    first = office.worker()
    office.until(job, half_way)
    assert office.worker().wait(timeout=PATIENCE) == 0
    assert first.poll() is None
    assert office.notes().count("slow.mp4") == 1


def test_workers_that_start_together_run_a_job_once(office: Office) -> None:
    jobs = [office.submit(f"{number}.mp4") for number in range(5)]
    for _ in range(3):
        office.worker()
    for job in jobs:
        office.until(job, finished)
    assert sorted(office.notes())[:5] == [f"{number}.mp4" for number in range(5)]


def test_a_changed_program_is_taken_up_before_the_next_job(office: Office) -> None:
    jobs = [office.submit("update.mp4", "two.mp4")]
    jobs += [office.submit(f"{number}.mp4", backend="late") for number in (3, 4)]
    office.worker(idle=2)
    for job in jobs:
        done = office.until(job, finished)
        assert (done.state, done.log.messages) == ("done", ())
    media = [note for note in office.notes() if note.endswith(".mp4")]
    assert media == ["update.mp4", "two.mp4", "3.mp4", "4.mp4"], "each once, and none lost"
    assert office.workers() == 2
    assert office.processes[0].wait(PATIENCE) == 0


def test_a_job_that_comes_long_after_the_change_finds_the_changed_program(office: Office) -> None:
    first = office.submit("update.mp4")
    office.worker(idle=2)
    office.until(first, finished)
    later = office.submit("two.mp4", backend="late")
    assert office.until(later, finished).state == "done"
    assert office.workers() == 2


def test_a_program_that_stays_as_it_was_keeps_its_worker(office: Office) -> None:
    jobs = [office.submit("one.mp4"), office.submit("two.mp4")]
    (office.workspace.root / "plugged").mkdir()
    (office.workspace.root / "plugged" / "notes.txt").write_text("no source")
    office.worker()
    for job in jobs:
        office.until(job, finished)
    assert office.workers() == 1


def test_a_worker_waits_for_jobs_only_while_an_app_is_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.worker._ALONE", 0.0)
    worker = Worker(office.workspace, Idle(office.workspace))
    assert worker.run(idle=600)
    with FileLock(office.workspace.app_lock, shared=True) as app:
        assert app.acquire()
        began = time.monotonic()
        assert worker.run(idle=0.5)
        assert time.monotonic() - began >= 0.5


def test_an_idle_worker_ends(office: Office) -> None:
    assert office.worker(idle=0.5).wait(timeout=PATIENCE) == 0
    assert not held(office.workspace.worker_lock)


def test_jobs_outlive_the_app_that_handed_them_in(office: Office) -> None:
    job = office.submit("one.mp4")
    office.worker(idle=1)
    office.until(job, finished)
    again = Jobs(office.workspace, Idle(office.workspace))
    assert [state.id for state in again.recent(5)] == [job]
    assert office.outputs(again.recent(5)[0])[0].raw == "said of one.mp4"


def test_recent_jobs_come_newest_first(office: Office) -> None:
    jobs = [office.submit(f"{number}.mp4") for number in range(3)]
    assert [job.id for job in office.jobs.recent(2)] == [jobs[2], jobs[1]]


def test_a_job_that_there_never_was_is_a_key_error(office: Office) -> None:
    with pytest.raises(KeyError, match="nobody"):
        office.jobs.get("nobody")


def test_a_job_without_media_is_refused_in_words(office: Office) -> None:
    with pytest.raises(PipelineError, match="choose a video"):
        office.submit()


def test_a_spoilt_job_file_says_what_to_check(office: Office) -> None:
    office.workspace.jobs.write_text("no database, but long enough " * 50)
    with pytest.raises(StorageError, match="Check free space"):
        office.jobs.recent(1)


def test_a_worker_whose_workspace_was_made_again_lets_go_of_it(office: Office) -> None:
    job = office.submit("one.mp4")
    worker = office.worker()
    office.until(job, finished)
    shutil.rmtree(office.workspace.root)
    office.jobs = Jobs(office.workspace, Idle(office.workspace))
    again = office.submit("two.mp4")
    assert worker.wait(PATIENCE) == 0
    office.worker()
    assert office.until(again, finished).state == "done"
