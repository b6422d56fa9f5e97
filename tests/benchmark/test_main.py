"""`python -m benchmark`: every benchmark has a name, a line and a command line of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.__main__ import BENCHMARKS, main
from tests.places import ROOT


def test_the_list_names_every_benchmark_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[0] for line in lines] == list(BENCHMARKS)
    assert all(len(line) <= 80 and line.split()[1:] for line in lines)


def test_every_module_with_a_command_line_is_listed() -> None:
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in sorted((ROOT / "benchmark").rglob("*.py"))
        if "\ndef main(" in path.read_text(encoding="utf-8") and path.stem != "__main__"
    ]
    walks = "benchmark.faults."  # these have names of their own under `faults`
    modules = [m for m in modules if not m.startswith(walks) or m == f"{walks}command"]
    assert sorted(module for module, _ in BENCHMARKS.values()) == modules


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_has_a_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name == "app":
        pytest.importorskip("playwright")
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    usage = capsys.readouterr().out.split()[1:5]
    assert usage == ["python", "-m", "benchmark", name]


def test_arguments_reach_the_benchmark_and_its_error_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none.csv"
    assert main(["attribution", "--truth", str(missing), "--catalogue", str(missing)]) == 2
    printed = capsys.readouterr()
    assert "none.csv" in printed.err
    assert "Traceback" not in printed.err


def test_an_unknown_name_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, "'speed'" in printed.err, "attribution" in printed.err) == ("", True, True)


def test_listing_loads_no_benchmark() -> None:
    code = (
        "import sys; from benchmark.__main__ import main; main([]);"
        "print({'numpy', 'torch', 'pipeline'} & set(sys.modules))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert process.stdout.splitlines()[-1] == "set()"
