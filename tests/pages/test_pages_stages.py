"""What the stages say: while they say it, afterwards, and never as markup."""

from __future__ import annotations

import json
from dataclasses import replace

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import HOSTILE, read
from visits import bundle_in

from pages._ui import views_jobs, views_markup, views_stages
from pages._ui.views_stages import Row
from pipeline.stages import MODEL_STAGES
from pipeline.types import StageOutput

NAMES = [stage.name for stage in MODEL_STAGES]
answers = st.lists(st.sampled_from(NAMES).map(lambda name: builders.output(name, {})), max_size=40)
spoken = st.dictionaries(st.sampled_from(NAMES), st.text(min_size=1, max_size=20))


@given(answers)
def test_answers_fall_into_clips_in_order_and_none_is_lost(outputs: list[StageOutput]) -> None:
    clips = views_stages.clips(outputs)
    assert [output for clip in clips for output in clip] == outputs
    assert all(len({o.stage for o in clip}) == len(clip) for clip in clips)


@given(answers, spoken)
def test_what_is_said_now_and_before_is_everything(
    outputs: list[StageOutput], speaking: dict[str, str]
) -> None:
    rows, before = views_stages.under_way(outputs, speaking)
    assert [row.stage for row in rows][: len(NAMES)] == NAMES
    now = {row.stage: row.output for row in rows if row.output}
    assert not set(now) & set(speaking)
    assert {row.stage: row.words for row in rows if row.words} == speaking
    assert sum(len(clip) for clip in before) + len(now) == len(outputs)


def test_a_stage_that_speaks_again_speaks_about_the_next_clip() -> None:
    outputs = [builders.output(name, {}) for name in NAMES]
    rows, before = views_stages.under_way(outputs, {})
    assert all(row.output for row in rows)
    assert before == []
    rows, before = views_stages.under_way(outputs, {"label": "The"})
    assert [row.output for row in rows] == [None] * 7
    assert before == [outputs]


def test_finished_answers_stand_in_the_order_of_the_stages() -> None:
    asked = [builders.output(name, {}) for name in ("visual", "label", "mood", "label_fields")]
    shown = read(views_stages.finished(asked))
    order = ["Reading the wall label", "Title and artist on the label", "Looking at", "mood"]
    assert sorted(order, key=shown.index) == order
    assert "Genre" not in shown


@pytest.mark.parametrize(
    ("stage", "parsed", "lines"),
    [
        ("label", {"text": "Dusk\nOne", "tie": "beside"},
         [("", "Dusk\nOne"), ("Label", "hangs beside this painting")]),
        ("label", {"text": "", "tie": "none"}, [("", "No wall label was read.")]),
        ("label_fields", {"title": "Dusk", "artist": None, "inventory": "T-01"},
         [("Title", "Dusk"), ("Number", "T-01")]),
        ("visual", {"title": None}, [("", "The painting was not recognised.")]),
        ("summary", {"works": [{"title": "Dusk", "location": "left"}, "odd", {}]},
         [("1", "Dusk (left)"), ("2", "a painting")]),
        ("summary", {"works": "odd"}, [("", "No work was made out.")]),
        ("scene", {"scene": "A wall."}, [("", "A wall.")]),
        ("genre", {"genre": ""}, [("", "No genre was named.")]),
        ("mood", {"calm": True}, [("", "calm: yes")]),
        ("label", None, [("", "raw words")]),
    ],
)  # fmt: skip
def test_what_was_understood_is_said_first(
    stage: str, parsed: object, lines: list[tuple[str, str]]
) -> None:
    output = builders.output(stage, parsed, raw="raw words")
    assert views_stages.understood(output) == lines
    shown = read(views_stages.row(Row(stage, output)))
    assert shown.index(lines[0][1]) < shown.index("Word for word") < shown.rindex("raw words")


def test_an_answer_without_end_stays_in_bounds() -> None:
    words = "word " * 10_000
    output = replace(builders.output("scene", {"scene": words}, raw=words), cut=True)
    growing = views_stages.row(Row("scene", words=words + "newest"))
    assert len(growing) < 2 * views_stages.SHOWN
    assert "newest" in growing
    finished = read(views_stages.row(Row("scene", output)))
    assert len(finished) < views_stages.KEPT + 2 * views_stages.SHOWN
    assert "broken off at its longest" in finished


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_model_stay_words(words: str) -> None:
    for stage in (*NAMES, words):
        parsed = {"text": words, "title": words, "scene": words, "works": [{"title": words}]}
        output = builders.output(stage, parsed, raw=words)
        failed = replace(output, error=words)
        assert words in read(views_stages.row(Row(stage, words=words)))
        for said in (output, failed, replace(output, parsed=json.dumps(words), prompt=words)):
            assert words in read(views_stages.row(Row(stage, said)))
            assert words in read(views_stages.finished([said]))
    assert words in read(views_markup.messages([words], True))


def test_many_messages_take_the_room_of_a_few() -> None:
    shown = read(views_markup.messages([f"message {n}" for n in range(400)], False))
    assert shown.startswith("message 399message 398")
    assert "message 100" not in shown
    assert shown.endswith("and 350 before these")


def test_loading_is_a_stage_of_its_own(job: views_jobs.Job) -> None:
    loading = replace(job, state="running", number=0, stage="loading the model", seconds_left=40.0)
    assert views_jobs.state(loading) == "loading the model, 40 s left"
    assert views_jobs.state(replace(loading, stage="")) == "starting"


@pytest.fixture
def job(tmp_path_factory: pytest.TempPathFactory) -> views_jobs.Job:
    folder = tmp_path_factory.mktemp("job")
    jobs = bundle_in(folder).jobs
    film = builders.picture(folder / "room.jpg", 1)
    return jobs.get(jobs.submit([film], folder / "catalogue.csv"))
