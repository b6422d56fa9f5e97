"""Every answer stands with the backend, the clip and the pictures that it is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Choice
from jobs import Job, Jobs
from jobs.board import JobBoard
from jobs.worker import Worker
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.job import analysis
from pipeline.analysis.transcript import FRAMES, ClipAnswers, decode, encode, grouped, spread
from pipeline.stages import MODEL_STAGES
from pipeline.types import StageOutput
from storage.workspace import Workspace
from tests import builders, scripted_models
from tests.idle import Idle

NAMES = [stage.name for stage in MODEL_STAGES]
answers = st.sampled_from(NAMES).map(lambda name: builders.output(name, {}))
announced = st.integers(0, 99).map(lambda at: ClipAnswers("talker", "walk.mp4", at, at + 1))


@given(st.lists(answers | announced, max_size=40))
def test_answers_stay_in_order_behind_the_clip_that_they_are_about(
    said: list[ClipAnswers | StageOutput],
) -> None:
    clips = grouped(said)
    first = next((n for n, one in enumerate(said) if isinstance(one, ClipAnswers)), 0)
    outputs = [one for one in said[first:] if isinstance(one, StageOutput)]
    assert [output for clip in clips for output in clip.outputs] == outputs
    assert all(len({o.stage for o in clip.outputs}) == len(clip.outputs) for clip in clips)
    starts = [one.start for one in said if isinstance(one, ClipAnswers)]
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
    clip = ClipAnswers.of("embedded", evidence.clip, [*beside, *evidence.frames])
    assert clip.frames == tuple(frame.path for frame in evidence.frames)
    assert (clip.medium, clip.start, clip.end) == ("walk.mp4", 8.0, 16.0)
    only_beside = ClipAnswers.of("embedded", evidence.clip, beside)
    assert only_beside.frames == tuple(frame.path for frame in beside)


class Watched:
    """A job of two members at one video, as a page saw it from one writing to the next."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workspace = Workspace(root / "w")
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.seen: list[Job] = []
        self.video = scripted_models.video(root / "walk.mp4", seconds=16)
        self.collection = scripted_models.catalogue_file(root / "c.csv")
        show = JobBoard.show

        def shown(board: JobBoard, job: str, *rest: object) -> None:
            show(board, job, *rest)  # type: ignore[arg-type]
            self.seen.append(self.jobs.get(job))

        monkeypatch.setattr(JobBoard, "show", shown)
        monkeypatch.setattr("jobs.run._INTERVAL", 0.0)

    def clips(self, job: Job) -> tuple[ClipAnswers, ...]:
        return decode(job.log.answers, self.workspace)

    def run(self, *choices: Choice) -> Job:
        self.seen.clear()
        job = self.jobs.submit(analysis([self.video], self.collection, choices=choices))
        Worker(self.workspace, Idle(self.workspace)).run_next()
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
    assert [(clip.start, clip.end) for clip in watched.clips(found)] == clips
    assert {clip.backend for clip in watched.clips(found)} == {"talker"}
    assert all(len(clip.outputs) == len(NAMES) for clip in watched.clips(found))
    looked_at = {(m.backend, m.clip.start): m for one in members for m in one.members}
    growing = (watched.clips(job)[-1] for job in watched.seen if job.log.growing)
    speaking = {(clip.backend, clip.start): clip for clip in growing}
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
    loading = [job for job in watched.seen if job.step.stage == "loading talker"]
    assert loading
    # A clip that is settled early comes first only while its video is being scanned.
    assert all(sorted(job.log.answers) == sorted(first.log.answers) for job in loading)
    assert {clip.backend for clip in watched.clips(first)} == {"pointer"}
    assert {clip.backend for clip in watched.clips(again)} == {"talker"}
    scripted_models.unregister()


def test_an_answer_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    answers = ['{"output": {"stage": 1}}', "{", '{"clip": {"backend": "talker", "new": 1}}']
    clip = ClipAnswers("talker", "walk.mp4", 1.0, 2.0, (workspace.frames / "a.jpg",))
    assert decode([*answers, encode(clip, workspace)], workspace) == (clip,)


def test_pictures_are_found_where_the_workspace_is_now(tmp_path: Path) -> None:
    before, now = Workspace(tmp_path / "before"), Workspace(tmp_path / "now")
    elsewhere = tmp_path / "elsewhere.jpg"
    clip = ClipAnswers(frames=(before.frames / "a.jpg", elsewhere))
    (moved,) = decode([encode(clip, before)], now)
    assert moved.frames == (now.frames / "a.jpg", elsewhere)
