"""From a real video file to stored evidence, with a backend that follows a script."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import catalogue
from backends.base import (
    GenerationError,
    Location,
    Media,
    MediaFrame,
    Modality,
    Params,
    Prompt,
)
from ledger import Ledger, Verdict
from pipeline import AbstentionConfig, Cancelled, Guards, MediaError, decide, signals
from pipeline.__main__ import main
from pipeline.analysis.analyse import analyse
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.progress import ClipFinished, Event, FrameSampled, StageAnswered
from pipeline.analysis.recipe import references
from pipeline.commands.analyse import medium_record
from pipeline.decision.works_seen import works_seen
from pipeline.types import Evidence
from storage.workspace import Workspace
from tests import scripted_models
from tests.scripted_models import Pointer

STAGES = ["label", "label_fields", "visual", "summary", "description", "genre", "scene"]


class Walker(Pointer):
    """Sees work A from 4 s to 9 s, and names it; fails at `failing`, a stage or a method."""

    def __init__(self, failing: str = "", error: Exception | None = None) -> None:
        super().__init__()
        self.failing = failing
        self.error = error or GenerationError("Out of memory: ask for fewer frames.")
        self.load(None)

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        if self.failing == "locate":
            raise self.error
        return super().locate(frame)

    def preprocess(self, media: Media, modality: Modality) -> Any:
        if self.failing == "preprocess":
            raise self.error
        return super().preprocess(media, modality)

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        if prompt.stage == self.failing:
            raise self.error
        return super().generate(media, prompt, params)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scripted_models.video(tmp_path_factory.mktemp("walk") / "walk.mp4")


@pytest.fixture
def collection(tmp_path: Path) -> catalogue.Catalogue:
    return catalogue.load(scripted_models.catalogue_file(tmp_path / "catalogue.csv"))


def test_a_walk_becomes_clips_with_all_stages_and_a_decision(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    found = analyse(walk, Walker(), collection, Workspace(tmp_path / "w"))
    assert [one.clip.focus for one in found] == [None, "A", None]
    assert all([o.stage for o in one.outputs] == STAGES for one in found)
    index = catalogue.Index.build(collection)
    decisions = [decide(signals(one, index, AbstentionConfig()), index) for one in found]
    assert [d.outcome for d in decisions] == ["abstain", "accept", "abstain"]
    (seen,) = works_seen(found, index, AbstentionConfig(), Guards())
    assert seen.work == "A"
    assert seen.start == pytest.approx(4, abs=1.25)
    assert seen.end == pytest.approx(9, abs=1.25)
    assert all(frame.path.is_file() for one in found for frame in one.frames)


def test_the_record_of_a_medium_is_plain_json(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    found = analyse(walk, Walker(), collection, Workspace(tmp_path / "w"))
    index = catalogue.Index.build(collection)
    record = json.loads(json.dumps(medium_record(walk, found, index, AbstentionConfig())))
    assert set(record) == {"medium", "clips", "works_seen", "evidence"}
    assert set(record["clips"][0]) == {"start", "end", "decision"}
    assert record["clips"][1]["decision"]["work"] == "A"
    assert set(record["works_seen"][0]) == {
        "work", "title", "artist", "start", "end", "score",
    }  # fmt: skip


def test_a_work_s_identifiers_are_wherever_it_is_named(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    named = (catalogue.Authority("work", "Wikidata", "Q1"),)
    works = [
        replace(work, records=tuple(replace(r, authorities=named) for r in work.records))
        for work in collection
    ]
    found = analyse(walk, Walker(), collection, Workspace(tmp_path / "w"))
    record = medium_record(walk, found, catalogue.Index(works), AbstentionConfig())
    for one in (record["clips"][1]["decision"], record["works_seen"][0]):
        assert [a["uri"] for a in one["authorities"]] == ["http://www.wikidata.org/entity/Q1"]


def test_a_backend_knows_what_the_catalogues_numbers_look_like() -> None:
    records = [catalogue.Record(number, "Flora") for number in ("EST-065", "138")]
    works = tuple(catalogue.Work(record.identifier, (record,)) for record in records)
    numbered, plain = references(catalogue.Catalogue(Path("works.csv"), "", works))
    assert re.fullmatch(numbered.number_form, "est 066")
    assert plain.number_form == ""


def by_place(clips: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(sorted(clips, key=lambda clip: clip.clip.place))


def test_nothing_is_computed_twice(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    first = analyse(walk, Walker(), collection, workspace)
    again = Walker()
    assert analyse(walk, again, collection, workspace) == first
    assert again.asked == []


def test_a_workspace_is_copied_and_the_first_deleted(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    first = Workspace(tmp_path / "first")
    upload = Path(shutil.copy(walk, first.uploads))
    found = analyse(upload, Walker(), collection, first)
    config, index = AbstentionConfig(), catalogue.Index(collection.works)
    decision = decide(signals(found[1], index, config), index, config, Guards())
    given = Ledger(first.database).record(
        Verdict(
            "accept", "A", found[1], decision, config, collection.sha256, "1", reviewer="Ada"
        )
    )  # fmt: skip
    second = Workspace(Path(shutil.copytree(first.root, tmp_path / "second")))
    shutil.rmtree(first.root)

    copied = by_place(Store(second.database).evidence_list())
    assert [clip.clip.key for clip in copied] == [clip.clip.key for clip in found]
    assert {clip.clip.video.path for clip in copied} == {second.uploads / "walk.mp4"}
    ledger = Ledger(second.database)
    assert ledger.verify(given.hash).ok
    assert not any(str(first.root) in (text or "") for text in next(ledger.documents((given,))))
    for clip in (*copied, ledger.frozen(given).evidence):
        assert clip.frames
        assert all(frame.path.parent == second.frames for frame in clip.frames)
        assert all(frame.path.is_file() for frame in clip.frames)
    again = Walker()
    assert analyse(second.uploads / "walk.mp4", again, collection, second) == copied
    assert again.asked == []


def test_a_stage_that_fails_leaves_its_error_and_the_others_go_on(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    found = analyse(walk, Walker("summary"), collection, Workspace(tmp_path / "w"))
    for one in found:
        errors = {output.stage: output.error for output in one.outputs}
        assert errors.pop("summary") == "Out of memory: ask for fewer frames."
        assert set(errors.values()) == {None}


def test_what_failed_is_tried_again_and_replaced(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    analyse(walk, Walker("visual"), collection, workspace)
    again = analyse(walk, Walker(), collection, workspace)
    assert by_place(Store(workspace.database).evidence_list()) == again
    assert not any(output.error for one in again for output in one.outputs)


@pytest.mark.parametrize("stage", ["preprocess", "visual"])
def test_a_model_that_breaks_down_in_any_way_fails_alone(
    stage: str, walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    broken = Walker(stage, ZeroDivisionError("inside the model"))
    for one in analyse(walk, broken, collection, Workspace(tmp_path / "w")):
        assert [o.error for o in one.outputs if o.error] == ["inside the model"]


def test_a_frame_that_breaks_the_recogniser_is_an_error_of_its_medium(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    broken = Walker("locate", ZeroDivisionError("inside the model"))
    with pytest.raises(MediaError, match=r"walk.mp4: the frame at 0\.\d s .*inside the model"):
        analyse(walk, broken, collection, Workspace(tmp_path / "w"))


@pytest.mark.slow
def test_one_bad_path_does_not_stop_the_others(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("not a video")
    out = tmp_path / "out.json"
    named = [tmp_path / "gone.mp4", text, walk]
    command = ["analyse", *map(str, named), "--catalogue", str(collection.path)]
    assert main([*command, "--db", str(tmp_path / "w" / "c.db"), "--json", str(out)]) == 2
    records = json.loads(out.read_text(encoding="utf-8"))
    assert [record["medium"] for record in records] == list(map(str, named))
    assert ["error" in record for record in records] == [True, True, False]
    assert "gone.mp4" in capsys.readouterr().err


def test_a_work_that_has_left_the_view_is_stored_before_the_scan_is_over(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    events: list[Event] = []

    def stop(event: Event) -> None:
        events.append(event)
        if isinstance(event, ClipFinished):
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        analyse(walk, Walker(), collection, workspace, stop)
    [stored] = Store(workspace.database).evidence_list()
    assert stored.clip.focus == "A"
    assert events[-1].place.coming > 0
    whole = analyse(walk, Walker(), collection, workspace)
    assert len(whole) == 3, "a video of which one clip is stored is not analysed"
    assert whole[1].clip == stored.clip


def test_a_clip_is_in_the_store_when_it_is_complete_and_stays_there(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    store, seen = Store(workspace.database), list[tuple[str, int]]()

    def stop(event: Event) -> None:
        if isinstance(event, ClipFinished):
            seen.append((event.clip.key, len(store.evidence_list(collection.sha256))))
            if len(seen) == 2:
                raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        analyse(walk, Walker(), collection, workspace, stop)
    kept = store.evidence_list()
    assert seen == [(kept[0].clip.key, 1), (kept[1].clip.key, 2)]
    whole = analyse(walk, Walker(), collection, workspace)
    assert {one.clip for one in kept} < {one.clip for one in whole}, "at the same addresses"
    assert len(whole) == 3
    assert by_place(store.evidence_list()) == whole


def test_the_clips_of_a_second_backend_are_stored_together(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    lead = analyse(walk, Walker(), collection, workspace)
    before, states = Store(workspace.database).state(), list[int]()
    second = Walker()
    analyse(
        walk, second, collection, workspace,
        lambda event: states.append(Store(workspace.database).state()), lead,
    )  # fmt: skip
    assert set(states) == {before}, "alone it would hide what the first one found"
    assert Store(workspace.database).state() > before


def test_work_that_is_cancelled_stores_nothing_and_can_be_done_again(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")

    def stop(event: Event) -> None:
        if isinstance(event, StageAnswered):
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        analyse(walk, Walker(), collection, workspace, stop)
    assert len(analyse(walk, Walker(), collection, workspace)) == 3


def test_progress_never_runs_past_its_total_and_ends_at_it(
    walk: Path, collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    events: list[Event] = []
    analyse(walk, Walker(), collection, Workspace(tmp_path / "w"), events.append)
    places = [event.place for event in events]
    assert all(place.done <= place.total for place in places)
    done = [e.place.done for e in events if isinstance(e, FrameSampled | StageAnswered)]
    assert done == list(range(1, len(done) + 1))
    assert places[-1].done == places[-1].total
    assert {place.number for place in places} == {1, 2, 5, 6, 7}
