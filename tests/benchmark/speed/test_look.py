"""The benchmark of a shared prefix runs from a random model to its figures, on a tiny one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from benchmark.speed import look, random_model
from training import scratch


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("more", [[], ["--quantise"]])
def test_answers_agree_and_both_formats_are_printed(
    more: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "bandwidth", lambda device: 1e10)
    assert look.main(["--sizes", "tiny", "--frames", "2", "--tokens", "4", *more]) == 0
    output = capsys.readouterr().out
    for visual in ("images", "video"):
        line = next(line for line in output.splitlines() if line.startswith(visual))
        assert "7 of 7 token-identical" in line
    assert ("4 bits" in output.split("cpu")[0].splitlines()[-1]) == bool(more)


def test_the_shapes_on_a_card_are_those_of_qwen2_vl_7b(tmp_path: Path) -> None:
    """8.29 thousand million parameters, and the released configuration."""
    shapes = random_model.shapes(tmp_path, random_model.SIZES["7b"])
    assert sum(torch.Size(shape).numel() for shape in shapes.values()) == 8_291_375_616
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["rope_scaling"]["mrope_section"] == [16, 24, 24]
    assert config["vocab_size"] == 152064


def test_weights_are_written_in_parts_and_no_two_rows_are_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import load_file

    monkeypatch.setattr(random_model, "BLOCK", 1021)
    monkeypatch.setattr(random_model, "SHARD", 200_000)
    folder = random_model.write(tmp_path, scratch.Sizes(width=64, inner=128, layers=2, heads=2,
                               key_value_heads=1, vision_width=64, vision_layers=1, vision_heads=2,
                               vocabulary=512), half=False, sharp=True)  # fmt: skip
    index = json.loads((folder / "model.safetensors.index.json").read_text())["weight_map"]
    assert len(set(index.values())) > 1
    name = "model.language_model.layers.1.mlp.up_proj.weight"
    weight = load_file(folder / index[name])[name]
    assert len(torch.unique(weight, dim=0)) == len(weight)
