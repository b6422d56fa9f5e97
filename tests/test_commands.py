"""`start.py check` and `start.py test`: what they would run, and with which browser."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests import __main__ as commands

CHECKS = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]


class Machine:
    """Notes every command instead of running it. `broken` are words of commands that fail."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.browsers: list[str] = []
        self.broken: set[str] = set()

    def run(self, command: list[str], **options: object) -> SimpleNamespace:
        self.commands.append(command[2:])
        environment = options.get("env")
        if isinstance(environment, dict):
            self.browsers.append(environment.get("CARTELLINO_CHROMIUM", ""))
        return SimpleNamespace(returncode=int(bool(self.broken & {*command})), stdout="")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose browser is the interpreter."""
    noted = Machine()
    monkeypatch.setattr(subprocess, "run", noted.run)
    monkeypatch.setenv("CARTELLINO_CHROMIUM", sys.executable)
    monkeypatch.delenv("CARTELLINO_BROWSER_REQUIRED", raising=False)
    return noted


def test_the_check_looks_at_style_types_and_layers(machine: Machine) -> None:
    assert commands.main(["check"]) == 0
    assert machine.commands == [*CHECKS, ["pytest", "tests/test_layers.py"]]


def test_a_failed_check_does_not_hide_the_tests(machine: Machine) -> None:
    machine.broken = {"mypy"}
    assert commands.main(["test", "-k", "some"]) == 1
    assert machine.commands == [*CHECKS, ["pytest", "-n", "logical", "-k", "some"]]


def test_the_whole_run_measures_coverage_and_has_a_browser(machine: Machine) -> None:
    assert commands.main(["test", "--junitxml=report.xml"]) == 0
    assert "--cov" in machine.commands[-1]
    assert machine.browsers[-1] == sys.executable


def test_the_quick_run_leaves_out_what_is_slow(machine: Machine) -> None:
    commands.main(["test", "--quick", "-x"])
    (pytest_,) = machine.commands
    assert pytest_[pytest_.index("-m") + 1] == "not slow and not browser and not network"
    assert pytest_[-1] == "-x"
    assert "--cov" not in pytest_
    assert machine.browsers[-1] == ""


def test_a_browser_is_fetched_only_where_none_is_required(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "installed", lambda: iter(()))
    monkeypatch.setenv("CARTELLINO_BROWSER_REQUIRED", "1")
    assert commands.chromium() is None
    assert machine.commands == []
    monkeypatch.delenv("CARTELLINO_BROWSER_REQUIRED")
    assert commands.chromium() is None
    assert machine.commands[0] == ["playwright", "install", "chromium"]


def test_a_named_browser_comes_first_and_must_exist(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTELLINO_CHROMIUM", sys.executable)
    assert commands.chromium() == sys.executable
    monkeypatch.setenv("CARTELLINO_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(commands.NoBrowser, match="/nowhere/chromium"):
        commands.chromium()
