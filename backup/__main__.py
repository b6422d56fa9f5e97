"""python -m backup: back up all of a workspace that cannot be made again, and restore it."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from backup.contents import LEFT_OUT, MODELS
from backup.create import create, verify
from backup.manifest import Manifest
from backup.restore import recover, restore
from console import CartellinoError, Report, in_words, plural, progress_bar
from storage import Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0; 2 with a sentence on stderr; 130 after Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        with progress_bar() as report:
            lines = options.run(options, report)
    except KeyboardInterrupt:
        print("Cancelled; nothing was changed.", file=sys.stderr)
        return 130
    except (CartellinoError, OSError, sqlite3.Error) as error:
        print(f"error: {in_words(error)}", file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser(
        "backup",
        help="write a backup of the workspace to one file, while the app runs or not",
        description="Writes databases, frames, uploads, versions of catalogues and settings to "
        "one ZIP file, and reads it again to prove it.",
    )
    making.add_argument("--models", action="store_true", help="include the weights of models")
    making.set_defaults(run=_backup)
    restoring = commands.add_parser(
        "restore",
        help="make a backup the workspace; the one before it is moved aside",
        description="Proves the backup, moves the workspace aside and puts the backup in its "
        "place. Close the app first.",
    )
    restoring.set_defaults(run=_restore)
    recovering = commands.add_parser(
        "recover", help="move the workspace back that a restore had moved aside when it broke off"
    )
    recovering.set_defaults(run=_recover)
    checking = commands.add_parser("verify", help="read a backup whole and prove it")
    checking.set_defaults(run=_verify)
    for command in (making, restoring, checking):
        command.add_argument("file", type=Path, metavar="FILE", help="file of the backup")
    for command in (making, restoring, recovering):
        command.add_argument(
            "--workspace", type=Path, default=Workspace.default().root, help=argparse.SUPPRESS
        )
    return parser


def _backup(options: argparse.Namespace, report: Report) -> list[str]:
    copy = create(options.workspace, options.file.absolute(), options.models, report)
    left_out = [*LEFT_OUT.values(), *([] if options.models else ["weights of models"])]
    return [
        f"{copy.path}: {_contents(copy.manifest)}. Every file was read again and is the same.",
        f"Left out, because it can be made or fetched again: {', '.join(left_out)}. Videos, "
        "catalogues and pictures outside of the workspace are not in it.",
        *_ledger_lines(copy.manifest),
    ]


def _restore(options: argparse.Namespace, report: Report) -> list[str]:
    done = restore(options.file.absolute(), options.workspace, report)
    lines = [f"{done.workspace}: {_contents(done.manifest)}, as of {done.manifest.time}."]
    if done.given_up:
        events = plural(done.given_up, "event")
        lines.append(
            f"The ledger before it went on for {events} more, which are in the folder below alone. "
            "That the shorter ledger was restored is noted beside it."
        )
    if done.aside:
        lines.append(
            f"The workspace before it is in {done.aside}. Delete it once you miss nothing."
        )
        weights = any(path.is_file() for path in (done.aside / MODELS).rglob("*"))
        if weights and not (done.workspace / MODELS).exists():
            lines.append(f"Weights of models are still there, in {MODELS}: move them over.")
    return lines + _ledger_lines(done.manifest)


def _recover(options: argparse.Namespace, report: Report) -> list[str]:
    if not (aside := recover(options.workspace.absolute())):
        return []
    return [
        "A restore broke off before it was finished. The workspace from before it was moved back "
        f"from {aside}. Restore the backup again if you still want it."
    ]


def _verify(options: argparse.Namespace, report: Report) -> list[str]:
    manifest = verify(options.file, report)
    return [f"{options.file}: {_contents(manifest)}; intact.", *_ledger_lines(manifest)]


def _contents(manifest: Manifest) -> str:
    files = plural(len(manifest.members), "file")
    events = plural(manifest.ledger.events, "event")
    return f"{files}, {manifest.size / 1e6:,.1f} MB, {events} in the ledger"


def _ledger_lines(manifest: Manifest) -> list[str]:
    ledger = manifest.ledger
    lines = [f"Head of the ledger: {ledger.head}"] if ledger.head else []
    if ledger.problems:
        lines.append(f"The ledger was NOT intact when this was backed up: {ledger.problems[0]}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
