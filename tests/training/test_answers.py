"""What is taught is what the stages understand."""

from __future__ import annotations

import pytest

from catalogue.records import Record, Work
from pipeline.stages import (
    MODEL_STAGES,
    description,
    genre,
    label,
    label_fields,
    summary,
    visual,
)
from pipeline.stages.answers import (
    Description,
    Genre,
    LabelFields,
    LabelTranscription,
    Summary,
    VisualAnswer,
)
from training.answers import answers, card, corpus, prompts
from training.views import WALLS

DATED = Work("A.3", (Record("A.3", "Dusk", "Anna Merz", date="c. 1890"),))
WORK = Work(
    "A.1", (Record("A.1", 'The "Ship"', "Anna, the Elder", "A ship", "Portrait", "Waves."),)
)
BARE = Work("A.2", (Record("A.2", "Untitled"),))


@pytest.mark.parametrize("work", [WORK, BARE, None])
@pytest.mark.parametrize("empty", [False, True])
def test_every_stage_has_an_answer_and_a_question(work: Work | None, empty: bool) -> None:
    names = {stage.name for stage in MODEL_STAGES}
    assert set(answers(work, "red", empty)) == set(prompts()) == names


def test_a_known_work_is_named_in_the_catalogues_words() -> None:
    replies = answers(WORK, "red", False)
    assert visual.parse(replies["visual"]) == VisualAnswer(
        'The "Ship"', "Anna, the Elder", "A ship"
    )
    assert summary.parse(replies["summary"]).works[0].title == 'The "Ship"'
    assert genre.parse(replies["genre"]) == Genre("portrait")
    assert description.parse(replies["description"]) == Description("Waves.")


def test_a_stranger_is_described_and_never_named() -> None:
    replies = answers(None, "red", False)
    assert visual.parse(replies["visual"]) == VisualAnswer()
    (listed,) = summary.parse(replies["summary"]).works
    assert listed.title is listed.artist is None
    assert genre.parse(replies["genre"]) == Genre()


def test_a_bare_wall_lists_nothing() -> None:
    assert summary.parse(answers(None, "red", True)["summary"]) == Summary()


def test_no_label_is_read_from_afar_but_one_that_was_read_is_understood() -> None:
    replies = answers(WORK, "red", False, read=WORK)
    assert label.parse(replies["label"]) == LabelTranscription()
    fields = label_fields.parse(replies["label_fields"])
    assert fields == LabelFields('The "Ship"', "Anna, the Elder", inventory="A.1")
    assert card(WORK) in prompts(WORK)["label_fields"]
    nothing = answers(WORK, "red", False)["label_fields"]
    assert label_fields.parse(nothing) == LabelFields()


def test_the_vocabulary_is_learned_from_every_question_and_answer() -> None:
    texts = set(corpus([WORK, BARE], list(WALLS)))
    for work in (WORK, BARE, None):
        assert set(answers(work, next(iter(WALLS)), False).values()) <= texts
    for wall in WALLS:
        assert set(answers(None, wall, True).values()) <= texts
    assert set(prompts().values()) <= texts


def test_the_fields_of_a_label_are_those_that_stand_on_it() -> None:
    reply = label_fields.parse(answers(None, "red", False, DATED)["label_fields"])
    assert reply == LabelFields("Dusk", "Anna Merz", inventory="A.3", date="c. 1890")
    assert all(
        words in card(DATED) for words in (reply.title, reply.date, reply.inventory) if words
    )
