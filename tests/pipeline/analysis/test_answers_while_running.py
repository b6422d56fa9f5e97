"""Answers that grow while they are watched: shown, cancelled half-way, and cut off by a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backends.base import Choice
from console.errors import Cancelled
from jobs import Job, Jobs, Rates, RateStore, Run
from jobs.board import JobBoard
from jobs.log import JobLog
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.job import analysis
from pipeline.analysis.model_rates import rates_of
from pipeline.analysis.progress import (
    AnswerGrew,
    ClipFinished,
    Place,
    StageAnswered,
    StageStarted,
)
from pipeline.analysis.rates import LOADING
from pipeline.analysis.reporter import Reporter
from pipeline.analysis.transcript import decode
from pipeline.types import StageOutput
from storage.workspace import Workspace
from tests import builders, scripted_models
from tests.idle import Idle
from tests.places import ROOT
from tests.scripted_models import folder

HERE = Path(__file__).resolve()
PATIENCE = 40.0
LONG = {"says": {"description": "word " * 400, "scene": "hall " * 400}, "pause": 0.01}
"""Two answers of 400 words that are generated together, in 8 s."""


class Watched:
    """A job with one model, its reporter, and what a page sees of it."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workspace = Workspace(root)
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.choice = Choice("talker", root / "weights")
        self.id = self.jobs.submit(analysis([Path("a.mp4")], Path("c.csv"), choices=[self.choice]))
        JobLog(self.workspace.jobs).claim()
        self.now = 1000.0
        monkeypatch.setattr("jobs.run.time.monotonic", lambda: self.now)
        self.reporter = self.report()

    def report(self) -> Reporter:
        reporter = Reporter(Run(self.id, self.workspace), [self.choice], [], [0])
        reporter.begins(0, 0)
        return reporter

    def say(self, stage: str, words: str, after: float = 0.25) -> None:
        self.now += after
        self.reporter(AnswerGrew(Place("a.mp4", 2, 0, 14), stage, words))

    def answer(self, stage: str, done: int = 1, after: float = 0.25) -> None:
        self.now += after
        output = StageOutput(stage, "", "all", None, (), 0.1)
        self.reporter(StageAnswered(Place("a.mp4", 2, done, 14), output))

    @property
    def job(self) -> Job:
        return self.jobs.get(self.id)

    @property
    def outputs(self) -> list[StageOutput]:
        clips = decode(self.job.log.answers, self.workspace)
        return [output for clip in clips for output in clip.outputs]


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_the_answers_of_a_batch_grow_side_by_side(watched: Watched) -> None:
    for stage, words in (("label", "Gaspare "), ("scene", "A hall "), ("label", "Venturini")):
        watched.say(stage, words)
    assert watched.job.log.growing == (("label", "Gaspare Venturini"), ("scene", "A hall "))


def test_an_answer_that_is_complete_is_spoken_no_more(watched: Watched) -> None:
    watched.say("label", "Gaspare ")
    watched.say("scene", "A hall ")
    watched.answer("label")
    assert watched.job.log.growing == (("scene", "A hall "),)
    assert [output.stage for output in watched.outputs] == ["label"]
    watched.reporter.ends(0, ())
    assert watched.job.log.growing == ()


def test_an_answer_that_is_complete_does_not_wait_for_the_next(watched: Watched) -> None:
    watched.say("label", "Gaspare ")
    watched.answer("label", after=0.01)
    assert watched.job.log.growing == ()
    assert [output.stage for output in watched.outputs] == ["label"]


def test_what_was_said_before_memory_ran_short_is_void(watched: Watched) -> None:
    watched.answer("label")
    watched.say("scene", "A hall ")
    watched.reporter.begins_again()
    assert (watched.job.log.growing, watched.outputs) == ((), [])
    watched.say("scene", "A stair ")
    assert watched.job.log.growing == (("scene", "A stair "),)


def test_words_are_written_and_asked_about_at_most_every_fifth_of_a_second(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("show", "cancelled"):
        whole = getattr(JobBoard, name)
        monkeypatch.setattr(
            JobBoard,
            name,
            lambda *a, n=name, w=whole, **k: (calls.append(n), w(*a, **k))[1],  # type: ignore[func-returns-value]
        )
    for _ in range(100):
        watched.say("label", "word ", after=0.01)
    assert 4 <= calls.count("show") <= 6
    assert 4 <= calls.count("cancelled") <= 6
    assert watched.job.log.growing[0][1].count("word") > 75


def test_an_analysis_is_cancelled_between_two_words(watched: Watched) -> None:
    watched.say("label", "Gaspare ")
    watched.jobs.cancel(watched.id)
    JobLog(watched.workspace.jobs).ask_to_cancel(watched.id)
    watched.say("label", "Ven", after=0.05)
    with pytest.raises(Cancelled):
        watched.say("label", "turini", after=0.2)


def test_a_clip_can_be_reviewed_before_its_medium_is_over(watched: Watched, tmp_path: Path) -> None:
    stored = ClipFinished(Place("a.mp4", 7, 7, 14), builders.evidence(tmp_path).clip)
    watched.reporter(stored)
    assert watched.job.log.found == (stored.clip.key,)


def test_a_clip_of_several_backends_waits_until_they_are_joined(
    watched: Watched, tmp_path: Path
) -> None:
    members = [Choice("embedded"), watched.choice]
    reporter = Reporter(Run(watched.id, watched.workspace), members, [], [0])
    reporter.begins(0, 0)
    reporter(ClipFinished(Place("a.mp4", 7, 7, 14), builders.evidence(tmp_path).clip))
    assert watched.job.log.found == ()


def test_words_are_no_steps_and_the_clock_runs_on_while_they_come(watched: Watched) -> None:
    stages = ["label", "visual", "summary", "description", "genre", "scene", "label_fields"]
    for done, stage in enumerate(stages, 1):
        watched.answer(stage, done, after=10)
    watched.now += 0.25
    watched.reporter(StageStarted(Place("a.mp4", 2, 7, 14)))
    left = watched.job.step.seconds_left
    assert left == pytest.approx(70 - 0.25, abs=0.5)
    for _ in range(16):
        watched.now += 0.25
        watched.reporter(AnswerGrew(Place("a.mp4", 2, 7, 14), "label", "word "))
    assert watched.job.step.seconds_left == pytest.approx(70 - 4.25, abs=0.5)


def test_the_stage_that_begins_after_an_answer_is_the_one_that_is_shown(watched: Watched) -> None:
    watched.answer("scene", 7)
    watched.now += 0.01
    watched.reporter(StageStarted(Place("b.mp4", 2, 7, 14)))
    assert (watched.job.step.number, watched.job.step.stage) == (2, "reading labels and asking")


def test_what_comes_before_the_first_medium_has_no_number(watched: Watched) -> None:
    watched.reporter.opening()
    assert (watched.job.step.stage, watched.job.step.number) == ("opening the files", 0)
    watched.now += 1
    watched.reporter.indexing(3, 12)
    assert (watched.job.step.stage, watched.job.step.number) == ("indexing the catalogue", 0)


def test_loading_has_a_name_and_takes_what_it_took_last_time(watched: Watched) -> None:
    watched.reporter.loading(0)
    assert (watched.job.step.stage, watched.job.step.number) == ("loading talker", 0)
    assert watched.job.step.seconds_left is None
    watched.now += 61
    watched.reporter.loaded()
    store = RateStore(watched.workspace.jobs)
    assert rates_of(store, watched.choice) == Rates().plus(LOADING, 61)
    watched.reporter.begins(0, 0)
    for stage in ("label", "visual"):
        watched.answer(stage, after=5)
    watched.reporter.ends(0, ())
    again = Reporter(Run(watched.id, watched.workspace), [watched.choice], [], [0])
    again.loading(0)
    assert watched.job.step.seconds_left == pytest.approx(61 + 10, abs=0.5)


class Office:
    """A workspace with real worker processes that know the scripted models."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root / "workspace")
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.processes: list[subprocess.Popen[bytes]] = []
        self.video = scripted_models.video(root / "walk.mp4", seconds=8)
        self.catalogue = scripted_models.catalogue_file(root / "catalogue.csv")

    def submit(self, *choices: Choice) -> str:
        return self.jobs.submit(analysis([self.video], self.catalogue, choices=choices))

    def worker(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, str(HERE.parent / "model_worker.py"), str(self.workspace.root)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.processes.append(process)
        return process

    def until(self, job: str, happened: Callable[[Job], bool]) -> Job:
        deadline = time.monotonic() + PATIENCE
        while not happened(found := self.jobs.get(job)):
            assert time.monotonic() < deadline, found
            time.sleep(0.02)
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    for process in office.processes:
        process.kill()
        process.wait()


def speaking(job: Job) -> bool:
    return any(words.count(" ") > 5 for _, words in job.log.growing)


@pytest.mark.slow
def test_a_worker_killed_while_a_model_speaks_is_followed_by_one_that_goes_on(
    office: Office,
) -> None:
    talker = Choice("talker", folder(office.root, "weights", **LONG))
    job = office.submit(Choice("pointer"), talker)
    attempts = JobLog(office.workspace.jobs).attempts
    for attempt in (1, 2):
        worker = office.worker()
        found = office.until(
            job,
            lambda found, n=attempt: attempts(job, "1 0") == n and speaking(found),  # type: ignore[misc]
        )
        said = dict(found.log.growing)
        assert said["label"].strip() == "not visible"
        assert abs(said["description"].count("word") - said["scene"].count("hall")) <= 1
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    office.worker()
    found = office.until(job, lambda found: found.finished)
    assert (found.state, found.log.growing) == ("done", ())
    (message,) = found.log.messages
    assert "talker is left out" in message
    assert message.endswith("given up, because the analysis broke down on it twice.")
    assert {one.backend for one in Store(office.workspace.database).evidence_list()} == {"pointer"}


@pytest.mark.slow
def test_a_worker_killed_once_finishes_what_the_model_was_saying(office: Office) -> None:
    says = {"says": {"scene": "hall " * 100}, "pause": 0.02}
    job = office.submit(Choice("talker", folder(office.root, "weights", **says)))
    worker = office.worker()
    office.until(job, speaking)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    office.worker()
    found = office.until(job, lambda found: found.finished)
    assert (found.state, found.log.messages, found.step.fraction) == ("done", (), 1.0)
    assert decode(found.log.answers, office.workspace)[-1].outputs[-1].stage == "label_fields"


@pytest.mark.slow
def test_a_speaking_model_is_cancelled_within_a_second(office: Office) -> None:
    job = office.submit(Choice("talker", folder(office.root, "weights", **LONG)))
    office.worker()
    office.until(job, speaking)
    office.jobs.cancel(job)
    asked = time.monotonic()
    found = office.until(job, lambda found: found.finished)
    assert (found.state, found.log.growing) == ("cancelled", ())
    assert time.monotonic() - asked < 2
