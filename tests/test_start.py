"""start.py without installing anything: what it would run, and what it says when that fails."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import start

OPTIONS = ("--no-compile", "--no-warn-script-location", "--disable-pip-version-check")
EMBEDDED = [["-r", "requirements-embedded.txt"]]
MODELS = [["torch==2.13.0"], ["-r", "requirements.txt"]]


class Machine:
    """Notes every command instead of running it. `broken` are words of commands that fail."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.broken: set[str] = set()
        self.terminated: list[list[str]] = []

    def run(self, command: list[str], **options: object) -> SimpleNamespace:
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            start.python().parent.mkdir(parents=True)
            start.python().touch()
        failed = bool(self.broken & {*command})
        return SimpleNamespace(returncode=int(failed), stdout="")

    def popen(self, command: list[str], **options: object) -> SimpleNamespace:
        self.commands.append(command)
        return SimpleNamespace(
            wait=lambda: 0, poll=lambda: 0, terminate=lambda: self.terminated.append(command)
        )

    def pip(self) -> list[list[str]]:
        given = [c[4:] for c in self.commands if c[2:4] == ["pip", "install"]]
        return [[word for word in words if word not in OPTIONS] for words in given]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A folder with requirements and nothing installed."""
    noted = Machine()
    (tmp_path / "requirements.txt").write_text(
        "# first\ntorch==2.13.0\n\n-r requirements-embedded.txt\n"
    )
    (tmp_path / "requirements-embedded.txt").write_text("streamlit==1.67.0\n")
    (tmp_path / "requirements-test.txt").write_text("pytest==9.2.0\n")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(subprocess, "run", noted.run)
    monkeypatch.setattr(subprocess, "Popen", noted.popen)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CARTELLINO_WORKSPACE", raising=False)
    return noted


def test_torch_is_installed_in_a_step_of_its_own_before_the_rest(machine: Machine) -> None:
    start.install("requirements.txt")
    assert machine.pip() == MODELS


def test_what_is_installed_is_not_installed_again(machine: Machine) -> None:
    start.install("requirements.txt")
    before = len(machine.commands)
    start.install("requirements.txt")
    assert len(machine.commands) == before


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-embedded.txt"])
def test_changed_requirements_are_installed(machine: Machine, file: str) -> None:
    start.install("requirements.txt")
    with (start.ROOT / file).open("a") as more:
        more.write("plotly==7.1.0\n")
    start.install("requirements.txt")
    assert machine.pip() == MODELS * 2


def test_the_app_installs_what_the_embedded_backend_needs(machine: Machine) -> None:
    assert start.main(["--no-browser"]) == 0
    assert machine.pip() == EMBEDDED


def test_models_are_installed_when_asked_for(machine: Machine) -> None:
    start.main(["--no-browser", "--models"])
    assert machine.pip() == MODELS
    assert "--models" not in app_command(machine)


@pytest.mark.parametrize("place", ["lib/python3.11/site-packages", "Lib/site-packages"])
def test_models_that_were_installed_once_are_kept_up(machine: Machine, place: str) -> None:
    start.main(["--no-browser"])
    (start.VENV / place / "torch").mkdir(parents=True)
    start.main(["--no-browser"])
    assert machine.pip() == EMBEDDED + MODELS


def test_a_failed_download_is_tried_again_and_then_told(machine: Machine) -> None:
    machine.broken = {"torch==2.13.0"}
    for _ in range(2):
        with pytest.raises(start.StartError, match="internet connection"):
            start.install("requirements.txt")
    assert machine.pip() == [["torch==2.13.0"]] * 4, "a failure leaves no stamp"


def test_a_missing_venv_module_is_named(machine: Machine) -> None:
    machine.broken = {"venv"}
    with pytest.raises(start.StartError, match="python3-venv"):
        start.install("requirements.txt")


def test_an_old_python_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    assert start.main([]) == 1
    assert "3.11 or newer, and this is Python 3.9" in capsys.readouterr().err


def app_command(machine: Machine) -> list[str]:
    return next(command for command in machine.commands if "streamlit" in command)


def test_the_app_listens_to_this_machine_only(machine: Machine) -> None:
    assert start.main(["--no-browser", "--port", "9123"]) == 0
    command = app_command(machine)
    assert "--server.address=127.0.0.1" in command
    assert "--server.port=9123" in command
    assert "--browser.serverAddress=localhost" in command


def test_other_options_reach_streamlit(machine: Machine) -> None:
    start.main(["--no-browser", "--server.maxUploadSize=4000"])
    assert "--server.maxUploadSize=4000" in app_command(machine)


def test_the_demonstration_is_made_once(machine: Machine) -> None:
    start.main(["--no-browser"])
    painters = [command for command in machine.commands if "demo" in command]
    assert [Path(command[3]) for command in painters] == [start.ROOT / "workspace" / "demo"]
    demo = start.ROOT / "workspace" / "demo"
    demo.mkdir(parents=True)
    (demo / "truth.json").touch()
    machine.commands.clear()
    start.main(["--no-browser"])
    assert not [command for command in machine.commands if "demo" in command]


def test_a_painter_does_not_outlive_the_app(machine: Machine) -> None:
    start.main(["--no-browser"])
    painter = next(c for c in machine.commands if "demo" in c)
    assert machine.terminated == [painter]


@pytest.mark.parametrize("command", ["check", "test"])
def test_developers_get_everything_installed(machine: Machine, command: str) -> None:
    machine.broken = {"tests"}
    assert start.main([command, "-k", "some"]) == 1
    assert machine.pip() == [*MODELS, ["-r", "requirements-test.txt"]]
    assert machine.commands[-1][1:] == ["-m", "tests", command, "-k", "some"]


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start.free_port(port) > port


def test_a_named_port_that_is_taken_is_told_before_anything_else(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert start.main(["--no-browser", "--port", str(number)]) == 1
    errors = capsys.readouterr().err
    assert f"Port {number} is in use" in errors
    assert f"already: look at http://localhost:{number}" in errors
    assert "--port" in errors
    assert machine.commands == []


def test_a_mistyped_command_opens_no_app(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(["bakcup", "museum.zip"]) == 1
    assert "no command 'bakcup'. The commands are check, test, backup" in capsys.readouterr().err
    assert machine.commands == []


@pytest.mark.parametrize("text", ["0", "65536", "many", "-1"])
def test_what_is_no_port_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        start.parse([f"--port={text}"])
    assert "choose a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_backup_is_named_from_where_the_command_is_given(
    command: str, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "HERE", tmp_path / "stick")
    assert start.main([command, "b.zip", "--models"]) == 0
    [given] = [c for c in machine.commands if c[1:3] == ["-m", "backup"]]
    assert given[3:] == [command, str(tmp_path / "stick" / "b.zip"), "--models"]
    assert machine.pip() == EMBEDDED
    assert start.main([command, "/media/b.zip"]) == 0
    assert machine.commands[-1][3:] == [command, "/media/b.zip"]


def test_what_is_compiled_at_its_first_import_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in start.environment()
    assert start.environment()["HF_HUB_OFFLINE"] == "1"


def test_an_interrupted_restore_is_undone_before_a_new_workspace_is_made(machine: Machine) -> None:
    start.main(["--no-browser"])
    modules = [c[2] for c in machine.commands if c[2] in ("backup", "demo", "streamlit")]
    assert modules == ["backup", "demo", "streamlit"]
    (start.ROOT / "workspace").mkdir()
    machine.commands.clear()
    start.main(["--no-browser"])
    assert not [c for c in machine.commands if "recover" in c], "there is nothing to put back"


def test_no_app_opens_on_an_empty_workspace_where_the_former_cannot_be_moved_back(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.broken = {"recover"}
    assert start.main(["--no-browser"]) == 1
    assert "cannot be moved back" in capsys.readouterr().err
    assert "demo" not in {c[2] for c in machine.commands}
