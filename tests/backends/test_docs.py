"""What docs/backends.md says is so: its backend works, its tables and commands are right."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import backends
from backends.__main__ import _parser
from backends.neural.memory import estimate
from backends.neural.memory.available import GIB
from backends.neural.weights import adapters
from tests.checkpoints import QWEN2_VL_7B, VIDEOLLAMA2_7B, of_size
from tests.imports import ROOT

TEXT = (ROOT / "docs" / "backends.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0]
FORMS = {kind: listing.format for listing in backends.available() for kind in listing.model_types}


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """A folder with the backend of the document as its only file."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "colour.py").write_text(EXAMPLE, encoding="utf-8")
    return folder


def run(plugins: Path, *command: str) -> str:
    """Output of Python in a process whose backends include those in `plugins`."""
    start = f"import backends; backends.__path__.append({str(plugins)!r})\n"
    (plugins.parent / "sitecustomize.py").write_text(start)
    path = os.pathsep.join([str(plugins.parent), str(ROOT)])
    process = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True,
    )  # fmt: skip
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def test_the_example_is_about_30_lines() -> None:
    assert len([line for line in EXAMPLE.splitlines() if line]) <= 40


@pytest.mark.parametrize("command", [["check"], ["format", "--diff"]])
def test_the_example_passes_the_checks_of_the_project(command: list[str]) -> None:
    words = ["-m", "ruff", *command, "--stdin-filename", "backends/colour.py", "-"]
    process = subprocess.run(
        [sys.executable, *words], cwd=ROOT, input=EXAMPLE, capture_output=True, text=True
    )
    assert process.returncode == 0, process.stdout + process.stderr


def test_the_example_is_listed(plugins: Path) -> None:
    listed = run(plugins, "-m", "backends", "list")
    assert re.search(r"^colour +ready +Colour \(red, green or blue\)$", listed, re.MULTILINE)


@pytest.mark.slow
def test_the_example_keeps_the_contract(plugins: Path) -> None:
    contract = "tests/backends/test_contract.py"
    output = run(plugins, "-m", "pytest", contract, "-k", "colour", "-o", "addopts=", "-v",
               "--import-mode=importlib", "-p", "no:cacheprovider")  # fmt: skip
    assert len(re.findall(r"\[colour\] PASSED", output)) == 5


@pytest.mark.slow
def test_the_example_analyses_a_picture(plugins: Path, tmp_path: Path) -> None:
    Image.new("RGB", (320, 240), (20, 90, 200)).save(tmp_path / "sea.png")
    (tmp_path / "catalogue.csv").write_text("id,title,artist\n1,The Sea,Anna Rossi\n")
    output = run(
        plugins, "-m", "pipeline", "analyse", str(tmp_path / "sea.png"), "--backend", "colour",
        "--catalogue", str(tmp_path / "catalogue.csv"), "--db", str(tmp_path / "evidence.db"),
        "--json", "-",
    )  # fmt: skip
    (medium,) = json.loads(output)
    (evidence,) = medium["evidence"]
    assert evidence["backend"] == "colour"
    assert evidence["format"]["processor"] == "mean 1"
    raw = {output["stage"]: output["raw"] for output in evidence["outputs"]}
    assert raw["description"] == "Mostly blue."
    assert not any(output["error"] for output in evidence["outputs"])
    assert [clip["decision"]["outcome"] for clip in medium["clips"]] == ["abstain"]


def test_every_backend_is_in_the_table() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    for listing in backends.available():
        (row,) = [row for row in rows if row.startswith(f"| `{listing.name}` |")]
        assert f"| {listing.weights or 'none'} |" in row
        assert f"`{listing.example}`" in row or not listing.example


def test_every_command_is_one() -> None:
    commands = re.findall(r"^    \.venv/bin/python -m backends (.*?)(?:  .*)?$", TEXT, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        assert _parser().parse_args(shlex.split(command)).run


def test_the_memory_that_it_states_is_the_memory_that_is_estimated() -> None:
    qwen, llama = of_size(QWEN2_VL_7B), of_size(VIDEOLLAMA2_7B)
    images, video = FORMS["qwen2_vl"], FORMS["videollama2_qwen2"]
    assert images
    assert video
    for weights, form, begin in (
        (qwen, images, "| Qwen2-VL-7B | 8 as images, at most 1,536 tokens |"),
        (qwen, replace(images, visual="video"), "| Qwen2-VL-7B | 8 as a video, at most 768 tok"),
        (llama, video, "| VideoLLaMA2.1-7B | 16 as a video, 1,352 tokens |"),
    ):
        (row,) = [line for line in TEXT.splitlines() if line.startswith(begin)]
        needs = [
            estimate.estimate(weights, form, packed, place).total / GIB
            for place in ("card", "main memory")
            for packed in (False, True)
        ]
        assert row.endswith(f"| {' | '.join(f'{need:.1f} GiB' for need in needs)} |")
        assert f"{estimate.visual_tokens(weights, form):,} tokens" in row


def test_the_files_of_an_adapter_are_named() -> None:
    for name in (adapters.CONFIG, adapters.WEIGHTS, adapters.NOTE):
        assert f"| `{name}` |" in TEXT
