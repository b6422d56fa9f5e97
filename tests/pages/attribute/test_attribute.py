"""The attribute page: videos by path, and the demonstration while it is painted."""

from __future__ import annotations

from pathlib import Path

from pages._ui.shell.resources import Resources
from storage.task import Task
from tests import builders
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
