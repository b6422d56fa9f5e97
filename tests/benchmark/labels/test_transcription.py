"""The label benchmark scores what it should, and the one complete real label is read exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.embedded.labels.ocr import Reader
from benchmark.labels.transcription import compare, compared, measure, table
from tests.label_samples import label
from tests.places import KIT

TRUTH = "Paulus Potter / Cattle in a Meadow, 1652 / Oil on panel"


def test_a_perfect_reading() -> None:
    row = compare(TRUTH, [label("Paulus Potter", "Cattle in a Meadow, 1652", "Oil on panel")])
    assert (row.cer, row.words) == (0, 1)
    assert row.exact == row.expected == ("artist", "title", "dates", "medium")


def test_one_wrong_letter() -> None:
    row = compare(TRUTH, [label("Paulus Patter", "Cattle in a Meadow, 1652", "Oil on panel")])
    assert row.cer == pytest.approx(1 / 51)
    assert row.exact == ("title", "dates", "medium")


def test_a_partial_transcription_has_no_error_rate() -> None:
    row = compare("Giuliano Bugiardini / ...", [label("Giuliano Rossi")])
    assert (row.cer, row.words, row.expected) == (None, 0.5, ())


def test_a_folder_without_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compared(["--kit", str(tmp_path)]) == 2
    assert "labels.csv" in capsys.readouterr().err


@pytest.mark.kit
@pytest.mark.skipif(not KIT.is_dir(), reason="the real material is not here")
def test_real_label_is_read_exactly() -> None:
    reader = Reader()
    reader.load()
    rows = {row.file: row for row in measure(KIT / "labels", reader)}
    row = rows["mauritshuis_paulus_potter.jpg"]
    assert row.cer == 0
    assert row.exact == ("artist", "title", "inventory", "dates", "medium")
    assert "5/5" in table([row])
