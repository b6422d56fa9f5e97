"""Photographed labels are read by the embedded backend, at the heights that were asked for."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from benchmark.labels import cases, command
from benchmark.labels.pictures import Camera, Height, height
from catalogue import Record, Work, normalise
from demo.labels import layouts
from storage import Workspace


def test_a_range_of_heights() -> None:
    assert height("14+") == Height("14+", 14.0, 21.0)
    assert height("9-13") == Height("9-13", 9.0, 13.0)


@pytest.mark.parametrize("text", ["", "14", "13-9", "1+", "9-130", "tall"])
def test_what_is_no_range_is_an_error(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"14\+ or 9-13"):
        height(text)


@pytest.mark.slow
def test_a_label_is_photographed_and_read(tmp_path: Path) -> None:
    work = Work("N7", (Record("N7", "The Old Harbour Wall", "Ada Lowe", date="1880"),))
    (printing,) = cases.drawn([work], layouts()[:1], 1, 3, False)
    camera = Camera(tmp_path, Workspace(tmp_path / "workspace"), [height("16+"), height("9-10")])
    large, small = camera.read(printing)
    assert (large.height, small.height) == ("16+ px", "9-10 px")
    assert "the old harbour wall" in normalise(large.read.text)
    assert "ada lowe" in normalise(large.read.text)
    assert len(list(tmp_path.glob("*.png"))) == 2


@pytest.mark.slow
def test_the_command_photographs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("identifier,title,artist\nN7,The Old Harbour Wall,Ada Lowe\n", encoding="utf-8")
    arguments = [str(path), "--height", "18+", "--json", "--pictures", str(tmp_path / "kept")]
    assert command.main(arguments) == 0
    (case,) = json.loads(capsys.readouterr().out)["labels"]
    assert case["height"] == "18+ px"
    assert case["read"]
    assert len(list((tmp_path / "kept").glob("*.png"))) == 1
