"""Headers of safetensors files are read, and damaged ones refused."""

from __future__ import annotations

import json
import re
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import save_file

from backends.neural.weights.header import LONGEST_HEADER, BrokenWeights, tensors
from tests.checkpoints import file_of


def test_headers_are_read_as_safetensors_itself_writes_them(tmp_path: Path) -> None:
    weights: dict[str, NDArray[Any]] = {
        "b": np.arange(6, dtype=np.float32).reshape(2, 3),
        "a": np.zeros((4,), np.float16),
        "empty": np.zeros((0, 5), np.int64),
        "one": np.array(1, np.uint8),
    }
    save_file(weights, tmp_path / "w.safetensors", {"format": "np"})
    by_name = {tensor.name: tensor for tensor in tensors(tmp_path / "w.safetensors")}
    assert {n: t.shape for n, t in by_name.items()} == {n: w.shape for n, w in weights.items()}
    assert {n: t.bytes for n, t in by_name.items()} == {n: w.nbytes for n, w in weights.items()}
    assert {n: t.dtype for n, t in by_name.items()} == {
        "b": "F32", "a": "F16", "empty": "I64", "one": "U8"
    }  # fmt: skip


HEADER = {"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}


def described(**changes: object) -> bytes:
    return json.dumps({"w": {**HEADER["w"], **changes}}).encode()


@pytest.mark.parametrize(
    ("header", "message"),
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
def test_a_header_that_is_odd(tmp_path: Path, header: bytes, message: str) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    with pytest.raises(BrokenWeights, match=re.escape(message)):
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
