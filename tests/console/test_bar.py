"""A terminal is told how far a command is; a file and a pipe are not."""

import io
import sys
import time

import pytest

from console import bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_a_bar_is_for_people(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bar, "_PATIENCE", 0.01)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", stream)
    with bar.bar() as report:
        for share in (0.1, 0.5, 0.4):
            time.sleep(0.12)  # the bar is not drawn more often
            report(share, "Indexing")
    written = stream.getvalue()
    assert ("Indexing" in written) == stream.isatty()
    assert ("left" in written) == stream.isatty()
    assert not written or (written.endswith("\r") and not written.split("\r")[-2].strip())
    assert capsys.readouterr().out == ""
