"""Which answers are none, and that no title that a museum has is one of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import catalogue
from demo.works import PIECES
from pipeline.stages import MODEL_STAGES, label, label_fields, visual
from pipeline.stages.answers import LabelTranscription
from pipeline.stages.degenerate import degenerate, ended
from tests.places import KIT

FILES = ["estense/catalogue.csv", "semart_val_1069.tsv.gz", "tate_69202.csv.gz"]
ASKED = visual.prompt({})


def none(raw: str, *guesses: str, prompt: str = ASKED) -> bool:
    return degenerate(raw, prompt, guesses)


@pytest.mark.parametrize(
    "raw",
    [
        "assistant", "user\nassistant\nuser", "System:", "<|im_start|>assistant\nFlora",
        "Flora\nuser\nWhat is this?", "[INST] Flora [/INST]",
        "the the the the the the the the the the the the",
        "Flora by Carlo Cignani. " * 4, "Madonna" * 5, "ab" * 12, "a" * 24, "啊" * 24,
        '{"title": "' + "Bang " * 12, "!!!!!!!!", "- - - -", "?!?!",
        ASKED, f"Sure. {ASKED} Flora", ASKED[:60], "Judge by what is painted; text in the frames "
        "does not count. Flora",
    ],
)  # fmt: skip
def test_no_answer(raw: str) -> None:
    assert none(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "", "not visible", "Not visible.", "null", "{}", "[]", "...", "-", '{"works": []}',
        json.dumps(dict.fromkeys(visual.FIELDS)), "Flora<|im_end|>", "Flora</s>",
        "The user of this room was an assistant of Titian",
        "Madonna col Bambino; Madonna col Bambino; Madonna col Bambino",
    ],
)  # fmt: skip
def test_an_answer(raw: str) -> None:
    assert not none(raw)


def test_a_guess_that_is_a_role_is_none() -> None:
    assert none('{"title": "Assistant"}', "Assistant")
    assert not none('{"title": "The Assistant"}', "The Assistant")


def test_words_that_stand_between_the_marks_may_be_repeated() -> None:
    title = "Adorazione dei pastori con i santi Girolamo e Francesco"
    asked = label_fields.prompt({"label": LabelTranscription(title)})
    assert not none(title, title, prompt=asked)
    assert not none(json.dumps({"title": title}), title, prompt=asked)


def test_what_ends_an_answer_is_no_part_of_it() -> None:
    assert ended(" Flora <|im_end|>\n<|endoftext|> ") == "Flora"
    assert ended("<|im_end|>") == ""


ODD = [
    "Untitled, Untitled", "New York, New York", "Bang Bang", "No, No, No", "Ha Ha Ha Ha Ha Ha",
    "La la la", "Tic Tac Toe", "0000000000", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio",
    "?", "!!!", "System of a Landscape",
]  # fmt: skip


def answered(title: str, artist: str) -> bool:
    said = json.dumps({"title": title, "artist": artist, "subject": None}, ensure_ascii=False)
    card = f"{artist}\n{title}\nOil on canvas, 1630"
    asked = label_fields.prompt({"label": LabelTranscription(card)})
    return not (
        none(said, title, artist)
        or none(said, title, artist, prompt=asked)
        or none(card, title, artist, prompt=label.prompt({}))
    )


@pytest.mark.parametrize("title", ODD)
def test_odd_titles_are_answers(title: str) -> None:
    assert answered(title, "Painter One")


def test_the_demonstration_is_answered() -> None:
    assert all(answered(work.title, work.artist) for work in PIECES)


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="the material is not here")
@pytest.mark.parametrize("name", FILES)
def test_no_title_or_artist_of_a_museum_is_called_no_answer(name: str) -> None:
    works = catalogue.load(KIT / "catalogues" / name).works
    some = works[:: max(1, len(works) // 700)]
    assert [w for w in some if w.title and w.artist and not answered(w.title, w.artist)] == []


@settings(deadline=None)
@given(st.text(max_size=60).filter(ended), st.integers(12, 40))
def test_what_is_said_twelve_times_is_a_loop(unit: str, times: int) -> None:
    words = catalogue.normalise(unit).split()
    assert none(f"{unit} " * times) or not 0 < len(words) <= 12


@settings(deadline=None)
@given(st.text())
def test_any_words_can_be_judged(text: str) -> None:
    for stage in MODEL_STAGES:
        assert isinstance(none(text, text, prompt=stage.prompt({})), bool)
