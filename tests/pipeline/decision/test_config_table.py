"""The table in docs/ is the one that the declaration writes, and the defaults are the paper's."""

from __future__ import annotations

import pytest

from pipeline import PARAMETERS, AbstentionConfig
from pipeline.__main__ import main
from tests.places import DOCS

DOCUMENT = DOCS / "parameters.md"

PAPER = {
    "artist_activate": 0.45,
    "artist_accept": 0.38,
    "title_accept": 0.52,
    "title_margin": 0.05,
    "combined_accept": 0.44,
    "combined_margin": 0.04,
    "fallback_accept": 0.42,
    "fallback_margin": 0.04,
    "token_weight": 0.65,
    "artist_weights": (0.46, 0.36, 0.18),
    "title_weights": (0.78, 0.22),
    "fallback_weights": (0.70, 0.30),
    "label_first": True,
    "strict_abstention": True,
    "force_visual": False,
}


def test_the_documented_table_is_the_generated_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parameters"]) == 0
    assert DOCUMENT.read_text(encoding="utf-8") == capsys.readouterr().out


def test_fifteen_parameters_with_the_defaults_of_the_seed_paper() -> None:
    assert {one.name: one.default for one in PARAMETERS} == PAPER
    assert {name: getattr(AbstentionConfig(), name) for name in PAPER} == PAPER
