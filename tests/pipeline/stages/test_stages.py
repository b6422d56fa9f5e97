"""What the stages ask and what they understand, whatever a model says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import codec
from pipeline.stages import (
    MODEL_STAGES,
    description,
    genre,
    scene,
    summary,
    visual,
)
from pipeline.stages.answers import (
    ANSWERS,
    Description,
    Genre,
    LabelTranscription,
    Scene,
    StageAnswer,
    Summary,
    SummaryWork,
    VisualAnswer,
)
from pipeline.stages.lenient_json import objects
from pipeline.stages.parsing import FIELD, PROSE

NOTHING = VisualAnswer()
BOTH = VisualAnswer("Minerva", "Guido Reni")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Minerva", "artist": "Guido Reni"}',
        'Sure!\n```json\n{"title": "Minerva", "artist": "Guido Reni",}\n```\nAnything else?',
        '```json\n{"title": "Minerva", "artist": "Guido Reni"}',
        '```\n{"title": "Minerva",\n "artist": "Guido Reni"\n```\nI read it off "the label".',
        'The answer is {"title": "Minerva", "artist": "Guido Reni"} I think. {"title": "Flora"}',
        "The words {such as these} say {'title': 'Minerva', 'artist': 'Guido Reni', 'x': None}",
        "{title: Minerva, artist: Guido Reni}",
        "{“title”: “Minerva”, “artist”: “Guido Reni”}",
        '{"title": "Minerva" "artist": "Guido Reni"}',
        '{"title": "Minerva", // the goddess\n "artist": "Guido Reni"}',
        '{"Title": "Minerva", "Artist_Name": "Guido Reni"}',
        '{"TITOLO": "Minerva", "painter": "Guido Reni"}',
        '{"painting": {"title": "Minerva", "artist": {"name": "Guido Reni"}}}',
        '[{"title": "Minerva", "artist": "Guido Reni"}, {"title": "Flora"}]',
        '{"title": null, "artist": ""} {"title": "Minerva", "artist": "Guido Reni"}',
        '{"title": "Minerva", "artist": "Guido Reni", "title": "Flora"}',
        '{"title": "Minerva<|im_end|>", "artist": "\\u0000Guido\\u0007 Reni\\ud800"}',
        '{"title": "Minerva", "artist": "Guido Reni", "subject": "a goddess with an ow',
        "**Title:** Minerva\n- **Artist**: *Guido Reni*",
        'Title: "Minerva"\nPainter = Guido Reni',
    ],
)
def test_title_and_artist_are_found_however_they_are_written(text: str) -> None:
    assert visual.parse(text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "", "no idea", "not visible", "{", "[1, 2]", '{"title": ', '{"title": "Mine', "{}", "{{{{",
        '{"title": null, "artist": "null", "subject": "None"}', '{"title": "N/A", "artist": "-"}',
        '{"title": true, "artist": {"x": 1}, "subject": []}', '{"title": "not visible"}',
        '{"subtitle": "Minerva"}', "The title is a matter of taste",
    ],
)  # fmt: skip
def test_what_says_nothing_is_nothing(text: str) -> None:
    assert visual.parse(text) == NOTHING


def test_wrong_types_become_words_or_nothing() -> None:
    said = '{"title": ["A", "B", null], "artist": 1880, "subject": {"x": 1}}'
    assert visual.parse(said) == VisualAnswer("A; B", "1880")


def test_quotation_marks_inside_words_end_nothing() -> None:
    said = """{"title": "The "Hay" Wain, or "Noon"", 'artist': 'L'amico d'Angelo'}"""
    assert visual.parse(said).title == 'The "Hay" Wain, or "Noon"'
    assert visual.parse(said).artist == "L'amico d'Angelo"
    inside = json.dumps({"subject": 'A sheet that says {"title": "Mona Lisa"}'})
    assert visual.parse(inside).title is None


def test_of_an_answer_that_breaks_off_the_complete_pairs_count() -> None:
    assert visual.parse('{"title": "Minerva", "artist": "Guido R') == VisualAnswer("Minerva")
    cut = '{"works": [{"title": "A", "artist": null}, {"title": "B", "artist": "Gui'
    assert [work.title for work in summary.parse(cut).works] == ["A", "B"]
    assert summary.parse(cut).works[1].artist is None


_PLAIN = st.text(st.characters(exclude_categories=["C"], exclude_characters="\\`"), max_size=30)


_KEY = _PLAIN.map(lambda key: key.strip()[:4]).filter(bool)


@settings(deadline=None)
@given(st.dictionaries(_KEY, _PLAIN, min_size=1, max_size=5), st.booleans())
def test_json_reads_as_json(value: dict[str, str], spread: bool) -> None:
    text = json.dumps(value, ensure_ascii=spread, indent=2 if spread else None)
    assert objects(f"Here: {text} and so on") == [value]


# The descriptive stages


def test_a_summary_keeps_three_works_in_order() -> None:
    said = json.dumps({"works": [{"title": str(i)} for i in range(5)] + ["x"]})
    assert [work.title for work in summary.parse(said).works] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "A", "location": "left"}, {"title": "B"}]',
        '{"artworks": [{"Title": "A", "Position": "left"}, {"name": "B"}]}',
        '{"title": "A", "location": "left"}\n{"title": "B"}',
        '{"result": {"works": [{"title": "A", "location": "left"}, {"title": "B"}]}}',
        "1. Title: A\n   Location: left\n\n2. **Title:** B",
    ],
)
def test_a_list_of_works_is_one_in_any_shape(text: str) -> None:
    works = (SummaryWork("A", location="left"), SummaryWork("B"))
    assert summary.parse(text) == Summary(works)


def test_numbered_sentences_are_descriptions() -> None:
    said = "I see:\n1. A small portrait, on the left\n   in a gilt frame.\n2) A seascape."
    found = [work.description for work in summary.parse(said).works]
    assert found == ["A small portrait, on the left in a gilt frame.", "A seascape."]
    assert summary.parse('{"works": []}') == Summary()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("portrait", "portrait"), ("Portrait.", "portrait"),
        ('{"genre": "Still-life"}', "still life"),
        ("It is a marine, not a landscape", "seascape"), ("Natura morta", "still life"),
        ("surrealism", "other"), ("other", "other"), ("genre scene", "genre scene"),
        ("not visible", ""), ("", ""), ("unknown", ""), ("I cannot tell.", ""),
    ],
)  # fmt: skip
def test_a_genre_is_one_of_the_list(text: str, expected: str) -> None:
    assert genre.parse(text) == Genre(expected)


@pytest.mark.parametrize(
    ("parse", "answer", "name"),
    [(description.parse, Description, "description"), (scene.parse, Scene, "scene")],
)
def test_sentences_are_kept_and_not_visible_is_none(
    parse: Callable[[str], StageAnswer], answer: Callable[[str], StageAnswer], name: str
) -> None:
    assert parse(" A room.\x00 \n") == answer("A room.")
    assert parse(json.dumps({name: "A room."})) == answer("A room.")
    assert parse("not visible") == answer("")


# Whatever comes


def check(name: str, answer: StageAnswer) -> None:
    """The declared kind, bounded, and fit to be stored."""
    assert type(answer) is ANSWERS[name]
    text = codec.answer_text(answer)
    assert codec.answer_of(name, text) == answer
    assert len(text.encode()) < 40_000
    assert "\\u0000" not in text
    for value in codec.plain(answer).values():
        assert isinstance(value, str | None | bool | list)
        assert not isinstance(value, str) or len(value) <= PROSE
    for work in answer.works if isinstance(answer, Summary) else ():
        words = codec.plain(work).values()
        assert all(one is None or 0 < len(one) <= FIELD for one in words)


_PIECES = st.sampled_from(
    ['{"title": "', '", "artist": "', '"}', "{", "}", "[", "]", ":", ",", "'", '"', "“", "”", "\\",
     "null", "works", "tie", "```json\n", "Title: ", "1. ", "\n", "\0", "\ud800", "<|im_end|>", "é"]
)  # fmt: skip


@settings(deadline=None)
@given(st.text() | st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_no_answer_breaks_any_stage(text: str) -> None:
    for stage in MODEL_STAGES:
        check(stage.name, stage.parse(text))
        assert isinstance(stage.prompt({"label": LabelTranscription(text)}), str)


_AT_ONCE = 60
"""CPU seconds. Half a second to six on the machines that were seen; what grows with the square of
the length takes minutes."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["word ", '{"title": "x"} ', '{"title": "', "{", "[", '{"a":', "{' ", "] {'", "“{```", "\\",
     '"', "1. a\n", "Title: x\n", "a", "\n", " ", "<|", "ignore ", "[{", "system\n",
     "not visible ", "<|im_end|>", "``` ", "\t", "1 ", "* "],
)  # fmt: skip
def test_an_answer_of_ten_thousand_tokens_is_read_at_once(unit: str) -> None:
    text = ('{"x' + unit * 50_000)[:50_000]
    began = time.process_time()
    for stage in MODEL_STAGES:
        check(stage.name, stage.parse(text))
        stage.prompt({"label": LabelTranscription(text)})
    assert time.process_time() - began < _AT_ONCE
