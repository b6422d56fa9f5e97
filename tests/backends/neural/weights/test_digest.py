"""A fingerprint changes with what it stands for, and takes little time."""

from __future__ import annotations

import json
import os
import shutil
import struct
import time
from pathlib import Path

import pytest

from backends.neural.weights import checkpoint
from tests.checkpoints import folder_of


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
