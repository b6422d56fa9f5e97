"""What a job found, and what can be done with a job that is over."""

from __future__ import annotations

from pathlib import Path

from jobs import Run
from jobs.log import JobLog
from jobs.values import State
from pages._ui.shell.resources import Resources
from pipeline.analysis import Store, analysis
from tests import builders
from tests.galleries import galleries
from tests.reviewing import fill
from tests.visits import html, press, visit


def over(bundle: Resources, clips: list[str], catalogue: Path, state: State = "done") -> str:
    """A job about one video that ended with these clips."""
    job = bundle.jobs.submit(analysis([Path("/films/walk.mp4")], catalogue))
    JobLog(bundle.workspace.jobs).claim()
    run = Run(job, bundle.workspace)
    run.found(clips)
    if state == "done":
        run.finish(0, "done")
    JobLog(bundle.workspace.jobs).finish(job, state)
    return job


def test_a_finished_job_shows_a_card_for_each_clip(bundle: Resources, tmp_path: Path) -> None:
    clips = fill(bundle, tmp_path)
    job = over(bundle, clips, bundle.workspace.demo / "catalogue.csv")
    app = visit(bundle, "attribute")
    assert "3 works, 1 abstention" in html(app)
    assert "the demonstration collection" in html(app)
    (found,) = [g for g in galleries(app) if "found" in g["label"]]
    assert [card["title"] for card in found["cards"]] == [
        "The Harbour at Dusk", "Still Life with Lemons", "Not visible", "Portrait of a Notary",
    ]  # fmt: skip
    assert [card["tone"] for card in found["cards"]] == ["good", "good", "doubt", "good"]
    assert all(card["picture"].startswith("data:image/jpeg") for card in found["cards"])
    app.button(key=f"review_{job}").click().run()
    assert app.session_state["clip"] == clips[0]
    assert "Harbour at Dusk" in html(app)
    assert "ct-bars" in html(app), "the page Review, at the first clip of the job"


def test_what_a_running_job_found_is_reviewed_before_it_is_over(
    bundle: Resources, tmp_path: Path
) -> None:
    clips = fill(bundle, tmp_path)
    path = bundle.workspace.demo / "catalogue.csv"
    job = bundle.jobs.submit(analysis([Path("/films/walk.mp4")], path))
    JobLog(bundle.workspace.jobs).claim()
    app = visit(bundle, "attribute")
    assert f"review_{job}" not in [button.key for button in app.button]
    run = Run(job, bundle.workspace)
    for clip in clips[:2]:
        run.found([clip])
    app = visit(bundle, "attribute")
    assert "2 clips to review so far, while the analysis goes on" in html(app)
    press(app, f"review_{job}")
    assert app.session_state["clip"] == clips[0]
    assert "ct-bars" in html(app), "the page Review, at the first clip of the job"


def test_a_job_of_another_catalogue_is_opened_with_it(bundle: Resources, tmp_path: Path) -> None:
    clips = fill(bundle, tmp_path)
    other = builders.catalogue_file(tmp_path / "other", builders.WORKS[:2])
    job = over(bundle, clips, other)
    app = visit(bundle, "attribute")
    assert "other/catalogue.csv" in html(app)
    assert "4 clips" in html(app)
    (found,) = [g for g in galleries(app) if "found" in g["label"]]
    assert found["off"], "no clip of another catalogue can be judged"
    press(app, f"open_{job}")
    assert bundle.preferences.get("catalogue") == str(other)


def test_evidence_about_another_catalogue_is_not_taken_for_that_of_the_job(
    bundle: Resources, tmp_path: Path
) -> None:
    clips = fill(bundle, tmp_path)
    store = Store(bundle.workspace.database)
    later = builders.evidence(tmp_path, 0, "Another", "Nobody", sighted=None)
    store.save(later.clip.video, "recipe-2", (later,), "f" * 64)
    over(bundle, clips[:1], bundle.workspace.demo / "catalogue.csv")
    (found,) = [g for g in galleries(visit(bundle, "attribute")) if "found" in g["label"]]
    assert found["cards"][0]["title"] == "The Harbour at Dusk"


def test_a_job_that_was_called_off_is_started_again_or_taken_off_the_list(
    bundle: Resources, tmp_path: Path
) -> None:
    job = over(bundle, fill(bundle, tmp_path)[:1], bundle.workspace.demo / "catalogue.csv",
               "cancelled")  # fmt: skip
    app = visit(bundle, "attribute")
    assert "cancelled; 1 work before that" in html(app)
    press(app, f"restart_{job}")
    assert bundle.jobs.get(job).state == "queued"
    assert "waiting for its turn" in html(app)
    press(app, f"cancel_{job}")
    press(app, f"remove_{job}")
    assert bundle.jobs.recent() == ()
    assert "Nothing analysed yet" in html(app)
