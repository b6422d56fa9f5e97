"""The bar of reference pictures being learnt, and the command that learns them."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.__main__ import main
from pipeline.commands import progress_line
from pipeline.commands.progress_line import Learning


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress_line.time, "monotonic", lambda: now[0])  # type: ignore[attr-defined]
    monkeypatch.setenv("COLUMNS", "200")
    return now


def test_a_terminal_shows_a_bar_with_the_time_left(clock: list[float]) -> None:
    terminal = Terminal()
    learning = Learning(terminal)
    clock[0] = 30.0
    learning(250, 1000)

    shown = terminal.getvalue()
    assert "▮▮▮▮▮▯▯▯▯▯▯▯▯▯▯▯▯▯▯▯ 250 of 1,000, 90 s left" in shown

    clock[0] = 30.01
    learning(251, 1000)
    assert terminal.getvalue() == shown, "rewritten too often"
    learning(1000, 1000)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_file_is_told_once_and_only_of_what_took_long(clock: list[float]) -> None:
    quick, slow = io.StringIO(), io.StringIO()
    for stream, seconds in ((quick, 1.0), (slow, 61.0)):
        learning = Learning(stream)
        for done in (1, 2, 3):
            clock[0] += seconds / 3
            learning(done, 3)

    assert quick.getvalue() == ""
    assert slow.getvalue() == "3 reference pictures: learnt in 61 s\n"


def test_pictures_are_learnt_ahead_and_unreadable_ones_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (200, 300, 3), np.uint8)
    (tmp_path / "good.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    (tmp_path / "bad.png").write_bytes(b"no picture")
    table = tmp_path / "works.csv"
    table.write_text("id,title,image\n1,One,good.png\n2,Two,bad.png\n3,Three,\n")
    database = str(tmp_path / "workspace" / "c.db")

    assert main(["learn", "--catalogue", str(table), "--db", database]) == 0
    told = capsys.readouterr()
    assert told.out == "2 reference pictures learnt, 1 remarks\n"
    assert "2: bad.png" in told.err
    assert len(list((tmp_path / "workspace" / "features").glob("*.npz"))) == 1

    table.write_text("id,title\n1,One\n")
    assert main(["learn", "--catalogue", str(table), "--db", database]) == 2
    assert "No work" in capsys.readouterr().err
