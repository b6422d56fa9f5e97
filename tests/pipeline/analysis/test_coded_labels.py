"""A photographed label with a code, from the picture to the decision."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import pytest

from backends import Choice, ModelBackend
from catalogue import Catalogue, Index, Record, Work
from demo.labels import Printed
from pipeline import AbstentionConfig, Decision, Evidence, decide, signals
from pipeline.analysis import analyse, prepared
from pipeline.stages import LabelTranscription
from storage import Workspace
from tests.code_cards import coded_card, photographed

pytestmark = pytest.mark.slow

WORKS = tuple(
    Work(number, (Record(number, "Low Tide", "Ada Lowe"),)) for number in ("1998.4.1", "1998.4.2")
)
CATALOGUE = Catalogue(Path("none"), "none", WORKS)
INDEX = Index(WORKS)
LABEL = Printed("Low Tide", "Ada Lowe", "1880", "oil on canvas")
RECORD = "https://museum.example/collection/1998.4.2"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("codes"))


@pytest.fixture(scope="module")
def backend(workspace: Workspace) -> Iterator[ModelBackend]:
    loaded = prepared(Choice("embedded"), CATALOGUE, workspace, partial(print, file=sys.stderr))
    yield loaded
    loaded.close()


def seen(
    path: Path, backend: ModelBackend, workspace: Workspace, *codes: str, kind: str = "QRCode"
) -> tuple[Evidence, Decision]:
    picture = photographed(coded_card(LABEL, *codes, kind=kind, where="below"), 3).picture
    cv2.imwrite(str(path / "label.png"), picture[..., ::-1])
    (evidence,) = analyse(path / "label.png", backend, CATALOGUE, workspace)
    return evidence, decide(signals(evidence, INDEX, AbstentionConfig()), INDEX)


@pytest.mark.parametrize(
    ("kind", "codes", "work"),
    [
        ("QRCode", (RECORD,), "1998.4.2"),
        ("QRCode", ("https://guide.example/stop/12", RECORD), "1998.4.2"),
        ("Code128", ("1998.4.2",), "1998.4.2"),
        ("QRCode", (RECORD, "https://museum.example/collection/1998.4.1"), None),
        ("QRCode", ("javascript:alert('1998.4.2')",), None),
        ("EAN13", ("4006381333931",), None),
    ],
)
def test_a_code_names_the_record_among_works_of_one_name(
    kind: str,
    codes: tuple[str, ...],
    work: str | None,
    tmp_path: Path,
    backend: ModelBackend,
    workspace: Workspace,
) -> None:
    evidence, decision = seen(tmp_path, backend, workspace, *codes, kind=kind)
    read = evidence.answer(LabelTranscription)
    assert read is not None
    assert {code.text for code in read.codes} == set(codes)
    assert decision.accepted == (work is not None), decision.reasons
    if work:
        assert decision.candidate is not None
        assert decision.candidate.work == work
