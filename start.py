#!/usr/bin/env python3
"""The one entry to Cartellino, for a machine with Python 3.11 or newer and nothing of ours.

    python3 start.py                 install what is missing, then open the app
    python3 start.py test [...]      install what is missing, then run the checks and tests

Only the standard library is used here, because nothing else is installed yet. Whatever follows
`test` goes to pytest; what the app's own options leave over goes to streamlit.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WINDOWS = os.name == "nt"


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        return fail(
            f"Cartellino needs Python 3.11 or newer, and this is Python {found}. Install one from "
            "https://www.python.org/downloads/ and start again with it, as in: python3.11 start.py"
        )
    os.chdir(ROOT)
    try:
        return test(arguments[1:]) if arguments[:1] == ["test"] else app(arguments)
    except KeyboardInterrupt:
        return 130
    except StartError as error:
        return fail(str(error))


class StartError(Exception):
    """What kept Cartellino from starting, in a sentence that says what to do."""


def app(arguments: Sequence[str]) -> int:
    """Run the app until it is closed. Returns its exit status."""
    options, rest = parse(arguments)
    if options.port and taken(options.port):
        raise StartError(
            f"Port {options.port} is in use. Perhaps Cartellino runs there already: look at "
            f"http://localhost:{options.port}. Or choose another port with --port, or leave it out."
        )
    install("requirements.txt")
    demonstration()
    number = options.port or free_port(8501)
    everywhere = options.address in ("0.0.0.0", "::")
    host = "localhost" if everywhere or options.address == "127.0.0.1" else options.address
    url = f"http://{host}:{number}"
    command = [str(python()), "-m", "streamlit", "run", "app.py", *rest]
    command += [f"--server.port={number}", f"--server.address={options.address}"]
    # Named, because Streamlit otherwise asks a server on the internet for this machine's address.
    command += [f"--browser.serverAddress={socket.gethostname() if everywhere else host}"]
    server = subprocess.Popen(command, env=environment())
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    resume()
    threading.Thread(target=announce, args=(server, url, options.browser), daemon=True).start()
    return wait(server)


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Installs what is missing into .venv and opens Cartellino in the browser.",
        epilog="python3 start.py test [pytest options] runs the tests. Any other option is "
        "handed to streamlit, such as --server.maxUploadSize=4000.",
    )
    parser.add_argument("--port", type=port, help="port of the app (the first free from 8501)")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="address to listen on; other machines reach the app only if you change it (127.0.0.1)",
    )
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open a browser"
    )
    return parser.parse_known_args(arguments)


def port(text: str) -> int:
    """The number of a port. Raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535")
    return int(text)


def test(arguments: Sequence[str]) -> int:
    """Run ruff, mypy and pytest. Returns the first exit status that is not 0."""
    install("requirements.txt")
    install("requirements-test.txt")
    browser = chromium()
    env = environment() | {"OMP_NUM_THREADS": "1"} | ({"CARTELLINO_CHROMIUM": browser or ""})
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    failed = []
    for check in checks:
        say(" ".join(check))
        if subprocess.run([str(python()), "-m", *check], env=env).returncode:
            failed.append(" ".join(check))
    say("pytest")
    status = subprocess.run([str(python()), "-m", "pytest", *arguments], env=env).returncode
    return fail(f"Found something to correct: {', '.join(failed)}") if failed else status


# Installing


def python() -> Path:
    """The interpreter of .venv, whether or not it exists."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def install(requirements: str) -> None:
    """Install a requirements file into .venv, unless its stamp says that this was done."""
    text = (ROOT / requirements).read_text(encoding="utf-8")
    content = hashlib.sha256(f"{sys.version_info[:2]}\n{text}".encode()).hexdigest()
    stamp = VENV / f"{requirements}.sha256"
    if python().exists() and stamp.exists() and stamp.read_text() == content:
        return
    make_venv()
    for pinned in [line.strip() for line in text.splitlines() if line.startswith("torch==")]:
        pip(f"Installing {pinned} (large; some minutes on the first start)", pinned)
    pip(f"Installing {requirements}", "-r", requirements)
    stamp.write_text(content)


def make_venv() -> None:
    works = [str(python()), "-m", "pip", "--version"]
    if python().exists() and not subprocess.run(works, stdout=subprocess.DEVNULL).returncode:
        return
    say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        raise StartError(
            "Python could not make a virtual environment in .venv. On Debian and Ubuntu, "
            "run 'sudo apt install python3-venv' and start again; elsewhere check that this "
            "folder can be written to."
        )


def pip(what: str, *arguments: str) -> None:
    """One pip install. A broken download is tried once more before giving up."""
    say(what)
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if subprocess.run(command).returncode == 0:
        return
    say("That did not work; trying once more")
    if subprocess.run(command).returncode:
        raise StartError(
            f"{what} failed; pip's own words are above. Check the internet connection and the "
            "free disk space (8 GB are enough) and start again: what was downloaded is kept."
        )


# The app


def workspace() -> Path:
    return Path(os.environ.get("CARTELLINO_WORKSPACE") or ROOT / "workspace")


def demonstration() -> None:
    """Make the demonstration collection, which appears in one piece or not at all."""
    target = workspace() / "demo"
    if (target / "truth.json").exists():
        return
    say("Making the demonstration collection (once)")
    command = [str(python()), "-m", "demo", str(target)]
    if subprocess.run(command, env=environment()).returncode:
        say("The demonstration collection could not be made; the app opens without it")


def environment() -> dict[str, str]:
    """What the app and the tests run with: nothing of theirs may report to anybody."""
    quiet = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    return {**os.environ, **quiet, "PYTHONUTF8": "1"}


def resume() -> None:
    """Go on with analyses that were cut off, for instance by switching the computer off."""
    if (workspace() / "jobs.db").exists():
        code = (
            "from jobs import Jobs; from storage.workspace import Workspace; "
            "Jobs(Workspace.default()).ensure_worker()"
        )
        subprocess.Popen([str(python()), "-c", code], env=environment())


def free_port(first: int) -> int:
    for number in range(first, first + 100):
        if not taken(number):
            return number
    raise StartError(f"Ports {first} to {first + 99} are all taken. Choose one: --port 9000")


def taken(number: int) -> bool:
    """Whether somebody answers at a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", number)) == 0


def announce(server: subprocess.Popen[bytes], url: str, browser: bool) -> None:
    """Open the browser as soon as the app answers."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            break
        except OSError:
            time.sleep(0.1)
    # Without a display, webbrowser would start a text browser in this terminal.
    display = not sys.platform.startswith("linux") or {"DISPLAY", "WAYLAND_DISPLAY"} & {*os.environ}
    if server.poll() is None and browser and display:
        webbrowser.open(url)


def wait(server: subprocess.Popen[bytes]) -> int:
    """Until the app ends. Ctrl-C reaches it as well, and is no error."""
    while True:
        try:
            return max(server.wait(), 0)
        except KeyboardInterrupt:
            continue


# The browser of the tests


def chromium() -> str | None:
    """Path of an installed Chromium or Chrome, or of one that Playwright fetches."""
    found = next(installed(), None)
    if found or os.environ.get("CARTELLINO_BROWSER_REQUIRED") == "1":
        return found
    say("No Chromium or Chrome found; Playwright fetches one for the tests")
    subprocess.run([str(python()), "-m", "playwright", "install", "chromium"])
    where = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run([str(python()), "-c", where], capture_output=True, text=True)
    if Path(answer.stdout.strip() or "-").is_file():
        return answer.stdout.strip()
    say("There is no browser, so the browser tests are skipped")
    return None


def installed() -> Iterator[str]:
    """Browsers on this machine, the one named by CARTELLINO_CHROMIUM before all others."""
    if named := os.environ.get("CARTELLINO_CHROMIUM"):
        if not shutil.which(named):
            raise StartError(f"CARTELLINO_CHROMIUM names {named}, which is not a program.")
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    folders = [os.environ.get(n) for n in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    windows = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe",
               "Microsoft/Edge/Application/msedge.exe")  # fmt: skip
    places = [Path(folder, place) for place in windows for folder in folders if folder]
    for name in ("Google Chrome", "Chromium"):
        for applications in (Path("/Applications"), Path.home() / "Applications"):
            places.append(applications / f"{name}.app" / "Contents" / "MacOS" / name)
    yield from (str(place) for place in places if place.is_file())


def say(message: str) -> None:
    print(f"· {message}", file=sys.stderr, flush=True)


def fail(message: str) -> int:
    print(message, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
