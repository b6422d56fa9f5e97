"""The course of a training: what it makes, what it says, what it refuses. Learning is tested in
tests/pipeline/analysis/test_small_model.py."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import catalogue
from backends.neural.weights.checkpoint import TRAINING
from console import bar
from pipeline.errors import PipelineError
from pipeline.stages import VERSION
from tests import builders
from training import small
from training.__main__ import main
from training.small import Schedule, train

pytestmark = pytest.mark.weights

SHORT = Schedule(vision=2, language=2, batch=2, scenes=1)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> catalogue.Catalogue:
    return catalogue.load(builders.catalogue_file(tmp_path_factory.mktemp("collection")))


@pytest.fixture(scope="module")
def training(
    collection: catalogue.Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[tuple[float, str]]]:
    """The folder of a trained model, and what was reported meanwhile."""
    reports: list[tuple[float, str]] = []
    out = tmp_path_factory.mktemp("training") / "made"
    return train(out, collection, lambda *report: reports.append(report), SHORT), reports


@pytest.mark.slow
def test_a_training_leaves_a_whole_model_and_reports_progress(
    collection: catalogue.Catalogue, training: tuple[Path, list[tuple[float, str]]], tmp_path: Path
) -> None:
    from safetensors.torch import load_file

    folder, reports = training
    shares = [share for share, _ in reports]
    assert shares == [0.125, 0.25, 0.625, 1.0]
    assert "vision" in reports[0][1]
    assert "language" in reports[-1][1]
    assert [path.name for path in folder.parent.iterdir()] == ["made"]
    again = train(tmp_path / "again", collection, schedule=SHORT)
    first, second = (load_file(path / "model.safetensors") for path in (folder, again))
    assert all((first[name] == second[name]).all() for name in first)
    assert 5e6 < sum(weight.numel() for weight in first.values()) < 10e6
    config, record = (
        json.loads((folder / name).read_text("utf-8")) for name in ("config.json", TRAINING)
    )
    assert {str(weight.dtype) for weight in first.values()} == {f"torch.{config['torch_dtype']}"}
    assert record["works"] == [work.identifier for work in collection.works]
    assert (record["prompts"], record["schedule"]["vision"]) == (VERSION, SHORT.vision)


@pytest.mark.slow
def test_both_phases_train(
    collection: catalogue.Catalogue, training: tuple[Path, list[tuple[float, str]]], tmp_path: Path
) -> None:
    from safetensors.torch import load_file

    untrained = train(tmp_path / "before", collection, schedule=Schedule(0, 0))
    before, after = (load_file(path / "model.safetensors") for path in (untrained, training[0]))
    names = ("visual.blocks.0.attn.proj.weight", "model.layers.0.self_attn.q_proj.weight")
    assert all((before[name] != after[name]).any() for name in names)


@pytest.mark.slow
def test_an_interrupted_training_leaves_nothing(
    collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    def stop(share: float, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "out", collection, stop, SHORT)
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_folder_is_left_alone(
    collection: catalogue.Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    with pytest.raises(PipelineError, match="is not empty"):
        train(tmp_path, collection, schedule=SHORT)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


def test_a_catalogue_without_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["title"], ["Minerva"]])
    with pytest.raises(PipelineError, match="no picture that can be found"):
        train(tmp_path / "out", catalogue.load(path), schedule=SHORT)


def test_more_works_than_it_holds_are_refused(
    collection: catalogue.Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small, "MOST_WORKS", 3)
    with pytest.raises(PipelineError, match=r"4 works with pictures: .* holds 3"):
        train(tmp_path / "out", collection, schedule=SHORT)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["small", str(tmp_path / "out"), "--catalogue", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_makes_a_model_and_prints_its_folder(
    collection: catalogue.Catalogue,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Schedule, "about", classmethod(lambda cls, works: SHORT))
    monkeypatch.setattr(bar, "EVERY", 0.0)
    out = tmp_path / "out"
    assert main(["small", str(out), "--catalogue", str(collection.path)]) == 0
    printed = capsys.readouterr()
    assert printed.out.strip() == str(out)
    assert (out / "model.safetensors").is_file()
