"""A number that works of different titles share points at none of them, and contradicts none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import Guess, Index, Record
from catalogue.loading.merge_records import merge_records
from catalogue.merging import Merging
from pipeline import AbstentionConfig, Decision, Evidence, Signals, decide
from pipeline.decision.signals import signals
from pipeline.labels.codes import coded_number
from pipeline.stages.answers import LabelCode, VisualAnswer
from pipeline.types import LABEL, PICTURE, Pointer
from tests.builders import evidence

RECORDS = [
    Record("1910.1", "Harbour at Dawn", "Anna Lund", date="1850", line=2),
    Record("1910.1", "Cows in a Field", "Anna Lund", date="1910", line=3),
    Record("1910.2", "Harbour at Dawn", "Anna Lund", date="1911", line=4),
    Record("N7", "Mill", "Jan Orr", line=5),
]
HARBOUR, COWS, OTHER = "1910.1 (line 2)", "1910.1 (line 3)", "1910.2"
APART = Index(merge_records(RECORDS, Merging()))
MERGED = Index(merge_records(RECORDS, Merging(all=True)))


def read(
    index: Index = APART,
    title: str = "",
    artist: str = "",
    number: str = "",
    date: str = "",
    works: tuple[Pointer, ...] = (),
) -> Decision:
    title_, artist_, number_, date_ = (
        (Guess(text, 0.9, LABEL),) if text else () for text in (title, artist, number, date)
    )
    given = Signals("s", title_, artist_, number=number_, date=date_, works=works)
    return decide(given, index)


def test_the_number_alone_proposes_no_work_until_its_records_are_merged() -> None:
    assert read(number="1910.1").candidate is None
    assert read(number="1910.2").candidate
    merged = read(MERGED, number="1910.1").candidate
    assert merged
    assert merged.work == "1910.1"


def test_the_number_settles_nothing_among_namesakes() -> None:
    assert not read(title="Harbour at Dawn", artist="Anna Lund", number="1910.1").accepted
    assert read(MERGED, title="Harbour at Dawn", artist="Anna Lund", number="1910.1").accepted


def test_the_number_contradicts_none_of_its_works_and_any_other_does() -> None:
    decision = read(title="Cows in a Field", artist="Anna Lund", number="1910.1")
    assert decision.accepted
    assert decision.candidate
    assert decision.candidate.work == COWS
    assert not read(title="Cows in a Field", artist="Anna Lund", number="1910.3").accepted


def test_a_shared_number_that_agrees_does_not_outweigh_another_date() -> None:
    alone = Index(merge_records(RECORDS[1:], Merging()))
    words = "Cows in a Field", "Anna Lund", "1910.1", "1720"
    assert "contradicted" in read(APART, *words).guards
    assert read(alone, *words).accepted


def test_a_pointer_at_the_number_points_at_no_record() -> None:
    words = "Harbour at Dawn", "Anna Lund"
    assert not read(APART, *words, works=(Pointer("1910.1", 0.99),)).accepted
    assert read(APART, *words, works=(Pointer(HARBOUR, 0.99),)).accepted


@pytest.mark.parametrize("text", ["1910.1", "https://museum.example/object/1910.1"])
def test_a_code_with_the_number_points_at_none(text: str) -> None:
    assert coded_number([LabelCode(text, "QR Code")], APART) is None
    assert coded_number([LabelCode(text, "QR Code")], MERGED) == "1910.1"


def test_a_picture_of_a_work_that_was_parted_since_lends_no_words(tmp_path: Path) -> None:
    config = AbstentionConfig()
    whole, part = recognised(tmp_path, "1910.1"), recognised(tmp_path, HARBOUR)
    assert [guess.source for guess in signals(whole, MERGED, config).guesses("title")] == [PICTURE]
    assert signals(whole, APART, config).guesses("title") == ()
    assert [guess.source for guess in signals(part, APART, config).guesses("title")] == [PICTURE]


def recognised(folder: Path, work: str) -> Evidence:
    """A clip in which the picture of a work was recognised, and no label read."""
    clip = evidence(folder, title=None, artist=None, sighted=work)
    answer = VisualAnswer("Harbour at Dawn", "Anna Lund", work=work)
    outputs = (
        replace(output, parsed=answer) if output.stage == "visual" else output
        for output in clip.outputs
    )
    return replace(clip, outputs=tuple(outputs))
