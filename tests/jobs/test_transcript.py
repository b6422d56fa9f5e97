"""Every answer stands with the backend, the clip and the pictures that it is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Choice
from jobs.board import JobBoard
from jobs.jobs import Job, Jobs
from jobs.transcript import FRAMES, Heard, grouped, spread
from jobs.worker import Worker
from pipeline.analysis.evidence_store import Store
from pipeline.stages import MODEL_STAGES
from pipeline.types import StageOutput
from storage.workspace import Workspace
from tests import builders, scripted_models

NAMES = [stage.name for stage in MODEL_STAGES]
answers = st.sampled_from(NAMES).map(lambda name: builders.output(name, {}))
announced = st.integers(0, 99).map(lambda at: Heard("talker", "walk.mp4", at, at + 1))


@given(st.lists(answers | announced, max_size=40))
def test_answers_stay_in_order_behind_the_clip_that_they_are_about(
    said: list[Heard | StageOutput],
) -> None:
    clips = grouped(said)
    first = next((n for n, one in enumerate(said) if isinstance(one, Heard)), 0)
    outputs = [one for one in said[first:] if isinstance(one, StageOutput)]
    assert [output for clip in clips for output in clip.outputs] == outputs
    assert all(len({o.stage for o in clip.outputs}) == len(clip.outputs) for clip in clips)
    starts = [one.start for one in said if isinstance(one, Heard)]
    assert [clip.start for clip in clips if clip.backend] == starts


@given(st.lists(st.integers(), unique=True, max_size=60))
def test_few_of_many_are_spread_from_the_first_to_the_last(items: list[int]) -> None:
    few = list(spread(items))
    assert few == [item for item in items if item in few]
    assert len(few) == min(len(items), FRAMES)
    assert few[:1] + few[-1:] == items[:1] + items[-1:]


def test_the_pictures_of_a_clip_are_its_own(tmp_path: Path) -> None:
    evidence = builders.evidence(tmp_path, start=8.0)
    beside = [builders.frame(tmp_path / "frames", time) for time in (6.5, 17.0)]
    clip = Heard.of("embedded", evidence.clip, [*beside, *evidence.frames])
    assert clip.frames == tuple(frame.path for frame in evidence.frames)
    assert (clip.medium, clip.start, clip.end) == ("walk.mp4", 8.0, 16.0)
    only_beside = Heard.of("embedded", evidence.clip, beside)
    assert only_beside.frames == tuple(frame.path for frame in beside)


class Watched:
    """A job of two members at one film, as a page saw it from one writing to the next."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workspace = Workspace(root / "w")
        self.jobs = Jobs(self.workspace, launch=lambda workspace: None)
        self.seen: list[Job] = []
        self.film = scripted_models.film(root / "walk.mp4", seconds=16)
        self.collection = scripted_models.catalogue_file(root / "c.csv")
        show = JobBoard.show

        def shown(board: JobBoard, job: str, *rest: object) -> None:
            show(board, job, *rest)  # type: ignore[arg-type]
            self.seen.append(self.jobs.get(job))

        monkeypatch.setattr(JobBoard, "show", shown)
        monkeypatch.setattr("jobs.reporter._INTERVAL", 0.0)

    def run(self, *choices: Choice) -> Job:
        self.seen.clear()
        job = self.jobs.submit([self.film], self.collection, choices=choices)
        Worker(self.workspace).run_job(job)
        return self.jobs.get(job)


@pytest.mark.slow
def test_whoever_speaks_is_named_with_the_clip_and_its_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted_models.register()
    watched = Watched(tmp_path, monkeypatch)
    talker = Choice("talker", scripted_models.folder(tmp_path))
    found = watched.run(Choice("pointer"), talker)
    members = Store(watched.workspace.database).evidence_list()
    clips = [(one.clip.start, one.clip.end) for one in members]
    assert len(clips) > 1
    assert [(clip.start, clip.end) for clip in found.heard] == clips
    assert {clip.backend for clip in found.heard} == {"talker"}
    assert all(len(clip.outputs) == len(NAMES) for clip in found.heard)
    looked_at = {(m.backend, m.clip.start): m for one in members for m in one.members}
    speaking = {(c.backend, c.start): c for c in (j.heard[-1] for j in watched.seen if j.speaking)}
    assert set(speaking) == set(looked_at)
    for who, clip in speaking.items():
        own = [f.path for f in looked_at[who].frames if clip.start <= f.time <= clip.end]
        assert list(clip.frames) == own
    scripted_models.unregister()


@pytest.mark.slow
def test_answers_out_of_the_store_are_those_of_their_own_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted_models.register()
    watched = Watched(tmp_path, monkeypatch)
    first = watched.run(Choice("pointer"))
    again = watched.run(Choice("pointer"), Choice("talker", scripted_models.folder(tmp_path)))
    loading = [job for job in watched.seen if job.stage == "loading talker"]
    assert loading
    assert all(job.heard == first.heard for job in loading)
    assert {clip.backend for clip in first.heard} == {"pointer"}
    assert {clip.backend for clip in again.heard} == {"talker"}
    scripted_models.unregister()
