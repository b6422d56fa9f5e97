"""The measure of scripts: what it sets in type, and its table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backends.embedded.labels import Label, Line
from backends.embedded.labels.ocr import Reader
from benchmark.labels import scripts
from benchmark.labels.scripts import Row, Script, measure, picture, table
from tests.label_samples import quad

LATIN = replace(scripts.scripts()[0], font="DejaVuSans.ttf", lines=("HHH",))


class Half(Reader):
    """Reads the first half of what is printed, if another reader is there all of it."""

    def load(self) -> None:
        pass

    def read(self, *_: object, **__: object) -> tuple[Label, ...]:
        text = "Claude Monet" if self.others else "Claude"
        return (Label(quad(0, 0, 1, 1), (Line(text, 1.0, quad(0, 0, 1, 1)),), 1.0),)


def test_the_reference_letter_has_the_height_asked_for() -> None:
    if LATIN.path is None:
        pytest.skip("apt install fonts-dejavu-core")
    for height in (24, 12):
        rows = np.flatnonzero(picture(LATIN, height).min(axis=(1, 2)) < 100)
        assert rows[-1] - rows[0] + 1 == pytest.approx(height, abs=1.5)


def test_a_script_without_its_typeface_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent = Script("Runes", "ᚠ", "no-such-font.ttf", "fonts-runes", ("ᚠᚢ",))
    monkeypatch.setattr(scripts, "scripts", lambda: (absent,))
    rows = list(measure(Half()))
    assert "no typeface: sudo apt install fonts-runes" in table(rows)
    with pytest.raises(FileNotFoundError):
        picture(absent, 24)


def test_the_share_of_characters_that_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    line = replace(LATIN, lines=("Claude Monet",))
    if line.path is None:
        pytest.skip("apt install fonts-dejavu-core")
    monkeypatch.setattr(scripts, "scripts", lambda: (line,))
    (row,) = measure(Half())
    assert (row.shipped, row.tesseract) == ((0.545, 0.545), ())  # 6 of 11 letters


def test_the_table() -> None:
    shown = table([Row("Greek", (0.0, 0.123), (0.75, 1.0)), Row("Latin", (1.0, 1.0))])
    assert "| Greek | 0.0 % | 12.3 % | 75.0 % | 100.0 % |" in shown
    assert "| Latin | 100.0 % | 100.0 % | – | – |" in shown
