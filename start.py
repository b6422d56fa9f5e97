#!/usr/bin/env python3
"""The one entry to Cartellino, for a machine with Python 3.11 or newer and nothing of ours.

    python3 start.py                   install what is missing, then open the app
    python3 start.py --models          the same with the packages of models with weights
    python3 start.py backup FILE       keep the workspace in a file; docs/workspace.md
    python3 start.py restore FILE      bring it back; the present one is moved aside
    python3 start.py check             for developers: ruff, mypy and the layers, in a minute
    python3 start.py test [--quick]    the checks and the tests: see tests/__main__.py

Only the standard library is used here, because nothing else is installed yet. What the app's own
options leave over goes to streamlit.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HERE = Path.cwd()  # where the command was given
VENV = ROOT / ".venv"
OLDEST = (3, 11)
WINDOWS = os.name == "nt"
FEWEST_FILES = 1024
ALL, EMBEDDED = "requirements.txt", "requirements-embedded.txt"


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:2]))
        return fail(
            f"Cartellino needs Python 3.11 or newer, and this is Python {version}. Install one "
            "from https://www.python.org/downloads/ and start again with it, as in: "
            "python3.11 start.py"
        )
    os.chdir(ROOT)
    try:
        return command_of(arguments)(arguments)
    except KeyboardInterrupt:
        return 130
    except StartError as error:
        return fail(str(error))


def command_of(arguments: Sequence[str]) -> Callable[[Sequence[str]], int]:
    """The command that the first word names, or the app. Raises StartError at any other word."""
    word = arguments[0] if arguments else ""
    if not word or word.startswith("-"):
        return app
    if word not in COMMANDS:
        raise StartError(
            f"There is no command {word!r}. The commands are {', '.join(COMMANDS)}; without one "
            "the app opens. See python3 start.py --help."
        )
    return COMMANDS[word]


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
    install(ALL if options.models or has_models() else EMBEDDED)
    recover()
    warn_of_few_files()
    painter = demonstration()
    number = options.port or free_port(8501)
    everywhere = options.address in ("0.0.0.0", "::")
    host = "localhost" if everywhere or options.address == "127.0.0.1" else options.address
    host = f"[{host}]" if ":" in host else host
    url = f"http://{host}:{number}"
    command = [str(python()), "-m", "streamlit", "run", "app.py", *rest]
    command += [f"--server.port={number}", f"--server.address={options.address}"]
    # Named, because Streamlit otherwise asks a server on the internet for this machine's address.
    command += [f"--browser.serverAddress={socket.gethostname() if everywhere else host}"]
    if options.address != "127.0.0.1":
        say(
            "Cartellino has no passwords. It answers under the address and the name of this "
            "machine; allow any other name with --name"
        )
    names = {"CARTELLINO_NAMES": " ".join(options.names)}
    server = subprocess.Popen(command, env=environment() | names)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    resume()
    threading.Thread(target=announce, args=(server, url, options.browser), daemon=True).start()
    try:
        return wait(server)
    finally:
        if painter:
            painter.terminate()


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Installs what is missing into .venv and opens Cartellino in the browser.",
        epilog="python3 start.py backup FILE, and restore FILE, keep the workspace safe. "
        "python3 start.py check, and test [--quick] [pytest options], are for developers. "
        "Any other option is handed to streamlit, such as --server.maxUploadSize=4000.",
    )
    parser.add_argument("--models", action="store_true", help="install what models need as well")
    parser.add_argument("--port", type=port, help="port of the app (the first free from 8501)")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="address to listen on; other machines reach the app only if you change it (127.0.0.1)",
    )
    parser.add_argument(
        "--name",
        dest="names",
        action="append",
        type=machine_name,
        default=[],
        metavar="NAME",
        help="another name under which people open the app, such as that of a server before it "
        "(museum.example) or a tunnel (localhost:9000); can be given several times. Requests "
        "under names that are not the app's own are refused",
    )
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="open no window")
    return parser.parse_known_args(arguments)


def machine_name(text: str) -> str:
    """A name as it stands in a browser's address, with or without a port."""
    if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no name of a machine: give what stands between http:// and the next "
            "stroke in the browser's address"
        )
    return text


def port(text: str) -> int:
    """The number of a port. Raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535")
    return int(text)


def developers(arguments: Sequence[str]) -> int:
    """`check` and `test`, which tests/__main__.py runs with everything installed."""
    install(ALL)
    install("requirements-test.txt")
    return subprocess.run([str(python()), "-m", "tests", *arguments], env=environment()).returncode


def backup(arguments: Sequence[str]) -> int:
    """`backup FILE` and `restore FILE`, which the package backup does."""
    install(ALL if has_models() else EMBEDDED)
    # The command runs in this folder, and FILE was named from another.
    named = [a if a.startswith("-") else str(HERE / a) for a in arguments[1:]]
    command = [str(python()), "-m", "backup", arguments[0], *named]
    # Ctrl-C reaches the command as well; `subprocess.run` would kill it while it cleans up.
    return wait(subprocess.Popen(command, env=environment()))


# Installing


def python() -> Path:
    """The interpreter of .venv, whether or not it exists."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def has_models() -> bool:
    """Whether somebody asked for models before, here or on the page: then they are kept up."""
    places = ("lib/python*/site-packages/torch", "Lib/site-packages/torch")
    return any(path for place in places for path in VENV.glob(place))


def install(requirements: str) -> None:
    """Install a requirements file into .venv, unless its stamp says that this was done."""
    lines = list(pinned(requirements))
    content = hashlib.sha256("\n".join([f"{sys.version_info[:2]}", *lines]).encode()).hexdigest()
    done = VENV / f"{requirements}.sha256"
    if python().exists() and done.exists() and done.read_text() == content:
        return
    make_venv()
    for line in lines:
        if line.startswith("torch=="):
            pip(f"Installing {line} (large; some minutes on the first start)", line)
    pip(f"Installing {requirements}", "-r", requirements)
    done.write_text(content)


def pinned(requirements: str) -> Iterator[str]:
    """The lines of a requirements file and of those that it includes."""
    for line in (ROOT / requirements).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from pinned(line.removeprefix("-r ").strip())
        elif line.strip() and not line.startswith("#"):
            yield line.strip()


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
    # Python compiles what is imported when it is; compiling all of it here takes a third longer.
    command = [str(python()), "-m", "pip", "install", "--no-compile", "--no-warn-script-location"]
    command += ["--disable-pip-version-check", *arguments]
    if subprocess.run(command).returncode == 0:
        return
    say("That did not work; trying once more")
    if subprocess.run(command).returncode:
        raise StartError(
            f"{what} failed; pip's own words are above. Check the internet connection and the "
            "free disk space (2 GB are enough, 8 GB with models) and start again: what was "
            "downloaded is kept."
        )


# The app


def workspace() -> Path:
    return Path(os.environ.get("CARTELLINO_WORKSPACE") or ROOT / "workspace")


def recover() -> None:
    """Undo a restore that a power cut broke off, before an empty workspace takes its place."""
    command = [str(python()), "-m", "backup", "recover"]
    if not workspace().exists() and subprocess.run(command, env=environment()).returncode:
        raise StartError("The workspace from before a restore cannot be moved back; see above.")


def demonstration() -> subprocess.Popen[bytes] | None:
    """Begin to paint the demonstration collection, which appears in one piece or not at all.

    The app opens meanwhile, and its first page says how far the painting is.
    """
    target = workspace() / "demo"
    if (target / "truth.json").exists():
        return None
    say("The demonstration collection is painted (once) while the app opens")
    command = [str(python()), "-m", "demo", str(target)]
    command += ["--follow", str(workspace() / "tasks" / "demo")]
    return subprocess.Popen(command, env=environment())


def warn_of_few_files() -> None:
    """Every open tab costs three files, until two minutes after it was closed."""
    if sys.platform == "win32":
        return
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit < FEWEST_FILES:
        say(
            f"This terminal allows {limit} open files, which some dozens of tabs use up. For a "
            "public demonstration give 'ulimit -n 4096' before the start."
        )


def environment() -> dict[str, str]:
    """What the app and the tests run with: nothing of theirs may report to anybody."""
    quiet = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    given = {**os.environ, **quiet, "PYTHONUTF8": "1"}
    # .venv is installed uncompiled: what was compiled when it was first imported has to be kept.
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given


def resume() -> None:
    """Go on with analyses that were cut off, for instance by switching the computer off."""
    if (workspace() / "jobs.db").exists():
        code = "import jobs, storage; jobs.Jobs(storage.Workspace.default()).ensure_worker()"
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
    """Until a process ends. Ctrl-C reaches it as well, and is no error here."""
    while True:
        try:
            return max(server.wait(), 0)
        except KeyboardInterrupt:
            continue


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "check": developers,
    "test": developers,
    "backup": backup,
    "restore": backup,
}


def say(message: str) -> None:
    print(f"· {message}", file=sys.stderr, flush=True)


def fail(message: str) -> int:
    print(message, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
