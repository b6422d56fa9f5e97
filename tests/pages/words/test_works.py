"""Searching the works of a catalogue."""

from __future__ import annotations

from pathlib import Path

import catalogue
from pages._ui.words.works import search
from tests import builders


def test_a_search_needs_every_word(tmp_path: Path) -> None:
    loaded = catalogue.load(builders.catalogue_file(tmp_path))
    assert [work.identifier for work in search(loaded, "harbour ONE")] == ["T-01", "T-04"]
    assert [work.identifier for work in search(loaded, "t-03")] == ["T-03"]
    assert search(loaded, "harbour lemons") == []
    assert len(search(loaded, "", 2)) == 2
