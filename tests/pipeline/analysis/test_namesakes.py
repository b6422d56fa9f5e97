"""Works that share title and artist, each told from the others by its picture."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import pytest

import catalogue
from backends import Choice
from pipeline import AbstentionConfig
from pipeline.analysis import analyse, prepared
from pipeline.commands.analyse import medium_record
from storage import Workspace
from tests.backends.embedded.paintings.test_recogniser import UPRIGHT, hang, painting, wall

pytestmark = pytest.mark.slow

NAMESAKES = 3


def test_each_namesake_is_named_by_its_picture(tmp_path: Path) -> None:
    with (tmp_path / "catalogue.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "artist", "image"])
        for number in range(NAMESAKES):
            cv2.imwrite(str(tmp_path / f"{number}.png"), painting(number))
            writer.writerow([f"N-{number}", "Madonna col Bambino", "Unknown", f"{number}.png"])
    collection = catalogue.load(tmp_path / "catalogue.csv")
    index = catalogue.Index.build(collection)
    workspace = Workspace(tmp_path / "workspace")
    backend = prepared(Choice("embedded"), collection, workspace, print)
    for number in range(NAMESAKES):
        still = tmp_path / f"still-{number}.jpg"
        cv2.imwrite(str(still), hang(wall(), painting(number), UPRIGHT))
        evidence = analyse(still, backend, collection, workspace)
        record = json.loads(json.dumps(medium_record(still, evidence, index, AbstentionConfig())))
        decision, (seen,) = record["clips"][0]["decision"], record["works_seen"]
        assert (decision["outcome"], decision["work"]) == ("accept", f"N-{number}")
        assert (decision["title"], decision["artist"]) == ("Madonna col Bambino", "Unknown")
        assert (seen["work"], seen["title"]) == (f"N-{number}", "Madonna col Bambino")
