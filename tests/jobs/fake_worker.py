"""A worker whose analysis does what the name of the medium says. Run as a process by tests.

Its backends include those in the folder `plugged` of its workspace.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import backends
from backends.base import BY_DEFAULT, ModelBackend, Options
from backends.scripted import ScriptedBackend
from catalogue.records import Catalogue
from jobs import register
from jobs.worker import Worker, serve, stop
from pipeline.analysis.job import AnalysisKind
from pipeline.analysis.job_run import Functions
from pipeline.analysis.progress import FrameSampled, Place, StageAnswered, Watcher
from pipeline.errors import MediaError
from pipeline.types import Clip, Evidence, Frame, StageOutput, Video
from storage.workspace import Workspace
from tests.jobs.count import Count

STEPS = 400
"""Steps of a slow medium, 0.05 s each: far longer than any test waits."""

LATE = """
from __main__ import Silent

class Late(Silent):
    name, label = "late", "Was not there when the worker started"
"""


class Silent(ScriptedBackend):
    name, label, for_tests = "silent", "Says nothing", False

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        note(here, f"loaded {self.name}")


class Deadly(Silent):
    name = "deadly"

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        killed()


def note(workspace: Workspace, what: str) -> None:
    with (workspace.root / "notes.txt").open("a") as notes:
        notes.write(what + "\n")


def analyse(
    path: Path,
    backend: ModelBackend,
    catalogue: Catalogue,
    workspace: Workspace,
    progress: Watcher,
    lead: tuple[Evidence, ...],
) -> tuple[Evidence, ...]:
    note(workspace, path.name)
    for kind, act in {"bad": broken, "odd": unforeseen, "killer": killed}.items():
        if path.name.startswith(kind):
            act()
    if path.name.startswith("update"):
        (workspace.root / "plugged" / "late.py").write_text(LATE)
    answer = StageOutput("label", "Read it.", f"said of {path.name}", None, (), 0.1)
    if path.name.startswith("known"):
        clip = Clip(Video(path, "0" * 64, 1.0), 0.0, 1.0)
        return (Evidence(clip, "silent", "r", (), (answer,)),)
    slow = path.name.startswith("slow")
    steps = STEPS if slow else 3
    for step in range(1, steps + 1):
        frame = Frame(step, Fraction(1, 10), f"{step:x}", workspace.frames / f"{step}.jpg", 4, 3)
        progress(FrameSampled(Place(path.name, 1, step, steps, steps - step), frame))
        time.sleep(0.05 if slow else 0)
    progress(StageAnswered(Place(path.name, 2, steps + 1, steps + 1), answer))
    return ()


class Successor:
    """Starts this script again."""

    def start(self) -> None:
        subprocess.Popen([sys.executable, *sys.argv])

    def working(self) -> bool:
        return False


def look_into(path: Path) -> None:
    if path.name.startswith("poison"):
        killed()


def broken() -> None:
    raise MediaError("This is no video. Export it again.")


def unforeseen() -> None:
    raise RuntimeError("surprise")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    here = Workspace(Path(sys.argv[1]))

    def load(path: Path, workspace: Workspace) -> Catalogue:
        note(here, "read the catalogue")
        return Catalogue(path, "0" * 64, ())

    (here.root / "plugged").mkdir(exist_ok=True)
    backends.__path__.append(str(here.root / "plugged"))
    backends._classes().update({kind.name: kind for kind in (Silent, Deadly)})
    note(here, f"worker {os.getpid()}")
    register(AnalysisKind(Functions(analyse, look_into), load))
    register(Count())
    sys.exit(serve(lambda: Worker(here, Successor()), idle=float(sys.argv[2])))
