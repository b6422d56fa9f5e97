"""The choice of backends for a video, and what a job is given and shows."""

from __future__ import annotations

from pathlib import Path

import backends
from backends import Options
from jobs import Step
from jobs.board import Entry, JobBoard
from jobs.log import JobLog
from pages._ui.attribute.answers import LARGE
from pages._ui.settings import chosen_backends
from pages._ui.shell.resources import Resources
from pages._ui.widgets.thumbnail import thumbnail
from pipeline.analysis.transcript import ClipAnswers, encode
from pipeline.types import StageOutput
from tests import builders
from tests.visits import html, press, sound, visit

QWEN = "qwen2-vl"


def chosen_for(bundle: Resources, backend: str) -> backends.Choice:
    """What a job with one backend, chosen on a page of its own, is given."""
    builders.catalogue_file(bundle.workspace.demo)
    video = builders.picture(bundle.workspace.root / "room.jpg", 1)
    app = visit(bundle, "attribute")
    app.button_group(key="backends_chosen").set_value([backend]).run()
    app.text_input(key="path").set_value(str(video)).run()
    press(app, "analyse")
    (choice,) = bundle.jobs.recent(1)[0].payload.choices
    assert isinstance(choice, backends.Choice)
    return choice


def answer(entry: ClipAnswers | StageOutput, bundle: Resources) -> Entry:
    return "answer", encode(entry, bundle.workspace)


def test_what_is_set_is_what_a_job_is_given(bundle: Resources, weights: Path) -> None:
    app = visit(bundle, "models")
    app.toggle(key="model_qwen2-vl_quantise").set_value(True).run()
    app.toggle(key="model_qwen2-vl_smaller").set_value(True).run()
    wanted = backends.Choice(QWEN, weights, True, Options(smaller=True))
    assert chosen_for(bundle, QWEN) == wanted


def test_several_backends_are_an_ensemble(bundle: Resources, weights: Path) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    video = builders.picture(bundle.workspace.root / "room.jpg", 1)
    app = visit(bundle, "attribute")
    assert app.button_group(key="backends_chosen").value == ["embedded"]
    app.button_group(key="backends_chosen").set_value(["embedded", QWEN]).run()
    assert "where they name different works, none is named" in html(sound(app))
    app.text_input(key="path").set_value(str(video)).run()
    press(app, "analyse")
    assert [c.backend for c in bundle.jobs.recent(1)[0].payload.choices] == ["embedded", QWEN]
    again = visit(bundle, "attribute")
    assert again.button_group(key="backends_chosen").value == ["embedded", QWEN]


def test_words_appear_while_they_come_in(bundle: Resources, weights: Path) -> None:
    chosen_for(bundle, QWEN)
    job = bundle.jobs.recent(1)[0].id
    JobLog(bundle.workspace.jobs).claim()
    board, step = JobBoard(bundle.workspace), Step("reading labels", 2, 1, 7, 0.1, 600.0)
    board.show(job, step, [], [("label", "The <b>Harb"), ("scene", "A wall")])
    drawn = html(visit(bundle, "attribute"))
    assert "The &lt;b&gt;Harb<i>" in drawn
    assert "stage 2 of 7, reading labels, 10 min left" in drawn  # whatever drawing takes
    answered = builders.output("label", {"text": "The Harbour", "tie": "beside"})
    board.show(job, step, [answer(answered, bundle)], [("scene", "A wall that")])
    drawn = html(visit(bundle, "attribute"))
    assert drawn.index("The Harbour") < drawn.index("A wall that<i>")
    assert drawn.count('class="ct-stage ct-') == 7


def test_the_backend_and_its_clip_stand_over_their_own_pictures(
    bundle: Resources, weights: Path
) -> None:
    chosen_for(bundle, QWEN)
    job = bundle.jobs.recent(1)[0].id
    JobLog(bundle.workspace.jobs).claim()
    board, step = JobBoard(bundle.workspace), Step("reading labels", 2, 1, 14, 0.1, 9.0)
    sampled = [builders.frame(bundle.workspace.frames, t) for t in (0.0, 4.0, 9.0, 13.0, 20.0)]
    clips = [
        ClipAnswers("embedded", "w.mp4", 0.0, 7.5, (sampled[0].path, sampled[1].path)),
        ClipAnswers(QWEN, "w.mp4", 8.0, 14.5, (sampled[2].path, sampled[3].path)),
    ]
    first = builders.output("label", {"text": "The Harbour", "tie": "beside"})
    second = builders.output("label", {"text": "Lemons", "tie": "beside"})
    frames: list[Entry] = [("frame", str(frame.path)) for frame in sampled]
    entries = [*frames, *(answer(entry, bundle) for entry in (clips[0], first, clips[1]))]
    board.show(job, step, entries, [("label", "Lem")])
    drawn = html(visit(bundle, "attribute"))
    pictures = [thumbnail(frame.path, LARGE) for frame in sampled]
    order = ["Qwen2-VL · 0:08 to 0:14", pictures[2], pictures[3], "Lem<i>"]
    assert [drawn.index(part) for part in order] == sorted(drawn.index(part) for part in order)
    assert not any(part in drawn for part in (pictures[0], pictures[4], "The Harbour"))
    board.show(job, step, [answer(second, bundle)])
    JobLog(bundle.workspace.jobs).finish(job, "done")
    app = visit(bundle, "attribute")
    app.session_state[f"clips_{job}"] = True
    drawn = html(app.run())
    pictures = [thumbnail(frame.path) for frame in sampled]
    order = ["Embedded · 0:00 to 0:07", "The Harbour", "Qwen2-VL · 0:08 to 0:14", "Lemons"]
    places = [drawn.rindex(part) for part in order]
    assert places == sorted(places)
    assert places[0] < drawn.rindex(pictures[1]) < places[1]
    assert places[2] < drawn.rindex(pictures[2]) < places[3]


def test_weights_that_vanish_are_no_longer_chosen(bundle: Resources, weights: Path) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    app = visit(bundle, "attribute")
    app.button_group(key="backends_chosen").set_value(["embedded", QWEN]).run()
    (weights / "model.safetensors").unlink()
    app.run()
    assert sound(app).button_group(key="backends_chosen").value == ["embedded"]
    assert "Qwen2-VL (" in html(app)


def test_without_a_backend_nothing_starts(bundle: Resources) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    video = builders.picture(bundle.workspace.root / "room.jpg", 1)
    app = visit(bundle, "attribute")
    app.button_group(key="backends_chosen").set_value([]).run()
    app.text_input(key="path").set_value(str(video)).run()
    press(app, "analyse")
    assert "No backend is chosen" in html(app)
    assert app.text_input(key="path").value == str(video)
    assert bundle.jobs.recent() == ()


def test_a_backend_that_is_not_ready_says_why_and_leads_to_its_page(bundle: Resources) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    app = visit(bundle, "attribute")
    assert "Qwen2-VL (no weights yet)" in html(app)
    assert QWEN not in app.button_group(key="backends_chosen").options
    assert "models" in [link.proto.page for link in app.get("page_link")]


def test_a_choice_that_is_gone_falls_back_to_the_embedded_backend(bundle: Resources) -> None:
    builders.catalogue_file(bundle.workspace.demo)
    bundle.preferences.put(backends=["crystal-ball"])
    app = visit(bundle, "attribute")
    assert app.button_group(key="backends_chosen").value == [chosen_backends.DEFAULT]
