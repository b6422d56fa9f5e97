"""How much memory there is: the card's if torch can use one, else the machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

import psutil

GIB = 2**30
_TIMEOUT = 5.0
_QUERY = (
    "nvidia-smi",
    "--query-gpu=name,memory.free,memory.total",
    "--format=csv,noheader,nounits",
)


@dataclass(frozen=True, slots=True)
class AvailableMemory:
    """Memory in bytes of the place where a model would run."""

    place: Literal["card", "main memory"]
    name: str
    free: int
    total: int


def available_memory() -> AvailableMemory:
    """The first card if torch can use one, else main memory."""
    torch = sys.modules.get("torch")
    if torch is not None:
        if not torch.cuda.is_available():
            return main_memory()
        free, total = torch.cuda.mem_get_info()
        return AvailableMemory("card", str(torch.cuda.get_device_name()), int(free), int(total))
    return _queried() or main_memory()


def main_memory() -> AvailableMemory:
    """Free is what a program may take before the machine begins to swap."""
    memory = psutil.virtual_memory()
    return AvailableMemory("main memory", "main memory", int(memory.available), int(memory.total))


def _queried() -> AvailableMemory | None:
    """The card without importing torch, which takes seconds; None where torch could not use it."""
    if not _built_for_cards() or not shutil.which(_QUERY[0]):
        return None
    try:
        output = subprocess.run(
            _QUERY, capture_output=True, text=True, timeout=_TIMEOUT, check=True
        )
        name, free, total = output.stdout.splitlines()[_first_visible()].rsplit(",", 2)
        return AvailableMemory("card", name.strip(), int(free) * 2**20, int(total) * 2**20)
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def _built_for_cards() -> bool:
    try:
        return "cpu" not in version("torch")
    except PackageNotFoundError:
        return False


def _first_visible() -> int:
    """Number of the card that torch takes first. Raises IndexError if all are hidden."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if not visible.isdecimal():
        raise IndexError("no card is visible")
    return int(visible)
