"""How much memory there is: of the card if torch can use one, else of the machine."""

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
_PATIENCE = 5.0
_ASK = ("nvidia-smi", "--query-gpu=name,memory.free,memory.total", "--format=csv,noheader,nounits")


@dataclass(frozen=True, slots=True)
class Room:
    """Memory in bytes of the place where a model would run."""

    place: Literal["card", "main memory"]
    name: str
    free: int
    total: int


def room() -> Room:
    """The first card if torch can use one, else main memory."""
    torch = sys.modules.get("torch")
    if torch is not None:
        if not torch.cuda.is_available():
            return main_memory()
        free, total = torch.cuda.mem_get_info()
        return Room("card", str(torch.cuda.get_device_name()), int(free), int(total))
    return _queried() or main_memory()


def main_memory() -> Room:
    """Free is what a program may take before the machine begins to swap."""
    memory = psutil.virtual_memory()
    return Room("main memory", "main memory", int(memory.available), int(memory.total))


def _queried() -> Room | None:
    """The card without importing torch, which takes seconds; None where torch could not use it."""
    if not _for_cards() or not shutil.which(_ASK[0]):
        return None
    try:
        output = subprocess.run(_ASK, capture_output=True, text=True, timeout=_PATIENCE, check=True)
        name, free, total = output.stdout.splitlines()[_chosen()].rsplit(",", 2)
        return Room("card", name.strip(), int(free) * 2**20, int(total) * 2**20)
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def _for_cards() -> bool:
    try:
        return "cpu" not in version("torch")
    except PackageNotFoundError:
        return False


def _chosen() -> int:
    """Number of the card that torch takes first. Raises IndexError where all are hidden."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if not visible.isdecimal():
        raise IndexError("no card is visible")
    return int(visible)
