"""The benchmark of matching: what it misreads, and that it prints its figures."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmark.misreading import generated, misread, turned
from benchmark.speed import match
from catalogue import Record, Work

pytestmark = pytest.mark.slow


def test_a_name_is_turned_round_and_back() -> None:
    assert turned("Turner, Joseph Mallord") == "Joseph Mallord Turner"
    assert turned("Joseph Mallord Turner") == "Turner, Joseph Mallord"
    assert turned("Turner") == "Turner"


def test_a_long_title_loses_one_word_and_a_short_one_none() -> None:
    rng = random.Random(0)
    assert all(len(misread("a b c d", rng).split()) == 3 for _ in range(20))
    assert all(len(misread("a b c", rng).split()) == 3 for _ in range(20))
    assert {misread("horn", rng) for _ in range(99)} == {"horn", "hom", "h0rn", "born"}


def test_generated_works_are_crossed_from_real_ones_and_always_the_same() -> None:
    real = [Work("1", (Record("1", "Hay Wain", "John Constable", "cart"),)),
            Work("2", (Record("2", "Blue Boy", "Thomas Gainsborough"),))]  # fmt: skip
    works = generated(real, 50, random.Random(0))
    assert [work.identifier for work in works] == [str(n) for n in range(50)]
    assert {word for work in works for word in work.title.split()} == {"Hay", "Wain", "Blue", "Boy"}
    assert {work.subject for work in works} == {"cart cart"}
    assert len({work.artist for work in works}) <= 2
    assert works == generated(real, 50, random.Random(0))


def test_it_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("id,title,artist\n1,Hay Wain,John Constable\n2,Blue Boy,Thomas Gainsborough\n")
    assert match.main([str(file), "--clips", "3", "--generated", "40"]) == 0
    figures = dict(line.split("  ", 1) for line in capsys.readouterr().out.splitlines())
    assert figures["works"].split() == ["2"]
    assert figures["first: title and artist, α = 0.65"].split() == ["100.0%", "of", "2"]
    assert figures["one query, three fields, best one"].split()[1] == "ms"
    assert "p95" in figures["rapidfuzz, titles alone, best one"]
    assert figures["one query, three fields, best three"].endswith("times as fast")
    assert figures["decide, three fields, three candidates"].endswith("times as fast")
    assert figures["1,000 titles and artists reconciled"].split()[1] == "s"
    assert figures["generated works"].split() == ["40"]
    assert figures["the same after a restart"].split()[1] == "s"
    assert figures["the decisions are"].split() == ["the", "same"]
