"""The line of a medium that is analysed: on a terminal, in a file, and in a pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jobs import Rate, Rates
from pipeline.analysis.progress import AnswerGrew, FrameSampled, Place, StageAnswered, StageStarted
from pipeline.analysis.rates import Stopwatch
from pipeline.commands import progress_line
from pipeline.commands.progress_line import Line
from pipeline.stages import MODEL_STAGES
from pipeline.types import Frame, StageOutput
from tests import scripted_models
from tests.places import ROOT

FRAME = Frame(1, 1, "f", Path("f.jpg"), 4, 3)  # type: ignore[arg-type]
SLOW = Rates({"label": Rate(1, 5)})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(progress_line.time, "monotonic", lambda: now[0])  # type: ignore[attr-defined]
    monkeypatch.setenv("COLUMNS", "200")
    return now


def answered(stage: str, done: int) -> StageAnswered:
    output = StageOutput(stage, "", "all", None, (), 0.1)
    return StageAnswered(Place("walk.mp4", 2, done, 7), output)


def test_it_says_what_is_being_answered_and_how_many_words_came(clock: list[float]) -> None:
    terminal = Terminal()
    line = Line(terminal, Stopwatch(Rates()))
    line(StageStarted(Place("walk.mp4", 2, 0, 7)))
    assert terminal.getvalue().endswith("walk.mp4: stage 2 of 7, reading labels and asking")
    clock[0] += 1
    line(AnswerGrew(Place("walk.mp4", 2, 0, 7), "label", "Gaspare Venturini"))
    assert terminal.getvalue().endswith("asking (2 words)")
    shown = terminal.getvalue()
    line(AnswerGrew(Place("walk.mp4", 2, 0, 7), "label", "and"))
    assert terminal.getvalue() == shown, "rewritten too often"
    for done, stage in enumerate(("label", "visual"), 1):
        line(answered(stage, done))
    assert terminal.getvalue().endswith("asking, 2 s left")
    line.close()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_in_a_file_a_short_medium_is_one_line(clock: list[float]) -> None:
    text = io.StringIO()
    line = Line(text, Stopwatch(Rates()))
    for done in range(1, 8):
        clock[0] += 1
        line(answered("label", done))
    line.close()
    assert text.getvalue() == "walk.mp4: done in 7.0 s\n"


def test_in_a_file_a_long_medium_is_a_line_every_ten_seconds_and_a_last_one(
    clock: list[float],
) -> None:
    text = io.StringIO()
    line = Line(text, Stopwatch(SLOW))
    for done in range(1, 251):
        clock[0] += 0.1
        line(FrameSampled(Place("walk.mp4", 1, done, 257), FRAME))
    for done, stage in enumerate(MODEL_STAGES):
        clock[0] += 2.5
        line(AnswerGrew(Place("walk.mp4", 2, done, 7), stage.name, "word"))
        clock[0] += 2.5
        line(answered(stage.name, done + 1))
    lines = text.getvalue().splitlines()
    assert [words.split(",")[0] for words in lines] == [
        "walk.mp4: stage 1 of 7", "walk.mp4: stage 1 of 7", "walk.mp4: stage 2 of 7",
        "walk.mp4: stage 2 of 7", "walk.mp4: stage 2 of 7",
        "walk.mp4: done in 60.0 s",
    ]  # fmt: skip
    assert lines[3].endswith("20 s left")


@pytest.mark.slow
def test_a_pipe_is_given_whole_lines_now_and_then(tmp_path: Path) -> None:
    """The real command, its error stream a pipe, with a second for ten."""
    scripted_models.video(tmp_path / "walk.mp4", seconds=8)
    scripted_models.catalogue_file(tmp_path / "c.csv")
    says = {"says": {"description": "word " * 150}, "pause": 0.02}
    scripted_models.folder(tmp_path, "weights", **says)
    code = (
        "import sys; from console import bar; bar.EVERY = 1.0\n"
        "from tests import scripted_models; scripted_models.register()\n"
        "from pipeline.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command = ["analyse", "walk.mp4", "--catalogue", "c.csv", "--db", "w/c.db", "--json", "o.json"]
    answer = subprocess.run(
        [sys.executable, "-c", code, *command, "--backend", "talker", "--model", "weights"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    assert not {"\r", "\x1b"} & set(answer.stderr)
    *during, last = answer.stderr.splitlines()
    assert last.startswith("walk.mp4: done in ")
    seconds = float(last.split()[-2])
    assert 2 <= len(during) <= seconds
    assert all(line.startswith("walk.mp4: stage ") for line in during)
