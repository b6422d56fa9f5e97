"""A catalogue is read once, however many pages wait for it, and its progress is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from catalogue import Catalogue
from catalogue.errors import UnusableCatalogue
from catalogue.loading.cache import Prepared
from catalogue.matching.index import Index
from console.progress import Report
from pages._ui.shell import resources
from pages._ui.shell.resources import OpenCatalogue, open_catalogue
from storage.workspace import Workspace


class Left(Exception):
    """What Streamlit raises in a page that was left."""


class Reading:
    """A reading that lasts until it is let go on."""

    def __init__(self, outcomes: list[Prepared | Exception]) -> None:
        self.outcomes, self.begun, self.go_on = outcomes, 0, Event()

    def __call__(self, path: Path, workspace: Workspace, report: Report) -> Prepared:
        self.begun += 1
        report(0.5, "Indexing")
        assert self.go_on.wait(20)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    empty = Catalogue(tmp_path / "none.csv", "0", (), (), ())
    return Prepared(empty, Index(()))


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reading]:
    def begun(*outcomes: Prepared | Exception) -> Reading:
        reading = Reading(list(outcomes))
        monkeypatch.setattr(resources, "indexed", reading)
        return reading

    return begun


def leave(share: float, what: str) -> None:
    raise Left


def test_a_page_that_is_left_does_not_end_the_reading(
    begin: Callable[..., Reading], prepared: Prepared, tmp_path: Path
) -> None:
    reading, workspace = begin(prepared), Workspace(tmp_path)
    with pytest.raises(Left):
        open_catalogue(tmp_path / "none.csv", workspace, leave)
    reports, opened = [], []

    def wait(share: float, what: str) -> None:
        reports.append((share, what))
        reading.go_on.set()

    def come_again() -> None:
        opened.append(open_catalogue(tmp_path / "none.csv", workspace, wait))

    tabs = [Thread(target=come_again) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(20)
    assert reading.begun == 1
    assert set(reports) == {(0.5, "Indexing")}
    assert isinstance(opened[0], OpenCatalogue)
    assert opened[0] is opened[1]


def test_what_could_not_be_read_is_tried_again(
    begin: Callable[..., Reading], prepared: Prepared, tmp_path: Path
) -> None:
    reading, workspace = begin(UnusableCatalogue("Export it again."), prepared), Workspace(tmp_path)
    reading.go_on.set()

    def quietly(*_: Any) -> None: ...

    with pytest.raises(UnusableCatalogue, match="Export it again"):
        open_catalogue(tmp_path / "none.csv", workspace, quietly)
    assert open_catalogue(tmp_path / "none.csv", workspace, quietly).index is prepared.index
