"""The benchmark of reference pictures, on a few of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from benchmark.speed.references import main, painted


def test_pictures_are_seeded_and_distinct() -> None:
    assert np.array_equal(painted(3), painted(3))
    assert not np.array_equal(painted(3), painted(4))


@pytest.mark.slow
def test_the_figures_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmark.speed.references.FRAMES", 3)
    monkeypatch.setattr("benchmark.speed.references.ALONE", 2)

    assert main(["--pictures", "6"]) == 0

    printed = capsys.readouterr().out
    assert re.search(r"features, in parallel +\d+\.\d s, \d+\.\d CPU-s", printed)
    assert re.search(r"one at a time would take +\d+\.\d times as long", printed)
    assert re.search(r"index +\d+\.\d s", printed)
    assert re.search(r"look-up of a frame +\d+ ms, \d+ CPU-ms +right one first: 3 of 3", printed)
    assert re.search(r"recognising in all +\d+ ms, \d+ CPU-ms +right: 3 of 3", printed)
