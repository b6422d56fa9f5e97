"""The header of a file of weights, read without the weights.

A safetensors file is 8 bytes with the length of a JSON header, the header (name, number format,
shape and place of every tensor), and the numbers (huggingface/safetensors, README). Nothing in it
can run, unlike in a pickle.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

LONGEST_HEADER = 32 * 2**20
"""Bytes. A hundred thousand tensors need a third of it; a hostile length must not fill memory."""
_LENGTH = struct.Struct("<Q")
_BITS = {
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
    "F8_E8M0": 8, "F8_E5M2FNUZ": 8, "F8_E4M3FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip


class BrokenWeights(ValueError):
    """A file that is short, or not safetensors. The message continues a sentence: `NAME is …`."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor: `dtype` as safetensors writes it (BF16, F32), `file` the name of its file."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    file: str
    bytes: int

    @property
    def elements(self) -> int:
        return math.prod(self.shape)


def tensors(path: Path) -> tuple[Tensor, ...]:
    """What a file holds. Raises BrokenWeights, OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        begin = file.read(_LENGTH.size)
        if begin.startswith(b"version "):
            raise BrokenWeights("is only a pointer of Git LFS (run 'git lfs pull' in that folder)")
        length = _LENGTH.unpack(begin)[0] if len(begin) == _LENGTH.size else 0
        if not 2 <= length <= LONGEST_HEADER:
            raise BrokenWeights("does not begin like a safetensors file")
        header = file.read(length)
    if len(header) < length:
        raise BrokenWeights(f"ends after {size:,} bytes, in its header")
    listed = tuple(_tensors(header, path.name))
    _compare(size, _LENGTH.size + length + sum(tensor.bytes for tensor in listed))
    return listed


def _tensors(header: bytes, file: str) -> Iterator[Tensor]:
    end = 0
    for name, start, tensor in sorted(_entries(header, file), key=lambda e: (e[1], e[2].bytes)):
        if start != end:
            raise BrokenWeights(f"has a gap or an overlap before {name!r}")
        end += tensor.bytes
        yield tensor


def _entries(header: bytes, file: str) -> Iterator[tuple[str, int, Tensor]]:
    try:
        described: Any = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise BrokenWeights("has a header that cannot be read") from error
    if not isinstance(described, dict):
        raise BrokenWeights("has a header that cannot be read")
    for name, entry in described.items():
        if name != "__metadata__":
            yield _entry(name, entry, file)


def _entry(name: str, entry: Any, file: str) -> tuple[str, int, Tensor]:
    header = entry if isinstance(entry, dict) else {}
    shape, offsets = header.get("shape"), header.get("data_offsets")
    bits = _BITS.get(str(header.get("dtype")))
    if bits is None or not _counts(shape) or not _counts(offsets) or len(offsets) != 2:
        raise BrokenWeights(f"describes {name!r} in a way that cannot be read")
    tensor = Tensor(name, tuple(shape), header["dtype"], file, offsets[1] - offsets[0])
    if tensor.bytes * 8 != tensor.elements * bits:
        raise BrokenWeights(f"gives {name!r} {tensor.bytes:,} bytes, which its shape does not fill")
    return name, offsets[0], tensor


def _counts(value: Any) -> TypeGuard[list[int]]:
    """Whether this is a list of whole numbers from 0."""
    return isinstance(value, list) and all(type(n) is int and n >= 0 for n in value)


def _compare(size: int, expected: int) -> None:
    if size < expected:
        raise BrokenWeights(f"is short: {size:,} of {expected:,} bytes")
    if size > expected:
        raise BrokenWeights(f"has {size - expected:,} bytes more than its header describes")
