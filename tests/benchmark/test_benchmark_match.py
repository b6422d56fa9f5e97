"""The benchmark of matching: what it misreads, and that it prints its figures."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmark import match


def test_a_name_is_turned_round_and_back() -> None:
    assert match.turned("Turner, Joseph Mallord") == "Joseph Mallord Turner"
    assert match.turned("Joseph Mallord Turner") == "Turner, Joseph Mallord"
    assert match.turned("Turner") == "Turner"


def test_a_long_title_loses_one_word_and_a_short_one_none() -> None:
    rng = random.Random(0)
    assert all(len(match.misread("a b c d", rng).split()) == 3 for _ in range(20))
    assert all(len(match.misread("a b c", rng).split()) == 3 for _ in range(20))
    assert {match.misread("horn", rng) for _ in range(99)} == {"horn", "hom", "h0rn", "born"}


def test_it_prints_the_speed_and_the_share_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("id,title,artist\n1,Hay Wain,John Constable\n2,Blue Boy,Thomas Gainsborough\n")
    assert match.main([str(file)]) == 0
    said = dict(line.split("  ", 1) for line in capsys.readouterr().out.splitlines())
    assert said["works"].split() == ["2"]
    assert said["top-1, title and artist"].split() == ["100.0%", "of", "2"]
    assert said["one query, three fields"].split()[1] == "ms"
    assert "times ours" in said["rapidfuzz, titles alone"]
