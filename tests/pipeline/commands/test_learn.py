"""The command that learns the reference pictures of a catalogue ahead."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.__main__ import main


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
    printed = capsys.readouterr()
    assert printed.out == "2 reference pictures read, 1 remark\n"
    assert "2: bad.png" in printed.err
    assert len(list((tmp_path / "workspace" / "features").glob("*.npz"))) == 1

    table.write_text("id,title\n1,One\n")
    assert main(["learn", "--catalogue", str(table), "--db", database]) == 2
    assert "No work" in capsys.readouterr().err
