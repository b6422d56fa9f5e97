"""A Russian label of a Russian catalogue, from the picture to the decision."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from backends import Choice
from backends.embedded.labels.scripts import tesseract
from catalogue import Catalogue, Index, Record, Work
from pages._ui.words import decisions
from pipeline import AbstentionConfig, Decision, Evidence, decide, signals
from pipeline.analysis import analyse, prepared
from pipeline.stages import LabelTranscription
from storage import Workspace

pytestmark = pytest.mark.slow

ROWS = (
    ("Ж-1", "Золотая осень", "Исаак Левитан"),
    ("Ж-2", "Грачи прилетели", "Алексей Саврасов"),
    ("Ж-3", "Март", "Исаак Левитан"),
)
WORKS = tuple(Work(number, (Record(number, title, artist),)) for number, title, artist in ROWS)
CATALOGUE = Catalogue(Path("none"), "none", WORKS)
INDEX = Index(WORKS)
_FACE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def label(path: Path, *lines: str) -> Path:
    """A picture of a label by itself."""
    if not Path(_FACE).is_file():
        pytest.skip("No typeface has Cyrillic letters: apt install fonts-dejavu-core")
    image = Image.new("RGB", (1280, 720), (198, 198, 194))
    draw = ImageDraw.Draw(image)
    draw.rectangle((340, 200, 900, 460), fill=(250, 250, 247))
    for n, line in enumerate(lines):
        draw.text((380, 240 + 60 * n), line, font=ImageFont.truetype(_FACE, 32), fill=(26, 26, 28))
    image.save(path / "label.png")
    return path / "label.png"


def seen(path: Path, tmp_path: Path) -> tuple[Evidence, Decision]:
    workspace = Workspace(tmp_path / "workspace")
    backend = prepared(Choice("embedded"), CATALOGUE, workspace, partial(print, file=sys.stderr))
    (evidence,) = analyse(path, backend, CATALOGUE, workspace)
    backend.close()
    return evidence, decide(signals(evidence, INDEX, AbstentionConfig()), INDEX)


def words_and_tie(evidence: Evidence) -> tuple[str, str]:
    """What was read, and how Review says that it was used."""
    label = evidence.answer(LabelTranscription)
    assert label is not None
    return label.text, decisions.tie(label)


def test_tesseract_reads_it_and_it_names_its_work(tmp_path: Path) -> None:
    program = tesseract.installed()
    if program is None or "rus" not in program.languages:
        pytest.skip("Tesseract is not installed with Russian: apt install tesseract-ocr-rus")
    picture = label(tmp_path, "Исаак Левитан", "Золотая осень", "Холст, масло, 1895")
    evidence, decision = seen(picture, tmp_path)
    assert decision.accepted, (words_and_tie(evidence), decision.reasons)
    assert decision.candidate is not None
    assert decision.candidate.work == "Ж-1"


def test_without_it_nothing_is_named_and_the_reason_names_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "installed", lambda: None)
    picture = label(tmp_path, "Исаак Левитан", "Золотая осень", "Холст, масло, 1895")
    evidence, decision = seen(picture, tmp_path)
    assert not decision.accepted
    assert "sudo apt install tesseract-ocr" in words_and_tie(evidence)[1]


def test_an_exit_sign_names_nothing_and_is_shown_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "installed", lambda: None)
    evidence, decision = seen(label(tmp_path, "EXIT", "Emergency exit", "Notausgang"), tmp_path)
    assert not decision.accepted
    assert "Emergency exit" in words_and_tie(evidence)[0]
