"""What becomes of the app and its commands when one stored value is damaged.

Makes a workspace with the demonstration collection, an analysed film and verdicts. Then every
column of every table and every stored file is damaged in turn, each in a dozen ways and in a fresh
copy; every page is drawn and every command run. `--keys` damages every key inside the stored JSON,
too. Exit status 2 where a page was not drawn, a command ended in a traceback, or more was lost
than the damaged value.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from benchmark.faults.damages import Damage, copied, of_columns, of_files, of_keys
from benchmark.speed.filled import fill
from catalogue.columns import ColumnMapping
from catalogue.loading import SavedMappings
from demo import build
from jobs import Jobs
from ledger import Judgement, Ledger, Verdict
from pipeline.analysis import Store, analysis, indexed
from pipeline.decision import AbstentionConfig
from pipeline.redecide import Redecider, SkybandCache, Skybands
from storage import Workspace

UNDRAWN = "This page could not be drawn"
ROOT = Path(__file__).resolve().parents[2]
_ANSWER = "drawn: "
_PROGRAM = f"""
import json, sys, traceback
from dataclasses import replace
import streamlit
from streamlit.testing.v1 import AppTest
from benchmark.faults.damage import Idle
from jobs import Jobs
from pages._ui.shell.resources import Resources
from storage import Workspace

for line in sys.stdin:
    root, page = json.loads(line)
    streamlit.cache_resource.clear()
    fault = text = ""
    try:
        app = AppTest.from_file("{ROOT / "app.py"}", default_timeout=60)
        bundle = Resources.of(Workspace(__import__("pathlib").Path(root)))
        app.session_state["resources"] = replace(bundle, jobs=Jobs(bundle.workspace, Idle()))
        app.run()
        if page != "attribute":
            app.switch_page("pages/" + page + ".py").run()
        text = chr(10).join(str(part.proto.body) for part in app.get("html"))
        fault = app.exception[0].message if app.exception else ""
    except Exception:
        fault = traceback.format_exc().splitlines()[-1]
    print("{_ANSWER}" + json.dumps([fault, text]), flush=True)
"""
PAGES = {
    "attribute": r'class="ct-job"',
    "review": r"of (\d+) judged",
    "catalogue": r"<b>(\d+)</b><span>works",
    "ledger": r"of (\d+) lines",
    "models": r"ct-caption|ct-model",
}
"""Page → what is counted on it: a number that it says, or how often something stands there."""


class Idle:
    """Starts no worker: jobs are to stay as they are."""

    def start(self) -> None: ...

    def working(self) -> bool:
        return True


@dataclass
class Tally:
    """What became of one page or command over all damages."""

    damages: int = 0
    undrawn: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.undrawn or self.tracebacks or self.lost)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults damage",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--workspace", type=Path, help="an analysed one (default: make one)")
    parser.add_argument("--keys", action="store_true", help="damage every key of stored JSON, too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth damage")
    parser.add_argument("--only", default="", metavar="TEXT", help="only places with this in them")
    parser.add_argument("--verbose", action="store_true", help="name every damage that did harm")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        whole = made(options.workspace, Path(folder) / "whole")
        damages = [d for d in every(whole, options.keys) if options.only in str(d)]
        tallies = suffer(whole, damages[:: options.every], Path(folder))
    report(tallies, options.verbose)
    return 0 if all(tally.sound for tally in tallies.values()) else 2


def made(analysed: Path | None, root: Path) -> Path:
    """A workspace in which there is something of everything."""
    if analysed:
        shutil.copytree(analysed, root)
    else:
        build(root / "demo", quick=True)
    workspace = Workspace(root)
    catalogue = workspace.demo / "catalogue.csv"
    walk = next((workspace.demo / "walks").glob("*.mp4"))
    if not workspace.jobs.exists():
        jobs = Jobs(workspace)
        job = jobs.submit(analysis([walk], catalogue))
        while not jobs.get(job).finished:
            pass
    Jobs(workspace, Idle()).submit(analysis([walk], catalogue))
    settle(workspace, catalogue)
    return root


def settle(workspace: Workspace, catalogue: Path) -> None:
    """Clips of more videos, verdicts, a mapping, a profile and preferences."""
    store, ledger = Store(workspace.database), Ledger(workspace.database)
    opened = indexed(catalogue, workspace)
    evidence = store.evidence_list()
    fill(store, itertools.cycle(evidence), 3, opened.catalogue.sha256)
    skybands = Skybands(opened.index, SkybandCache(workspace.prepared, opened.catalogue.sha256))
    redecider, config = Redecider(store.evidence_list(), skybands), AbstentionConfig()
    decisions = redecider.decide(config)
    kinds: tuple[Judgement, ...] = ("reject", "defer", "reject")
    for clip, kind in zip(redecider.clips, kinds, strict=False):
        decision = decisions[clip.clip.key]
        ledger.record(
            Verdict(kind, None, clip, decision, config, opened.catalogue.sha256, "1", "Ada")
        )
    ledger.undo(redecider.clips[1].clip.key, "Ada")
    mapping = ColumnMapping.from_dict({"title": {"columns": ["title"]}})
    SavedMappings(workspace.mappings).save(["title", "other"], mapping, file_name="other.csv")
    (workspace.profiles / "strict.json").write_text(config.to_json())
    place = {opened.catalogue.sha256: evidence[0].clip.key}
    preferences = {
        "schema": 1, "catalogue": "demo/catalogue.csv", "reviewer": "Ada", "profile": "strict",
        "backends": ["embedded"], "models": {"qwen2-vl": {"frames": 8}}, "going": "next",
        "blind": False, "places": place,
    }  # fmt: skip
    (workspace.root / "desk.json").write_text(json.dumps(preferences))


def every(workspace: Path, keys: bool) -> Iterator[Damage]:
    """All damages, those of single keys in stored JSON only where they are asked for."""
    yield from of_columns(workspace)
    yield from of_files(workspace)
    if keys:
        yield from of_keys(workspace)


def suffer(whole: Path, damages: Sequence[Damage], folder: Path) -> dict[str, Tally]:
    """Draw every page and run every command after each damage, in a copy of the workspace."""
    intact = copied(whole, folder / "intact")
    before = {page: drawn(intact, page, pattern)[1] for page, pattern in PAGES.items()}
    tallies = {name: Tally() for name in (*PAGES, *COMMANDS)}
    for number, damage in enumerate(damages):
        root = copied(whole, folder / str(number))
        damage.do(root)
        for page, pattern in PAGES.items():
            fault, count = drawn(root, page, pattern)
            # Nothing is left in a database that was replaced by another file.
            missing = 0 if damage.place.endswith(".db") else before[page] - count
            _note(tallies[page], str(damage), fault, missing)
        for name, command in COMMANDS.items():
            _note(tallies[name], str(damage), ran(command, root), 0)
        shutil.rmtree(root, ignore_errors=True)
    return tallies


def _note(tally: Tally, damage: str, fault: str, missing: int) -> None:
    tally.damages += 1
    if fault == "undrawn":
        tally.undrawn.append(damage)
    elif fault:
        tally.tracebacks.append(f"{damage}: {fault}")
    elif missing > 1:
        tally.lost.append(f"{damage}: {missing} missing")


def drawn(root: Path, page: str, pattern: str) -> tuple[str, int]:
    """What is wrong with a page ("undrawn", an exception, or nothing), and what it counts."""
    drawing = _drawing()
    assert drawing.stdin
    assert drawing.stdout
    drawing.stdin.write(json.dumps([str(root), page]) + "\n")
    drawing.stdin.flush()
    for line in drawing.stdout:
        if line.startswith(_ANSWER):
            fault, text = json.loads(line.removeprefix(_ANSWER))
            break
    else:
        raise SystemExit("The pages cannot be drawn at all.")
    counts = re.findall(pattern, text)
    number = int(counts[0].replace(",", "")) if counts and counts[0].isdigit() else len(counts)
    return fault or ("undrawn" if UNDRAWN in text else ""), number


@cache
def _drawing() -> subprocess.Popen[str]:
    """A process that draws pages: the app stands above this package, and is tried from outside."""
    command = [sys.executable, "-c", _PROGRAM]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )


def ran(command: Sequence[str], root: Path) -> str:
    """The last line of the traceback in which a command ends, if it does."""
    package, *arguments = (word.replace("ROOT", str(root)) for word in command)
    main = import_module(f"{package}.__main__").main
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(arguments)
    except SystemExit:
        return ""
    except Exception:
        return traceback.format_exc().splitlines()[-1][:200]
    return ""


COMMANDS: dict[str, tuple[str, ...]] = {
    "ledger verify": ("ledger", "verify", "--db", "ROOT/cartellino.db"),
    "ledger export": (
        "ledger", "export", "--despite-problems", "--format", "json", "--db", "ROOT/cartellino.db",
    ),
    "ledger export csv": (
        "ledger", "export", "--despite-problems", "--format", "csv", "--db", "ROOT/cartellino.db",
    ),
    "catalogue inspect": (
        "catalogue", "inspect", "ROOT/demo/catalogue.csv", "--mappings", "ROOT/mappings",
    ),
    "backup": ("backup", "backup", "ROOT.zip", "--workspace", "ROOT"),
}  # fmt: skip


def report(tallies: dict[str, Tally], verbose: bool) -> None:
    print(f"{'':<20}{'damages':>8}{'undrawn':>9}{'tracebacks':>12}{'more lost':>11}")
    for name, tally in tallies.items():
        counts = len(tally.undrawn), len(tally.tracebacks), len(tally.lost)
        print(f"{name:<20}{tally.damages:>8}{counts[0]:>9}{counts[1]:>12}{counts[2]:>11}")
    if not verbose:
        return
    harm: Counter[str] = Counter()
    for name, tally in tallies.items():
        for line in (*tally.undrawn, *tally.tracebacks, *tally.lost):
            harm[f"{name}: {line}"] += 1
    print("\n".join(harm))
