"""The OCR engine, which takes a second to load."""

from __future__ import annotations

import pytest

from backends.embedded.labels.ocr import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    loaded = Reader()
    loaded.load()
    return loaded
