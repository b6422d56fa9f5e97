"""What the review page shows of several backends about one clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import catalogue
from pages._ui.html import members
from pages._ui.html.members import Row
from pages._ui.review.review_session import version_of
from pages._ui.words import decisions
from pipeline import AbstentionConfig, Decision, decide, signals
from pipeline.decision.ensemble import joined
from pipeline.types import Candidate, Evidence, FieldEvidence
from tests import builders
from tests.ensemble_samples import HARBOUR, LEMONS, NOTHING, WEAK, Words, both, member, said

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> catalogue.Catalogue:
    return catalogue.load(builders.catalogue_file(tmp_path_factory.mktemp("catalogue")))


def decided(works: catalogue.Catalogue, evidence: Evidence) -> Decision:
    config = AbstentionConfig()
    index = catalogue.Index.build(works)
    return decide(signals(evidence, index, config), index, config)


def rows(works: catalogue.Catalogue, *parts: Evidence) -> list[Row]:
    evidence = joined(parts)
    return members.rows(evidence, decided(works, evidence), works)


def test_a_row_says_which_work_and_why(works: catalogue.Catalogue, tmp_path: Path) -> None:
    sure = member(tmp_path, "embedded", HARBOUR)
    weak = member(tmp_path, "qwen2-vl", WEAK)
    silent = member(tmp_path, "videollama2", NOTHING)
    first, second, third = rows(works, sure, weak, silent)
    assert (first.name, first.work, first.tone) == ("Embedded", "The Harbour at Dusk", "good")
    assert first.why == "Read on the label: 0.82 over 0.38"
    assert (second.name, second.tone) == ("Qwen2-VL", "doubt")
    assert second.work == "The Harbour at Dusk"
    assert second.why.startswith("0.")
    assert ", but " in second.why
    assert (third.work, third.why, third.tone) == ("", "names no work", "")


def test_a_row_names_the_fault(works: catalogue.Catalogue, tmp_path: Path) -> None:
    formed = replace(member(tmp_path, "qwen2-vl", LEMONS), faults=("format",))
    roles = said(member(tmp_path, "videollama2", LEMONS), "label_fields", raw="assistant")
    broken = said(member(tmp_path, "new", NOTHING), "visual", error="no memory " * 100)
    first, second, third, last = rows(
        works, formed, roles, broken, member(tmp_path, "embedded", HARBOUR)
    )
    assert "frames in another format" in first.why
    assert "no real answer" in second.why
    assert (first.work, second.work) == ("", "")
    assert third.why.startswith("failed: no memory")
    assert len(third.why) < 200
    assert last.tone == "good"


def test_evidence_of_one_backend_has_no_rows(works: catalogue.Catalogue, tmp_path: Path) -> None:
    alone = member(tmp_path, "embedded", HARBOUR)
    assert members.rows(alone, decided(works, alone), works) == []
    assert members.parts(alone) == [("Embedded", alone)]


def test_two_of_one_backend_are_told_apart(tmp_path: Path) -> None:
    qwen, embedded = member(tmp_path, "qwen2-vl", HARBOUR), member(tmp_path, "embedded", HARBOUR)
    names = [name for name, _ in members.parts(joined([qwen, embedded, qwen]))]
    assert names == ["Qwen2-VL 1", "Embedded", "Qwen2-VL 2"]


def test_an_unknown_backend_keeps_its_name() -> None:
    assert members.backend_name("embedded+gone") == "Embedded + gone"


def test_hostile_words_stay_words() -> None:
    drawn = members.table([Row(HOSTILE, HOSTILE, HOSTILE, "good")])
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 3


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (HARBOUR, HARBOUR, "Two backends agree. Read on the label: 0.82 over 0.38"),
        (HARBOUR, NOTHING, "identifies it, and no other names another work. Read on the label"),
        (HARBOUR, ("Still Bridge", None), "identifies it; another is nearest to another work"),
        (HARBOUR, LEMONS, "Not visible: the backends name different works"),
        (WEAK, WEAK, ". Two backends point to it, but none firmly enough"),
        (NOTHING, NOTHING, "Not visible: nothing was read that a work could be matched against"),
    ],
)
def test_the_joined_reason(
    works: catalogue.Catalogue, tmp_path: Path, first: Words, second: Words, words: str
) -> None:
    assert words in decisions.headline(decided(works, both(tmp_path, first, second)))


def test_a_format_says_what_is_wrong(works: catalogue.Catalogue, tmp_path: Path) -> None:
    alone = replace(member(tmp_path, "qwen2-vl", HARBOUR), faults=("format",))
    assert decisions.headline(decided(works, alone)) == (
        "Not visible: the adapter was trained on frames in another format, so nothing is identified"
    )


def test_the_works_of_all_backends_are_there_to_choose(
    works: catalogue.Catalogue, tmp_path: Path
) -> None:
    decision = decided(works, both(tmp_path, HARBOUR, ("A lemon tree with", None)))
    assert "T-02" in [c.work for c in decisions.candidates(decision)]
    assert decisions.candidates(decision)[0] == decision.candidates[0]


def test_four_works_to_choose_from_at_most() -> None:
    none = FieldEvidence(0.0)
    works = [Candidate(f"T-{n}", none, none, none, n / 10) for n in range(6)]
    best = [Decision("x", "abstain", "title", (work,), 0.1, (), (), "h") for work in works]
    decision = replace(best[0], candidates=tuple(works[:3]), members=tuple(best))
    assert [c.work for c in decisions.candidates(decision)] == ["T-0", "T-5", "T-4", "T-3"]


def test_the_version_of_an_ensemble() -> None:
    embedded = version_of("embedded")
    assert embedded
    assert version_of("embedded+embedded") == f"{embedded}+{embedded}"
    assert version_of("gone+embedded") == f"+{embedded}"
