"""From an accepted clip to the next analysis: what is taught is used there, and only there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import pytest

import catalogue
from backends import Choice, Quad
from imaging import straightened
from ledger import Ledger, Verdict, teach
from pipeline import AbstentionConfig, Evidence, decide, signals
from pipeline.analysis import analyse, main_painting
from pipeline.analysis.model_slot import ModelSlot
from pipeline.analysis.taught import taught_pictures
from storage import Workspace
from tests.backends.embedded.paintings.test_recogniser import UPRIGHT, hang, painting, wall

pytestmark = pytest.mark.slow


class Museum:
    """A catalogue of two works without a picture, and its workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "works.csv").write_text("id,title,artist\nA,Dusk,Ada\nB,Dawn,Bea\n")
        self.works = catalogue.load(folder / "works.csv")
        self.index = catalogue.Index.build(self.works)
        self.workspace = Workspace(folder / "workspace")
        self.ledger = Ledger(self.workspace.database)
        self.slot = ModelSlot(self.workspace)

    def still(self, name: str, number: int, shift: int = 0) -> Path:
        corners = tuple((x + shift, y) for x, y in UPRIGHT)
        path = self.folder / name
        cv2.imwrite(str(path), hang(wall(), painting(number), corners))
        return path

    def analysed(self, still: Path) -> Evidence:
        if not self.slot.holds(Choice("embedded")):
            self.slot.load(Choice("embedded"), print)
        backend = self.slot.ready(self.works)
        (evidence,) = analyse(still, backend, self.works, self.workspace)
        return evidence

    def teach(self, evidence: Evidence, work: str) -> None:
        config = AbstentionConfig()
        decision = decide(signals(evidence, self.index, config), self.index)
        verdict = Verdict("correct", work, evidence, decision, config, self.works.sha256, "", "Ada")
        self.ledger.record(verdict)
        painting_seen = main_painting(evidence, evidence.frames, outlines)
        assert painting_seen
        frame, quad = painting_seen
        image, jpeg = straightened(frame.path, quad), io.BytesIO()
        assert image
        image.save(jpeg, "JPEG")
        teach(self.ledger, replace(verdict, kind="reference"), frame, quad, jpeg.getvalue())


def outlines(frame: object) -> Sequence[Quad]:
    """Where the painting hangs, its frame included."""
    (left, top), _, (right, bottom), _ = UPRIGHT
    left, top, right, bottom = left - 14, top - 14, right + 14, bottom + 14
    corners = (left, top), (right, top), (right, bottom), (left, bottom)
    a, b, c, d = ((x / 1280, y / 720) for x, y in corners)
    return [(a, b, c, d)]


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path)


def works(evidence: Evidence) -> set[str]:
    return {sighting.work for sighting in evidence.sightings}


def test_what_one_video_taught_names_the_work_in_the_next(museum: Museum) -> None:
    first, second = museum.still("first.jpg", 1), museum.still("second.jpg", 1, shift=90)
    before = museum.analysed(first), museum.analysed(second)
    assert (works(before[0]), works(before[1])) == (set(), set())
    museum.teach(before[0], "A")

    again = museum.analysed(second)
    assert works(again) == {"A"}
    assert again.recipe != before[1].recipe, "stored evidence is not taken for what it is not"
    [picture] = taught_pictures(museum.workspace, museum.works)["A"]
    assert {sighting.picture for sighting in again.sightings} == {picture.sha256}
    decision = decide(signals(again, museum.index, AbstentionConfig()), museum.index)
    assert (decision.outcome, decision.candidates[0].work) == ("accept", "A")

    own = museum.analysed(first)
    assert works(own) == set(), "never on the video that it came from"
    assert own.recipe == before[0].recipe, "so nothing is computed twice"

    museum.ledger.undo(before[0].clip.key, "Ada")
    assert taught_pictures(museum.workspace, museum.works) == {}, "the verdict was taken back"
    assert museum.analysed(second) == before[1]


def test_pictures_of_another_catalogue_are_not_used(museum: Museum, tmp_path: Path) -> None:
    museum.teach(museum.analysed(museum.still("first.jpg", 1)), "A")
    (tmp_path / "other.csv").write_text("id,title,artist\nA,Nocturne,Zoe\n")
    assert taught_pictures(museum.workspace, catalogue.load(tmp_path / "other.csv")) == {}


def test_a_workspace_without_a_ledger_has_none(museum: Museum) -> None:
    assert taught_pictures(museum.workspace, museum.works) == {}
