"""The file of the jobs as version 0.1 wrote it opens: what ended is shown, what waits is run.

`jobs_0_1.sql` is a dump of a file that the program of 0.1 wrote, with `{workspace}` for its folder:
a job of two backends over a video and a text file, one over the text file alone, one that was
cancelled, one whose worker was killed while a model answered, and one that was queued.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.base import Choice
from jobs import Job, Jobs, RateStore
from jobs.log import JobLog
from jobs.worker import Worker
from pipeline.analysis.model_rates import rates_of
from pipeline.analysis.rates import LOADING
from pipeline.analysis.transcript import decode
from storage.errors import NewerData
from storage.workspace import Workspace
from tests import scripted_models
from tests.idle import Idle
from tests.jobs.offices import states
from tests.places import FIXTURES

DUMP = FIXTURES / "jobs_0_1.sql"
ENDED = ("done", "failed", "cancelled")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path)
    connection = sqlite3.connect(workspace.jobs)
    connection.executescript(DUMP.read_text(encoding="utf-8").replace("{workspace}", str(tmp_path)))
    connection.close()
    scripted_models.video(tmp_path / "walk.mp4")
    scripted_models.catalogue_file(tmp_path / "catalogue.csv")
    scripted_models.folder(tmp_path, "weights")
    scripted_models.folder(tmp_path, "slow")
    scripted_models.register()
    yield workspace
    scripted_models.unregister()


def oldest_first(workspace: Workspace) -> list[Job]:
    return [*Jobs(workspace, Idle(workspace)).recent()][::-1]


def test_jobs_that_ended_are_shown_as_they_were(workspace: Workspace) -> None:
    whole, failed, cancelled, *rest = oldest_first(workspace)
    assert [job.state for job in (whole, failed, cancelled)] == [*ENDED]
    assert [job.state for job in rest] == ["running", "queued"]
    assert whole.payload.media == tuple(workspace.root / n for n in ("walk.mp4", "README.md"))
    talker = Choice("talker", workspace.root / "weights")
    assert whole.payload.choices == (Choice("pointer"), talker)
    assert states(whole) == ("done", "failed")
    assert whole.log.messages[0].startswith("README.md: README.md cannot be read as a video")
    clips = decode(whole.log.answers, workspace)
    assert [clip.backend for clip in clips] == ["talker"] * 3
    assert [len(clip.outputs) for clip in clips] == [7, 7, 7]
    assert clips[0].frames[0].parent == workspace.frames
    assert rates_of(RateStore(workspace.jobs), talker).mean(LOADING) is not None


@pytest.mark.slow
def test_jobs_that_had_not_ended_are_run_and_blamed_for_what_they_did(workspace: Workspace) -> None:
    running = oldest_first(workspace)[3]
    assert JobLog(workspace.jobs).attempts(running.id, "1 0") == 1, "it took a worker down once"
    assert Worker(workspace, Idle(workspace)).run(idle=0.3)
    jobs = oldest_first(workspace)
    assert [job.state for job in jobs] == [*ENDED, "done", "done"]
    assert {job.log.messages for job in jobs[3:]} == {()}
    assert jobs[3].step.fraction == jobs[4].step.fraction == 1.0


def test_a_newer_file_is_refused_and_left_as_it_is(workspace: Workspace) -> None:
    oldest_first(workspace)
    with sqlite3.connect(workspace.jobs) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            ["jobs", "clusters", "2030-01-01"],
        )
    connection.close()
    with pytest.raises(NewerData, match="Update Cartellino"):
        Jobs(workspace, Idle(workspace)).recent()
