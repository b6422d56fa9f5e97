"""The questions in docs/ are the ones that are asked, and say what an honest answer is."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.__main__ import main
from pipeline.stages import MODEL_STAGES
from pipeline.stages.answers import LabelTranscription, VisualAnswer
from pipeline.stages.uncertainty import uncertain
from tests.places import DOCS

DOCUMENT = DOCS / "prompts.md"
LABEL = {"label": LabelTranscription("Guido Reni\nEcce Homo"), "visual": VisualAnswer("Flora")}


def test_the_documented_questions_are_the_generated_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["prompts"]) == 0
    assert DOCUMENT.read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("stage", MODEL_STAGES, ids=lambda stage: stage.name)
def test_only_the_stage_that_needs_it_sees_an_earlier_answer(stage: Any) -> None:
    changed = stage.prompt(LABEL) != stage.prompt({})
    assert changed == bool(stage.needs)
    assert ("Guido Reni" in stage.prompt(LABEL)) == (stage.needs == ("label",))
    assert "Flora" not in stage.prompt(LABEL)


@pytest.mark.parametrize("name", ["label", "visual", "description", "genre"])
def test_not_visible_is_offered_and_understood(name: str) -> None:
    (stage,) = (one for one in MODEL_STAGES if one.name == name)
    assert stage.prompt({}).endswith("answer: not visible")
    assert stage.parse("not visible") == stage.parse("")
    assert uncertain("not visible")


@pytest.mark.parametrize("stage", MODEL_STAGES, ids=lambda stage: stage.name)
def test_questions_are_short(stage: Any) -> None:
    assert len(stage.prompt({}).split()) <= 90
