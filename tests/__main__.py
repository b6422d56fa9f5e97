"""What `python3 start.py check` and `python3 start.py test` run, once everything is installed.

check             ruff, mypy over the product and the tests, and the layers
test              the same and then every test, with coverage
test --quick      without what is slow or needs a browser
test WORDS        whatever pytest takes: a path, -k, -x, --lf
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
LAYERS = "tests/test_layers.py"
QUICK = "not slow and not weights and not kit and not browser and not network"
PARALLEL = ("-n", "logical", "--dist", "loadfile", "--no-loadscope-reorder")
"""A process a core; the tests of a file stay together, because they share what its fixtures made,
and files begin in the order of tests/conftest.py."""
COVERAGE = ("--cov", "--cov-report=term:skip-covered")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoBrowser(Exception):
    """CARTELLINO_CHROMIUM names something else than a program."""


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments
    if command == "check":
        return failures([*CHECKS, ("pytest", LAYERS, *rest)], dict(os.environ))
    try:
        return test(rest)
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1


def test(arguments: Sequence[str]) -> int:
    """Run the checks, then pytest even after a check that failed. Returns 0 if all is well."""
    rest = [word for word in arguments if word != "--quick"]
    quick = len(rest) < len(arguments)
    whole = not quick and all(word.startswith("--") for word in rest)
    # Several processes, so that libraries with threads of their own get one each.
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    env["CARTELLINO_CHROMIUM"] = "" if quick else chromium() or ""
    options = [*(["-m", QUICK] if quick else []), *(COVERAGE if whole else [])]
    checks = () if quick else CHECKS
    return failures([*checks, ("pytest", *PARALLEL, *options, *rest)], env)


def failures(commands: Sequence[Sequence[str]], env: dict[str, str]) -> int:
    """Run every command, even after one that failed. Returns 0 if none did, else 1."""
    failed = []
    for command in commands:
        say(" ".join(command))
        if subprocess.run([sys.executable, "-m", *command], env=env).returncode:
            failed.append(" ".join(command[:2]))
    if failed:
        print(f"Found something to correct: {', '.join(failed)}", file=sys.stderr, flush=True)
    return int(bool(failed))


def chromium() -> str | None:
    """Path of an installed Chromium or Chrome, or of one that Playwright fetches."""
    browser = next(installed(), None)
    if browser or os.environ.get("CARTELLINO_BROWSER_REQUIRED") == "1":
        return browser
    say("No Chromium or Chrome found; Playwright fetches one for the tests")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    where = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True)
    if Path(answer.stdout.strip() or "-").is_file():
        return answer.stdout.strip()
    say("There is no browser, so the browser tests are skipped")
    return None


def installed() -> Iterator[str]:
    """Browsers on this machine, the one named by CARTELLINO_CHROMIUM before all others."""
    if named := os.environ.get("CARTELLINO_CHROMIUM"):
        if not shutil.which(named):
            raise NoBrowser(f"CARTELLINO_CHROMIUM names {named}, which is not a program.")
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
