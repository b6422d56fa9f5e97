"""The attribute page: videos by path, and the demonstration while it is painted."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.board import JobBoard
from jobs.log import JobLog
from pages._ui.shell.resources import Resources
from storage.task import Task
from storage.workspace import Workspace
from tests import builders
from tests.idle import Idle
from tests.visits import html, press, sound, visit


def test_a_video_is_queued_by_its_path(bundle: Resources, tmp_path: Path) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    app = visit(bundle, "attribute")
    press(app, "analyse")
    assert "choose a video or a picture first" in html(app)
    app.text_input(key="path").set_value(str(tmp_path / "nowhere")).run()
    press(app, "analyse")
    assert "ct-fault" in html(app)
    video = builders.picture(tmp_path / "videos" / "room.jpg", 1)
    app.text_input(key="path").set_value(str(video.parent)).run()
    press(app, "analyse")
    job = bundle.jobs.recent(1)[0]
    assert job.payload.media == (video,)
    assert "waiting for its turn" in html(app)
    press(app, f"cancel_{job.id}")
    assert bundle.jobs.get(job.id).state == "cancelled"


def test_the_painting_of_the_demonstration_is_followed(bundle: Resources) -> None:
    task = Task(bundle.workspace.painting)
    with task.doing():
        task.report(0.25, "painted “Flora”")
        app = visit(bundle, "attribute")
        assert "is being painted" in html(app)
        assert "python3 start.py" not in html(app)
        (bar,) = app.get("progress")
        assert bar.proto.text.startswith("Painted “Flora”, ")
    app.run()
    assert "is being painted" not in html(sound(app))
    assert "python3 start.py" in html(app)
    builders.catalogue_file(bundle.workspace.demo)
    with task.doing():
        assert "is being painted meanwhile" in html(visit(bundle, "attribute"))
    assert "is being painted" not in html(visit(bundle, "attribute"))


def test_a_job_started_in_two_tabs_is_two_jobs_that_run_one_after_the_other(
    bundle: Resources, tmp_path: Path
) -> None:
    """The second finds the evidence of the first: see the keys of the store."""
    builders.catalogue_file(bundle.workspace.demo)
    video = builders.picture(tmp_path / "videos" / "room.jpg", 1)
    tabs = [visit(bundle, "attribute") for _ in range(2)]
    for tab in tabs:
        tab.text_input(key="path").set_value(str(video)).run()
    for tab in tabs:
        press(tab, "analyse")
    newer, older = bundle.jobs.recent()
    assert newer.id != older.id
    assert newer.payload == older.payload
    claimed = JobLog(bundle.workspace.jobs).claim()
    assert claimed is not None
    assert claimed.id == older.id
    press(tabs[0].run(), f"cancel_{newer.id}")
    assert [job.state for job in bundle.jobs.recent()] == ["cancelled", "running"]


def test_a_job_that_waits_for_space_says_so(bundle: Resources, tmp_path: Path) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    video = builders.picture(tmp_path / "videos" / "room.jpg", 1)
    app = visit(bundle, "attribute")
    app.text_input(key="path").set_value(str(video)).run()
    press(app, "analyse")
    JobBoard(bundle.workspace).waits("waiting for space: needs about 1.0 MiB, free 12 bytes")
    app.run()
    assert "waiting for space: needs about 1.0 MiB, free 12 bytes" in html(sound(app))


def test_where_nothing_can_be_written_nothing_is_analysed(
    bundle: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    monkeypatch.setattr(Workspace, "read_only", "Nothing can be written in the archive.")
    app = visit(bundle, "attribute")
    assert "Nothing can be written in the archive." in html(app)
    assert app.button(key="analyse").disabled
    assert app.button(key="analyse").help == "Nothing can be written in the archive."


def test_a_worker_gets_ready_once_a_visit_while_a_person_chooses(
    bundle: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(Idle, "start", lambda self: started.append("worker"))
    visit(bundle, "attribute")
    assert started == [], "there is nothing to choose without a catalogue"
    builders.catalogue_file(bundle.workspace.demo)
    app = visit(bundle, "attribute")
    sound(app.run())
    assert started == ["worker"]
