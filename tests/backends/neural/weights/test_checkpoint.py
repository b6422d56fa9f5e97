"""A folder of weights is opened, or refused in a sentence that says what to do."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backends import BackendUnavailable, VisualFormat, taking
from backends.neural.weights import checkpoint
from tests.checkpoints import TINY, VIDEOLLAMA2_7B, folder_of
from tests.imports import ROOT

QWEN = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
FORM = VisualFormat("images", 8, 448, 151_200, "aspect", "even", "qwen-vl pil 1")


def refused(folder: Path | None, types: tuple[str, ...] = QWEN) -> str:
    with pytest.raises(BackendUnavailable) as caught:
        checkpoint.read(folder, types)
    return str(caught.value)


@pytest.mark.parametrize("shards", [1, 3])
def test_a_whole_checkpoint_is_opened(tmp_path: Path, shards: int) -> None:
    model = checkpoint.read(folder_of(tmp_path / "model", shards=shards), QWEN)
    assert model.architecture == "Qwen2VLForConditionalGeneration"
    assert model.model_type == "qwen2_vl"
    assert len(model.files) == shards
    assert model.parameters == shards * 2 * 8 * 4
    assert model.bytes == 4 * model.parameters
    assert re.fullmatch("[0-9a-f]{16}", model.fingerprint)


def test_config_numbers_are_found_in_both_layouts(tmp_path: Path) -> None:
    old = checkpoint.read(folder_of(tmp_path / "old"))
    assert old.text["hidden_size"] == 64
    new = checkpoint.read(
        folder_of(tmp_path / "new", {"model_type": "qwen2_vl", "text_config": {"hidden_size": 7}})
    )
    assert new.text["hidden_size"] == 7
    assert new.vision == {}
    assert new.architecture == "qwen2_vl"


def test_no_weights_named() -> None:
    assert "--model FOLDER" in refused(None)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone") == (
        f"There is no folder {tmp_path / 'gone'}. Name the folder that holds the model."
    )


def test_the_name_of_a_model_on_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = refused(Path("Qwen/Qwen2-VL-7B-Instruct"))
    assert "download it first: python -m backends fetch NAME Qwen/Qwen2-VL-7B-Instruct" in message


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    file = folder_of(tmp_path / "model") / "model.safetensors"
    assert refused(file).startswith(f"{file} is a file. Name the folder with config.json")


def test_a_folder_that_is_not_a_model(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    message = refused(tmp_path)
    assert "is not a model: it has no config.json (it holds holiday.jpg)" in message
    assert "Name the folder that holds the model." in message


def test_the_folder_above_a_model(tmp_path: Path) -> None:
    inner = folder_of(tmp_path / "models--Qwen" / "snapshots" / "0123abcd")
    assert refused(tmp_path / "models--Qwen").endswith(f"but {inner} is one: name that folder.")


def test_an_adapter_instead_of_a_model(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    assert "is an adapter, not a model. Name it as the adapter" in refused(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "\xff", "[" * 100_000])
def test_a_config_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "config.json").write_bytes(text.encode("latin-1"))
    message = refused(folder)
    assert message.startswith(f"{folder / 'config.json'} cannot be read (")
    assert message.endswith(". Copy it again.")


def test_a_config_without_a_model_type(tmp_path: Path) -> None:
    assert "names no model_type" in refused(folder_of(tmp_path / "model", {"hidden_size": 64}))


def test_a_model_of_another_backend(tmp_path: Path) -> None:
    message = refused(folder_of(tmp_path / "model", VIDEOLLAMA2_7B))
    assert "holds a model of type 'videollama2_qwen2'; this backend takes qwen2_vl" in message
    assert message.endswith("Use it with --backend videollama2.")
    assert taking("qwen3_vl") == ("qwen2-vl",)


def test_a_model_of_no_backend(tmp_path: Path) -> None:
    message = refused(folder_of(tmp_path / "model", {**TINY, "model_type": "llava"}))
    assert "type 'llava'" in message
    assert message.endswith("No backend here takes it.")


def test_weights_that_are_quantised_already(tmp_path: Path) -> None:
    config = {**TINY, "quantization_config": {"quant_method": "awq"}}
    message = refused(folder_of(tmp_path / "model", config))
    assert "are quantised already (awq). Use the model's full weights" in message


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.pth", "epoch3.ckpt"])
def test_a_pickle_is_refused_and_not_opened(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    os.mkfifo(folder / name) if hasattr(os, "mkfifo") else (folder / name).touch()
    message = refused(folder)  # whoever opened that pipe would wait for ever
    assert f"are pickles ({name}). Opening a pickle can run any program" in message
    assert "Fetch the model's safetensors; or" in message


@pytest.mark.slow
def test_the_command_that_converts_a_pickle_does(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    folder = folder_of(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    tensor = torch.eye(3)
    torch.save({"a": tensor, "tied": tensor}, folder / "pytorch_model-1.bin")
    torch.save({"b": torch.ones(2)}, folder / "pytorch_model-2.bin")
    command = refused(folder).splitlines()[-1]
    subprocess.run(shlex.split(command), cwd=ROOT, check=True)
    assert set(checkpoint.read(folder, QWEN).tensors) == {"a", "tied", "b"}


def test_a_pickle_beside_safetensors_does_not_matter(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "optimizer.pt").write_bytes(b"\x80")
    assert len(checkpoint.read(folder, QWEN).files) == 1


def no_shard(folder: Path) -> None:
    (folder / "model-00002-of-00003.safetensors").unlink()


def short_shard(folder: Path) -> None:
    os.truncate(folder / "model-00002-of-00003.safetensors", 300)


def no_index(folder: Path) -> None:
    (folder / "model.safetensors.index.json").unlink()


def longer_shard(folder: Path) -> None:
    with (folder / "model-00002-of-00003.safetensors").open("ab") as file:
        file.write(b"more")


def other_shard(folder: Path) -> None:
    shutil.copy(
        folder / "model-00001-of-00003.safetensors", folder / "model-00002-of-00003.safetensors"
    )


def pointer(folder: Path) -> None:
    text = "version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 4976698704\n"
    (folder / "model-00002-of-00003.safetensors").write_text(text)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (no_shard, "model-00002-of-00003.safetensors is missing"),
        (short_shard, "model-00002-of-00003.safetensors is short: 300 of"),
        (longer_shard, "model-00002-of-00003.safetensors has 4 bytes more than its header"),
        (no_index, "model.safetensors.index.json is missing"),
        (other_shard, "model.layers.2.k_proj.weight is in none of its files"),
        (pointer, "is only a pointer of Git LFS (run 'git lfs pull' in that folder)"),
    ],
)
def test_half_a_checkpoint(tmp_path: Path, damage: Callable[[Path], None], reason: str) -> None:
    folder = folder_of(tmp_path / "model", shards=3)
    damage(folder)
    message = refused(folder)
    assert message.startswith(f"{folder} is half a checkpoint: ")
    assert reason in message
    assert message.endswith("Copy these files again from where the model came from.")


def test_a_config_alone_is_half_a_checkpoint(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    assert "half a checkpoint: model.safetensors is missing" in refused(folder)


def test_many_missing_files_are_told_briefly(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model", shards=9)
    for path in folder.glob("model-*"):
        path.unlink()
    assert "; and 4 more. Copy these files" in refused(folder)


@pytest.mark.parametrize("name", ["../other/model.safetensors", "/etc/passwd", "a/b.safetensors"])
def test_an_index_that_points_out_of_its_folder(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path / "model", shards=2)
    index = {"weight_map": {"w": name}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    assert "does not name files of this folder" in refused(folder)


def test_a_tokenizer_that_is_missing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model", tokenizer=False)
    message = refused(folder)
    assert message == (
        f"{folder} lacks tokenizer.json or vocab.json. Copy it there from the same model."
    )
    (folder / "vocab.json").write_text("{}")
    assert checkpoint.read(folder, QWEN)


def test_weights_that_the_model_did_not_find(tmp_path: Path) -> None:
    model = checkpoint.read(folder_of(tmp_path / "model"))
    checkpoint.refuse_missing(model, [])
    with pytest.raises(BackendUnavailable, match=r"half a checkpoint: 2 weights .* such as a\."):
        checkpoint.refuse_missing(model, ["b", "a"])


def test_what_answers_depend_on_is_in_the_identity(tmp_path: Path) -> None:
    model = checkpoint.read(folder_of(tmp_path / "model"))
    fewer = VisualFormat("images", 4, 448, 151_200, "aspect", "even", "qwen-vl pil 1")
    identities = [
        checkpoint.identity(model, False, FORM),
        checkpoint.identity(model, True, FORM),
        checkpoint.identity(model, False, fewer),
        checkpoint.identity(model, False, FORM, "0123456789abcdef"),
    ]
    assert len(set(identities)) == len(identities)
    assert identities[0] == checkpoint.identity(model, False, FORM)


def test_opening_weights_needs_no_model_library(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    code = (
        "import sys; from pathlib import Path; from backends.neural.weights import checkpoint\n"
        "from backends.neural.memory import available, quantise\n"
        "from backends.neural.weights import adapters, hub\n"
        f"checkpoint.read(Path({str(folder)!r})).fingerprint\n"
        "available.available_memory()\n"
        "print(*{'torch', 'transformers', 'peft', 'bitsandbytes'} & set(sys.modules))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == ""
