"""Jobs of models with weights: ensembles, memory that runs short, and what stays loaded."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import catalogue
from backends.base import Choice, Options
from jobs import Job, Jobs
from jobs.worker import Worker
from pipeline import AbstentionConfig, decide, signals
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.job import analysis
from pipeline.analysis.model_slot import release
from pipeline.types import Evidence
from storage.workspace import Workspace
from tests import scripted_models
from tests.idle import Idle
from tests.jobs.offices import states
from tests.places import FIXTURES
from tests.scripted_models import MINERVA, Pointer, Talker, folder

POINTER = Choice("pointer")


class Office:
    """A workspace whose worker runs in this process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root / "workspace")
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.worker = Worker(self.workspace, Idle(self.workspace))
        self.video = scripted_models.video(root / "walk.mp4")
        self.catalogue = scripted_models.catalogue_file(root / "catalogue.csv")

    def talker(self, name: str = "weights", backend: str = "talker", **config: Any) -> Choice:
        return Choice(backend, folder(self.root, name, **config))

    def run(self, *choices: Choice, media: tuple[str, ...] = ("walk.mp4",)) -> Job:
        paths = [self.root / name for name in media]
        job = self.jobs.submit(analysis(paths, self.catalogue, choices=choices))
        self.worker.run_next()
        return self.jobs.get(job)

    def evidence(self) -> tuple[Evidence, ...]:
        return Store(self.workspace.database).evidence_list()

    def outcomes(self) -> list[tuple[str, tuple[str, ...]]]:
        index = catalogue.Index.build(catalogue.load(self.catalogue))
        made = [
            decide(signals(one, index, AbstentionConfig()), index, AbstentionConfig())
            for one in self.evidence()
        ]
        return [(one.outcome, one.guards) for one in made]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    scripted_models.register()
    yield Office(tmp_path)
    scripted_models.unregister()


def test_the_choices_of_a_job_come_back_as_they_were_given(office: Office) -> None:
    options = Options("video", 8, 151_200, "pad", office.root / "adapter", True, True, True)
    choices = (POINTER, Choice("talker", office.root / "w", True, options))
    job = office.jobs.submit(analysis([office.video], office.catalogue, choices=choices))
    found = Jobs(office.workspace, Idle(office.workspace)).get(job)
    assert found.payload.choices == choices


@pytest.mark.slow
def test_the_one_that_locates_cuts_the_clips_whatever_the_order(office: Office) -> None:
    job = office.run(office.talker(says={"visual": MINERVA}), POINTER)
    assert (job.state, job.log.messages) == ("done", ())
    found = office.evidence()
    assert [one.clip.focus for one in found] == [None, "A", None]
    assert {one.backend for one in found} == {"pointer+talker"}
    assert all([m.backend for m in one.members] == ["pointer", "talker"] for one in found)
    assert all(one.recipe == "+".join(m.recipe for m in one.members) for one in found)
    assert [outcome for outcome, _ in office.outcomes()] == ["accept"] * 3
    assert {(s.inliers, s.coverage) for one in found for s in one.sightings} == {(40, 0.8)}


@pytest.mark.slow
def test_members_that_name_different_works_abstain(office: Office) -> None:
    flora = '{"title": "Flora", "artist": "Carlo Cignani"}'
    office.run(POINTER, office.talker(says={"visual": flora}))
    assert office.outcomes()[1] == ("abstain", ("disagreement",))


@pytest.mark.slow
def test_without_one_that_locates_the_first_cuts_the_clips(office: Office) -> None:
    office.run(office.talker("a"), office.talker("b", backend="other"))
    assert {one.backend for one in office.evidence()} == {"talker+other"}


@pytest.mark.slow
def test_what_a_member_found_before_is_not_asked_again(office: Office) -> None:
    talker = office.talker()
    office.run(POINTER)
    asked = len(Pointer.stages)
    office.run(POINTER, talker)
    assert len(Pointer.stages) == asked
    asked = len(Talker.stages)
    office.run(talker, POINTER)
    assert len(Talker.stages) == asked
    office.run(POINTER)
    assert all(one.members for one in office.evidence()), "the joined evidence stays the newest"


@pytest.mark.slow
def test_a_member_that_cannot_be_loaded_is_left_out(office: Office) -> None:
    job = office.run(POINTER, office.talker(refuses="Half a checkpoint: copy it again."))
    assert job.state == "done"
    (message,) = job.log.messages
    assert message.startswith("talker is left out")
    assert message.endswith("Half a checkpoint: copy it again.")
    assert {one.backend for one in office.evidence()} == {"pointer"}


@pytest.mark.slow
def test_a_member_without_weights_says_where_they_belong(office: Office) -> None:
    job = office.run(Choice("talker"))
    assert (job.state, states(job)) == ("failed", ("failed",))
    assert str(office.workspace.models / "talker") in job.log.messages[0]
    folder(office.workspace.models, "talker")
    assert office.run(Choice("talker")).state == "done"


@pytest.mark.slow
def test_a_member_that_fails_on_a_medium_leaves_the_others_evidence(office: Office) -> None:
    job = office.run(POINTER, office.talker(room=4), media=("walk.mp4", "gone.mp4"))
    assert (job.state, states(job)) == ("done", ("done", "failed"))
    first = next(m for m in job.log.messages if "do not fit" in m)
    assert first.startswith("walk.mp4: talker is left out, and the others go on without it: 8")
    assert "smaller" in first
    assert {one.backend for one in office.evidence()} == {"pointer"}


@pytest.mark.slow
def test_a_medium_that_cannot_be_read_says_so_once_and_loads_no_model(office: Office) -> None:
    (office.root / "README.md").write_text("# No video")
    talker = office.talker()
    job = office.run(POINTER, talker, media=("README.md",))
    assert (job.state, Talker.beside) == ("failed", [])
    (message,) = job.log.messages
    assert message.startswith("README.md cannot be read as a video or a picture")
    job = office.run(POINTER, talker, media=("README.md", "walk.mp4"))
    assert (job.state, states(job)) == ("done", ("failed", "done"))
    assert job.log.messages == (message,)


@pytest.mark.slow
def test_the_next_member_leads_where_the_first_one_failed(office: Office) -> None:
    job = office.run(office.talker("a", room=4), office.talker("b", backend="other"))
    assert job.state == "done"
    assert {one.backend for one in office.evidence()} == {"other"}


@pytest.mark.slow
def test_memory_that_runs_short_is_met_with_fewer_frames(office: Office) -> None:
    talker = office.talker(room=2)
    smaller = Choice("talker", talker.model, options=Options(smaller=True))
    job = office.run(smaller)
    assert job.state == "done"
    assert [message.split(" Tried")[0] for message in job.log.messages] == [
        "walk.mp4: 8 frames do not fit. Ask for fewer.",
        "walk.mp4: 4 frames do not fit. Ask for fewer.",
    ]
    assert job.log.messages[1].endswith("with 2 frames.")
    (one,) = {one.format for one in office.evidence()}
    assert one is not None
    assert one.frames == 2
    again = office.run(smaller)
    assert "8 frames" in again.log.messages[0], "a new job has the model as it was chosen"


@pytest.mark.slow
def test_a_model_that_does_not_fit_is_loaded_for_fewer_frames(office: Office) -> None:
    talker = office.talker(loads=4)
    assert office.run(talker).log.messages == ("No room for 8 frames. Take fewer.",)
    job = office.run(Choice("talker", talker.model, options=Options(smaller=True)))
    assert job.state == "done"
    assert job.log.messages == ("No room for 8 frames. Take fewer. Tried again with 4 frames.",)
    assert {one.format.frames for one in office.evidence() if one.format} == {4}
    talker = office.talker(loads=1)
    job = office.run(Choice("talker", talker.model, options=Options(smaller=True)))
    assert job.log.messages[-1] == "No room for 2 frames. Take fewer."
    assert Talker.beside[-3:] == [0, 0, 0]


@pytest.mark.slow
def test_memory_that_never_suffices_fails_with_what_to_change(office: Office) -> None:
    talker = office.talker(room=0)
    job = office.run(Choice("talker", talker.model, options=Options(smaller=True)))
    assert job.state == "failed"
    assert len(job.log.messages) == 4
    assert job.log.messages[-1] == "walk.mp4: 1 frames do not fit. Ask for fewer."


@pytest.mark.slow
def test_a_model_stays_until_another_is_asked_for_and_is_gone_then(office: Office) -> None:
    one, two = office.talker("a"), office.talker("b", backend="other")
    office.run(one)
    office.run(one)
    assert Talker.beside == [0], "loaded once for both jobs"
    office.run(one, two)
    assert Talker.beside == [0, 0]
    office.run(one)
    assert Talker.beside == [0, 0, 0]
    assert len(Talker.alive) == 1


@pytest.mark.slow
def test_a_model_that_failed_to_load_is_gone_too(office: Office) -> None:
    office.run(office.talker("a", refuses="no"))
    office.run(office.talker("b"))
    assert Talker.beside == [0, 0]


def test_the_card_is_emptied_only_where_torch_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    emptied: list[bool] = []
    fake = SimpleNamespace(cuda=SimpleNamespace(empty_cache=lambda: emptied.append(True)))
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    release()
    assert "torch" not in sys.modules
    monkeypatch.setitem(sys.modules, "torch", fake)
    release()
    assert emptied == [True]


@pytest.mark.slow
def test_evidence_of_another_identity_is_asked_for_again(office: Office) -> None:
    office.run(office.talker(says={"scene": "a hall"}))
    asked = len(Talker.stages)
    office.run(office.talker("b", says={"scene": "a stair"}))
    assert len(Talker.stages) == 2 * asked
    assert all(one.output("scene").raw == "a stair" for one in office.evidence())  # type: ignore[union-attr]


@pytest.mark.slow
def test_an_adapter_of_another_format_identifies_nothing(office: Office) -> None:
    office.run(office.talker(says={"visual": MINERVA}))
    assert {outcome for outcome, _ in office.outcomes()} == {"accept"}
    office.run(office.talker("b", says={"visual": MINERVA}, fault=True))
    assert {one.faults for one in office.evidence()} == {("format",)}
    assert set(office.outcomes()) == {("abstain", ("format",))}


def test_a_stage_that_fails_takes_the_others_of_its_round_with_it(office: Office) -> None:
    office.run(office.talker(breaks="scene"))
    errors = {out.stage: out.error for one in office.evidence() for out in one.outputs}
    assert errors.pop("label_fields") is None, "asked for itself, once the label is read"
    assert set(errors.values()) == {"The model lost its thread."}


@pytest.mark.slow
def test_a_job_of_an_earlier_version_is_taken_up(office: Office) -> None:
    old = sqlite3.connect(office.workspace.jobs)
    old.executescript((FIXTURES / "jobs_one_backend.sql").read_text(encoding="utf-8"))
    model = str(folder(office.root, "weights"))
    for name, backend, path in (("one", "pointer", None), ("two", "talker", model)):
        old.execute(
            "INSERT INTO job (id, created, state, catalogue, backend, model, updated) "
            "VALUES (?, 1, 'running', ?, ?, ?, 1)",
            [name, str(office.catalogue), backend, path],
        )
        old.execute(
            "INSERT INTO medium (job, position, path, state, attempts) VALUES (?, 0, ?, ?, 1)",
            [name, str(office.video), "running"],
        )
    old.commit()
    old.close()
    assert office.worker.run(idle=0.5)
    first, second = office.jobs.get("one"), office.jobs.get("two")
    assert (first.state, second.state) == ("done", "done")
    assert first.payload.choices == (POINTER,)
    assert second.payload.choices == (Choice("talker", Path(model)),)
