"""A terminal is shown how far a command is in place; a file and a pipe get a line now and then."""

import io
import subprocess
import sys
import time

import pytest

from console import bar
from console.progress import counted
from tests.places import ROOT


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("console.bar.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_a_bar_is_for_people(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bar, "_DELAY", 0.01)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", stream)
    with bar.progress_bar() as report:
        for share in (0.1, 0.5, 0.4):
            time.sleep(0.12)  # the bar is not drawn more often
            report(share, "Indexing")
    written = stream.getvalue()
    assert ("Indexing" in written) == stream.isatty()
    assert (" s left" in written) == stream.isatty()
    assert not written or (written.endswith("\r") and not written.split("\r")[-2].strip())
    assert capsys.readouterr().out == ""


def test_time_left_is_told_as_people_say_it(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(bar, "_DELAY", 0)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "stderr", terminal)
    with bar.progress_bar() as report:
        clock[0] += 270
        time.sleep(0.12)
        report(0.01, "learning to see, loss 3.141")
        line = terminal.getvalue()
    assert line.rstrip().endswith(", 7 h 26 min left")
    assert "learning to see, loss 3.141" in line


def test_a_file_gets_a_line_every_ten_seconds_and_a_last_one(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = io.StringIO()
    monkeypatch.setattr(sys, "stderr", text)
    with bar.progress_bar() as report:
        learnt = counted(report, "reference pictures")
        for done in range(1, 251):
            clock[0] += 0.1
            learnt(done, 1000)
    assert text.getvalue().splitlines() == [
        "reference pictures, 100 of 1,000: 10 %, 2 min left",
        "reference pictures, 200 of 1,000: 20 %, 80 s left",
        "done in 25 s",
    ]


def test_what_is_quick_or_fails_leaves_no_last_line(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = io.StringIO()
    monkeypatch.setattr(sys, "stderr", text)
    with bar.progress_bar() as report:
        clock[0] += 9
        report(0.5, "Indexing")
    with pytest.raises(OSError, match="full"), bar.progress_bar():
        fail(clock)
    assert text.getvalue() == ""


def fail(clock: list[float]) -> None:
    clock[0] += 60
    raise OSError("full")


@pytest.mark.parametrize("ending", ["", "; raise SystemExit(3)"])
def test_a_pipe_sees_lines_and_nothing_else(ending: str) -> None:
    code = (
        "import time; from console import bar; bar.EVERY = 0.1\n"
        "with bar.progress_bar() as report:\n"
        "    for n in range(40): time.sleep(0.01); report(n / 40, 'Indexing')\n"
        f"    pass{ending}"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == (3 if ending else 0)
    assert answer.stdout == ""
    lines = answer.stderr.splitlines()
    assert not {"\r", "\x1b"} & set(answer.stderr)
    assert 2 <= len([line for line in lines if line.startswith("Indexing: ")]) <= 20
    assert (lines[-1].startswith("done in ")) == (not ending)
