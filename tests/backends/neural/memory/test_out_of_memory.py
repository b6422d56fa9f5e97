"""Running out of memory is reported like any other error, and the estimate holds."""

from __future__ import annotations

import errno
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest

from backends import OutOfMemory
from backends.neural.memory import estimate
from backends.neural.weights import checkpoint
from backends.qwen2_vl import Qwen2VLBackend
from tests import tiny_models
from tests.imports import ROOT
from training import scratch

CURE = "Choose fewer frames."


def test_memory_that_runs_out_is_our_own_error() -> None:
    torch = pytest.importorskip("torch")
    for error in (
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.\nMore words"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: can't allocate "
                     "memory: you tried to allocate 8 bytes"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ):  # fmt: skip
        with (
            pytest.raises(OutOfMemory) as caught,
            estimate.as_out_of_memory(CURE),
        ):
            raise error
        message = str(caught.value)
        assert message.startswith("The model and these frames do not fit into memory (")
        assert message.endswith(f"). {CURE}")
        assert "\n" not in message


def test_other_errors_pass() -> None:
    for error in (RuntimeError("shapes differ"), OSError(errno.ENOSPC, "full"), ValueError("x")):
        with (
            pytest.raises(type(error)) as caught,
            estimate.as_out_of_memory(CURE),
        ):
            raise error
        assert caught.value is error


def test_what_did_not_fit_is_let_go_before_a_second_try() -> None:
    arrays: list[weakref.ref[object]] = []

    def fill() -> None:
        large = np.zeros(10)
        arrays.append(weakref.ref(large))
        raise MemoryError

    with pytest.raises(OutOfMemory) as caught, estimate.as_out_of_memory(CURE):
        fill()
    assert caught.value.__suppress_context__
    assert arrays[0]() is None


RUN_OUT = """
import resource, torch
from backends.base import OutOfMemory
from backends.neural.memory import estimate as memory
def room():
    fields = open("/proc/self/statm").read().split()
    return int(fields[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (room() + 2**29, resource.RLIM_INFINITY))
try:
    with memory.as_out_of_memory("Choose fewer frames."):
        torch.ones(2**33)
except OutOfMemory as error:
    print(error)
with memory.as_out_of_memory("Choose fewer frames."):
    print(int(torch.ones(2**10).sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_a_real_allocation_that_fails_is_caught_and_the_program_goes_on() -> None:
    lines = subprocess.run(
        [sys.executable, "-c", RUN_OUT], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "can't allocate memory" in lines[0]
    assert lines[0].endswith("Choose fewer frames.")
    assert lines[1] == "1024"


MEASURE = """
import sys
from pathlib import Path
from tests import tiny_models
import torch, transformers, transformers.models.qwen2_vl.modeling_qwen2_vl
from backends.base import Params, Prompt
from backends.neural.qwen import loading as qwen_loading
from backends.qwen2_vl import Qwen2VLBackend
torch.set_num_threads(1)
def taken(name):
    line = next(line for line in open("/proc/self/status") if line.startswith(name))
    return int(line.split()[1]) * 1024
folder, frames = map(Path, sys.argv[1:])
clip = tiny_models.media(frames, 8, (448, 336))
open("/proc/self/clear_refs", "w").write("5")
before = taken("VmRSS")
backend = Qwen2VLBackend()
backend.load(folder)
asked = [(Prompt(str(n), "Describe what is seen. " * 10), Params(24)) for n in range(6)]
backend.answers(backend.preprocess(clip, "video"), asked)
print(before, taken("VmHWM"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads memory as Linux tells it")
def test_a_real_model_takes_about_what_was_estimated(tmp_path: Path) -> None:
    sizes = scratch.Sizes(width=512, inner=1408, layers=8, heads=8, key_value_heads=4,
                          vision_width=320, vision_layers=4, vision_heads=5,
                          vocabulary=4096)  # fmt: skip
    folder = scratch.build(tmp_path / "model", tiny_models.CORPUS, sizes)
    command = [sys.executable, "-c", MEASURE, str(folder), str(tmp_path / "frames")]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    needs = estimate.estimate(
        checkpoint.read(folder), Qwen2VLBackend.default_format, place="main memory"
    )
    before, most = map(int, process.stdout.split())
    assert most < needs.total
    assert most - before > 0.5 * (needs.total - needs.overhead)
