"""The memory of the card is read without torch, else that of the machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backends.neural.memory import available
from backends.neural.memory.available import AvailableMemory


def fake_smi(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str, version: str) -> None:
    """A machine with cards, seen by a program that has not imported torch."""
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\nprintf '{lines}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(available, "version", lambda name: version)


TWO = "NVIDIA GeForce RTX 3060, 11500, 12288\\nNVIDIA A100, PCIe, 40000, 40960\\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in")


@posix
def test_the_card_is_asked_without_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_smi(tmp_path, monkeypatch, TWO, "2.13.0+cu130")
    mib = 2**20
    first = AvailableMemory("card", "NVIDIA GeForce RTX 3060", 11500 * mib, 12288 * mib)
    assert available.available_memory() == first
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert available.available_memory().name == "NVIDIA A100, PCIe"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert available.available_memory().place == "main memory"


@posix
@pytest.mark.parametrize(
    ("lines", "version"), [(TWO, "2.13.0+cpu"), ("No devices were found\\n", "2.13.0"), ("", "2.1")]
)
def test_without_a_card_that_torch_can_use_it_is_main_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, version: str
) -> None:
    fake_smi(tmp_path, monkeypatch, lines, version)
    memory = available.available_memory()
    assert memory.place == "main memory"
    assert 0 < memory.free <= memory.total
