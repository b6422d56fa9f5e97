"""Installing the packages of models with weights on the page, with the real pip."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backends.neural import packages
from backends.neural.backend import NeuralBackend
from pages._ui.shell.resources import Resources
from storage.task import Task
from tests.visits import html, press, sound, visit
from tests.wheels import only_index, wheel

pytestmark = pytest.mark.slow

OFFER = "Packages for models with weights"
PATIENCE = 120.0


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Models need a package that nobody has; pip installs from here to where Python looks."""
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\nrare_torch_part==1.0\n")
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path / "requirements.txt")
    monkeypatch.setattr(NeuralBackend, "packages", ("rare_torch_part",))
    (tmp_path / "installed").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "installed")])
    return only_index(tmp_path, monkeypatch)


def watched(app: AppTest, bundle: Resources) -> AppTest:
    """The page as it is drawn until the installation has ended."""
    deadline = time.monotonic() + PATIENCE
    while Task(bundle.workspace.packages).state().running:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return sound(app.run())


def test_the_packages_are_installed_on_the_page(bundle: Resources, index: Path) -> None:
    wheel(index, "torch", "2.13.0")
    wheel(index, "rare_torch_part", "1.0")
    app = visit(bundle, "models")
    assert OFFER in html(app)
    assert packages.download_size() in html(app)
    assert "python3 start.py --models" in [code.value for code in app.code]
    press(app, "install")
    assert app.button(key="cancel_install")
    assert not [button for button in app.button if button.key == "install"], "started twice"
    watched(app, bundle)
    assert OFFER not in html(app)
    assert "packages are not installed" not in html(app)
    assert "python3 start.py --models" not in [code.value for code in app.code]


def test_a_failure_is_told_and_may_be_tried_again(bundle: Resources, index: Path) -> None:
    app = press(visit(bundle, "models"), "install")
    watched(app, bundle)
    assert "Connect this machine to the internet" in html(app)
    assert app.button(key="install").label == "Install again"


def test_an_installation_is_followed_by_whoever_comes_later_and_cancelled(
    bundle: Resources, index: Path
) -> None:
    with Task(bundle.workspace.packages).doing():
        app = visit(bundle, "models")
        assert app.button(key="cancel_install")
        press(app, "cancel_install")
        assert Task(bundle.workspace.packages).cancelled


def test_nothing_is_offered_where_everything_is_installed(bundle: Resources) -> None:
    assert OFFER not in html(visit(bundle, "models"))
