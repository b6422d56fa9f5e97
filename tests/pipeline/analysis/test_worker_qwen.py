"""A real Qwen2-VL, tiny and untrained, through the worker: loaded, shown, stored, and gone."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from transformers import Qwen2VLForConditionalGeneration

from backends.base import Choice, Options
from backends.qwen2_vl import Qwen2VLBackend
from jobs import Jobs
from jobs.board import JobBoard
from jobs.worker import Worker
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.job import analysis
from pipeline.stages import MODEL_STAGES
from storage.workspace import Workspace
from tests import scripted_models, tiny_models
from tests.idle import Idle


def test_a_model_is_shown_while_it_answers_and_gone_when_another_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _held()
    scripted_models.register()
    spoken: set[str] = set()
    show = JobBoard.show

    def shown(board: JobBoard, *given: object) -> None:
        spoken.update(stage for stage, _ in given[3])  # type: ignore[attr-defined]
        show(board, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(JobBoard, "show", shown)
    video = scripted_models.video(tmp_path / "walk.mp4", seconds=6)
    collection = scripted_models.catalogue_file(tmp_path / "c.csv")
    options = Options(visual="video", frames=2, pixels=6272)
    choice = Choice("qwen2-vl", tiny_models.qwen(tmp_path / "model"), options=options)
    workspace = Workspace(tmp_path / "w")
    jobs, worker = Jobs(workspace, Idle(workspace)), Worker(workspace, Idle(workspace))
    for choices in ([choice], [Choice("pointer"), choice], [Choice("pointer")]):
        job = jobs.submit(analysis([video], collection, choices=choices))
        worker.run_next()
        found = jobs.get(job)
        assert (found.state, found.log.messages, found.log.growing) == ("done", (), ())
    assert len(spoken) > 1, "several answers of a batch grow side by side"
    gc.collect()
    assert not [one for one in _held() if not any(one is other for other in before)]
    clip = Store(workspace.database).evidence_list()[-1]
    pointer, qwen = clip.members
    assert (pointer.backend, qwen.backend) == ("pointer", "qwen2-vl")
    assert qwen.format is not None
    assert (qwen.format.visual, qwen.format.frames) == ("video", 2)
    assert [out.stage for out in qwen.outputs] == [stage.name for stage in MODEL_STAGES]
    assert not [out.error for out in qwen.outputs if out.error]
    assert all(out.tokens for out in qwen.outputs)
    scripted_models.unregister()


def _held() -> list[object]:
    """The models in memory, those of other tests included."""
    held = (Qwen2VLBackend, Qwen2VLForConditionalGeneration)
    return [one for one in gc.get_objects() if type(one) in held]
