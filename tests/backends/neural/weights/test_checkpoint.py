"""A folder of weights is opened, or refused in a sentence that says what to do."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from backends import BackendUnavailable, VisualFormat, taking
from backends.neural.weights import checkpoint
from backends.neural.weights.header import LONGEST_HEADER, BrokenWeights, tensors
from tests.checkpoints import TINY, VIDEOLLAMA2_7B, file_of, folder_of
from tests.imports import ROOT

QWEN = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
FORM = VisualFormat("images", 8, 448, 151_200, "aspect", "even", "qwen-vl pil 1")


def refused(folder: Path | None, types: tuple[str, ...] = QWEN) -> str:
    with pytest.raises(BackendUnavailable) as caught:
        checkpoint.read(folder, types)
    return str(caught.value)


@pytest.mark.parametrize("shards", [1, 3])
def test_a_whole_checkpoint_is_opened(tmp_path: Path, shards: int) -> None:
    found = checkpoint.read(folder_of(tmp_path / "model", shards=shards), QWEN)
    assert found.architecture == "Qwen2VLForConditionalGeneration"
    assert found.model_type == "qwen2_vl"
    assert len(found.files) == shards
    assert found.parameters == shards * 2 * 8 * 4
    assert found.bytes == 4 * found.parameters
    assert re.fullmatch("[0-9a-f]{16}", found.fingerprint)


def test_config_numbers_are_found_in_both_layouts(tmp_path: Path) -> None:
    old = checkpoint.read(folder_of(tmp_path / "old"))
    assert old.text["hidden_size"] == 64
    new = checkpoint.read(
        folder_of(tmp_path / "new", {"model_type": "qwen2_vl", "text_config": {"hidden_size": 7}})
    )
    assert new.text["hidden_size"] == 7
    assert new.vision == {}
    assert new.architecture == "qwen2_vl"


def test_headers_are_read_as_safetensors_itself_writes_them(tmp_path: Path) -> None:
    weights = {
        "b": np.arange(6, dtype=np.float32).reshape(2, 3),
        "a": np.zeros((4,), np.float16),
        "empty": np.zeros((0, 5), np.int64),
        "one": np.array(1, np.uint8),
    }
    save_file(weights, tmp_path / "w.safetensors", {"format": "np"})  # type: ignore[arg-type]
    found = {tensor.name: tensor for tensor in tensors(tmp_path / "w.safetensors")}
    assert {n: t.shape for n, t in found.items()} == {n: w.shape for n, w in weights.items()}  # type: ignore[attr-defined]
    assert {n: t.bytes for n, t in found.items()} == {n: w.nbytes for n, w in weights.items()}  # type: ignore[attr-defined]
    assert {n: t.dtype for n, t in found.items()} == {
        "b": "F32", "a": "F16", "empty": "I64", "one": "U8"
    }  # fmt: skip


def test_no_weights_named() -> None:
    assert "--model FOLDER" in refused(None)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone") == (
        f"There is no folder {tmp_path / 'gone'}. Name the folder that holds the model."
    )


def test_the_name_of_a_model_on_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(Path("Qwen/Qwen2-VL-7B-Instruct"))
    assert "download it first: python -m backends fetch NAME Qwen/Qwen2-VL-7B-Instruct" in said


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    file = folder_of(tmp_path / "model") / "model.safetensors"
    assert refused(file).startswith(f"{file} is a file. Name the folder with config.json")


def test_a_folder_that_is_not_a_model(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    said = refused(tmp_path)
    assert "is not a model: it has no config.json (it holds holiday.jpg)" in said
    assert "Name the folder that holds the model." in said


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
    said = refused(folder)
    assert said.startswith(f"{folder / 'config.json'} cannot be read (")
    assert said.endswith(". Copy it again.")


def test_a_config_without_a_model_type(tmp_path: Path) -> None:
    assert "names no model_type" in refused(folder_of(tmp_path / "model", {"hidden_size": 64}))


def test_a_model_of_another_backend(tmp_path: Path) -> None:
    said = refused(folder_of(tmp_path / "model", VIDEOLLAMA2_7B))
    assert "holds a model of type 'videollama2_qwen2'; this backend takes qwen2_vl" in said
    assert said.endswith("Use it with --backend videollama2.")
    assert taking("qwen3_vl") == ("qwen2-vl",)


def test_a_model_of_no_backend(tmp_path: Path) -> None:
    said = refused(folder_of(tmp_path / "model", {**TINY, "model_type": "llava"}))
    assert "type 'llava'" in said
    assert said.endswith("No backend here takes it.")


def test_weights_that_are_quantised_already(tmp_path: Path) -> None:
    config = {**TINY, "quantization_config": {"quant_method": "awq"}}
    said = refused(folder_of(tmp_path / "model", config))
    assert "are quantised already (awq). Use the model's full weights" in said


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.pth", "epoch3.ckpt"])
def test_a_pickle_is_refused_and_not_opened(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    os.mkfifo(folder / name) if hasattr(os, "mkfifo") else (folder / name).touch()
    said = refused(folder)  # whoever opened that pipe would wait for ever
    assert f"are pickles ({name}). Opening a pickle can run any program" in said
    assert "Fetch the model's safetensors; or" in said


@pytest.mark.slow
def test_the_command_that_converts_a_pickle_does(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    folder = folder_of(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    one = torch.eye(3)
    torch.save({"a": one, "tied": one}, folder / "pytorch_model-1.bin")
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
    ("damage", "told"),
    [
        (no_shard, "model-00002-of-00003.safetensors is missing"),
        (short_shard, "model-00002-of-00003.safetensors is short: 300 of"),
        (longer_shard, "model-00002-of-00003.safetensors has 4 bytes more than its header"),
        (no_index, "model.safetensors.index.json is missing"),
        (other_shard, "model.layers.2.k_proj.weight is in none of its files"),
        (pointer, "is only a pointer of Git LFS (run 'git lfs pull' in that folder)"),
    ],
)
def test_half_a_checkpoint(tmp_path: Path, damage: Callable[[Path], None], told: str) -> None:
    folder = folder_of(tmp_path / "model", shards=3)
    damage(folder)
    said = refused(folder)
    assert said.startswith(f"{folder} is half a checkpoint: ")
    assert told in said
    assert said.endswith("Copy these files again from where the model came from.")


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
    said = refused(folder)
    assert said == (
        f"{folder} lacks tokenizer.json or vocab.json. Copy it there from the same model."
    )
    (folder / "vocab.json").write_text("{}")
    assert checkpoint.read(folder, QWEN)


def test_weights_that_the_model_did_not_find(tmp_path: Path) -> None:
    found = checkpoint.read(folder_of(tmp_path / "model"))
    checkpoint.refuse_missing(found, [])
    with pytest.raises(BackendUnavailable, match=r"half a checkpoint: 2 weights .* such as a\."):
        checkpoint.refuse_missing(found, ["b", "a"])


HEADER = {"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}


def described(**changes: object) -> bytes:
    return json.dumps({"w": {**HEADER["w"], **changes}}).encode()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (described(dtype="PICKLE"), "describes 'w' in a way that cannot be read"),
        (described(shape=[-2]), "describes 'w'"),
        (described(shape=[True, 2]), "describes 'w'"),
        (described(data_offsets=[0]), "describes 'w'"),
        (described(shape=[2**70]), "which its shape does not fill"),
        (described(data_offsets=[4, 12]), "has a gap or an overlap before 'w'"),
        (b'{"w": 7}', "describes 'w'"),
        (b"[]", "has a header that cannot be read"),
        (b"[" * 100_000, "has a header that cannot be read"),
        (b"\xff\xff", "has a header that cannot be read"),
    ],
)
def test_a_header_that_is_odd(tmp_path: Path, header: bytes, told: str) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    with pytest.raises(BrokenWeights, match=re.escape(told)):
        tensors(path)


@pytest.mark.parametrize("length", [0, 1, LONGEST_HEADER + 1, 2**63, 2**64 - 1])
def test_a_length_that_would_fill_memory(tmp_path: Path, length: int) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", length) + bytes(64))
    with pytest.raises(BrokenWeights, match="does not begin like a safetensors file"):
        tensors(path)


WHOLE = file_of({"a": (2, 3), "b": (4,)})


@given(cut=st.integers(0, len(WHOLE) - 1))
def test_a_file_that_is_cut_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "w.safetensors"
    path.write_bytes(WHOLE[:cut])
    with pytest.raises(BrokenWeights):
        tensors(path)


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255), more=st.binary())
def test_no_damage_to_a_file_is_worse_than_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int, more: bytes
) -> None:
    path = tmp_path_factory.mktemp("damage") / "w.safetensors"
    path.write_bytes(WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :] + more)
    with suppress(BrokenWeights):
        assert sum(tensor.bytes for tensor in tensors(path)) <= path.stat().st_size


def test_a_fingerprint_knows_weights_config_and_words(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    first = checkpoint.read(folder).fingerprint
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert checkpoint.read(copy).fingerprint == first
    for name in ("model.safetensors", "config.json", "tokenizer.json"):
        other = shutil.copytree(folder, tmp_path / name)
        data = bytearray((other / name).read_bytes())
        data[-1:] = b"\x01" if name.startswith("model") else data[-1:] + b" "
        (other / name).write_bytes(data)
        assert checkpoint.read(other).fingerprint != first, name


def test_a_fingerprint_of_15_gigabytes_takes_well_under_a_second(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    size = 15 * 10**9 // 4
    header = json.dumps({"w": {"dtype": "F32", "shape": [size], "data_offsets": [0, 4 * size]}})
    path = folder / "model.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header.encode())
    os.truncate(path, 8 + len(header) + 4 * size)
    if path.stat().st_blocks * 512 > 10**9:
        pytest.skip("this file system has no holes")
    began = time.process_time()
    first = checkpoint.read(folder).fingerprint
    assert time.process_time() - began < 1.0
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x01")
    assert checkpoint.read(folder).fingerprint != first


def test_what_answers_depend_on_is_in_the_identity(tmp_path: Path) -> None:
    found = checkpoint.read(folder_of(tmp_path / "model"))
    fewer = VisualFormat("images", 4, 448, 151_200, "aspect", "even", "qwen-vl pil 1")
    made = [
        checkpoint.identity(found, False, FORM),
        checkpoint.identity(found, True, FORM),
        checkpoint.identity(found, False, fewer),
        checkpoint.identity(found, False, FORM, "0123456789abcdef"),
    ]
    assert len(set(made)) == len(made)
    assert made[0] == checkpoint.identity(found, False, FORM)


def test_opening_weights_needs_no_model_library(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "model")
    code = (
        "import sys; from pathlib import Path; from backends.neural.weights import checkpoint\n"
        "from backends.neural.memory import available, quantise\n"
        "from backends.neural.weights import adapters, hub\n"
        f"found = checkpoint.read(Path({str(folder)!r})); found.fingerprint\n"
        "available.available_memory()\n"
        "print(*{'torch', 'transformers', 'peft', 'bitsandbytes'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == ""
