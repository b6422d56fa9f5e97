"""`python -m ledger`: export the review ledger, or prove that it was not tampered with."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from catalogue import Versions
from catalogue.commands import warned
from console import CartellinoError, in_words, plural, until_closed
from ledger.attachment import Attached, attached, attached_to_newest
from ledger.errors import LedgerError, UnusableLedger
from ledger.events import Accepted, Verification
from ledger.export import FORMATS, export
from ledger.noted_end import ENDING, accept, note_of
from ledger.store import Ledger
from ledger.verification import day
from pipeline.analysis import opened
from storage import CATALOGUES, Workspace, save_text


@until_closed
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 2 with a sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except BrokenPipeError:
        raise
    except (CartellinoError, OSError) as error:
        print(f"error: {in_words(error)}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ledger", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser(
        "export",
        help="write all events as CSV or JSON",
        description="Write all events, oldest first. In CSV, a cell that begins like a formula "
        "(= + - @, tab, line end) gets a leading apostrophe; JSON keeps every character and "
        "holds the frozen evidence as well. A verdict names its work as it was; work_now is the "
        "identifier that the work has now, and work_state what became of its record: same, "
        "changed, removed, shared (its number is that of several works now), or elsewhere (of "
        "another catalogue).",
    )
    exporting.add_argument("--format", choices=FORMATS, required=True)
    exporting.add_argument(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help="the catalogue whose identifiers work_now has (default: the newest version of each "
        "verdict's own catalogue that is stored beside the ledger)",
    )
    exporting.add_argument("--out", type=Path, help="file to write (default: standard output)")
    exporting.add_argument(
        "--despite-problems",
        action="store_true",
        help="write the data even if the ledger is not intact (exit status 2 all the same)",
    )
    verifying = commands.add_parser(
        "verify",
        help="prove that no event was changed, removed or inserted",
        description="Check every hash, the chain, the frozen evidence and the triggers that "
        "refuse changes, and compare the end with the one that is noted beside the ledger after "
        f"every verdict (its name and {ENDING}). Exit status 0 if all is well, 2 if not. Note the "
        "printed head elsewhere, too: who can change both the ledger and the note can cut off its "
        "end, and only a head that they cannot reach shows that.",
    )
    verifying.add_argument("--expect-head", metavar="HASH", help="a head that was noted earlier")
    verifying.add_argument("--json", action="store_true", help="print the result as JSON")
    accepting = commands.add_parser(
        "accept-end",
        help="say that a ledger ends where it does, after an older copy was put back on purpose",
        description="Note the present end of the ledger, although events that were noted before "
        "are missing. Name, reason and the end that was noted before are kept in the note.",
    )
    accepting.add_argument("--by", required=True, metavar="NAME", help="who says so")
    accepting.add_argument("--why", required=True, metavar="REASON", help="why events are missing")
    for command in (exporting, verifying, accepting):
        command.add_argument("--db", type=Path, required=True, help="the ledger's SQLite file")
    return parser


def _opened(path: Path) -> Ledger:
    ledger = Ledger(path)
    if not path.exists():
        raise UnusableLedger(f"There is no file {path}. Name the ledger's file with --db.")
    if not ledger.exists:
        raise UnusableLedger(
            f"{path} holds no ledger: no verdict was ever written to it, or its tables were "
            "removed. Name the ledger's own file with --db."
        )
    return ledger


def _export(options: argparse.Namespace) -> int:
    ledger = _opened(options.db)
    proof = ledger.verify()
    if not proof.ok and not options.despite_problems:
        _report_problems(proof)
        print(
            "Nothing was exported. See python -m ledger verify, or export what is there with "
            "--despite-problems.",
            file=sys.stderr,
        )
        return 2
    status = _write(ledger, options)
    _report_problems(proof)
    return status if proof.ok else 2


def _write(ledger: Ledger, options: argparse.Namespace) -> int:
    """Write the export. Returns the exit status."""
    now = _attached_now(ledger, options)
    if options.out is None:
        if isinstance(sys.stdout, io.TextIOWrapper):  # whatever the platform's default
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        sys.stdout.writelines(export(ledger, options.format, now))
        return _left_out(ledger)
    if options.out.exists() and options.out.samefile(options.db):
        raise LedgerError(f"{options.out} is the ledger itself. Choose another file for --out.")
    save_text(options.out, export(ledger, options.format, now))
    return _left_out(ledger)


def _left_out(ledger: Ledger) -> int:
    """Name what an export lacks. Returns the exit status."""
    read = ledger.read()
    for line in read.set_aside:
        print(f"left out: {line}", file=sys.stderr)
    documents = ledger.documents(read.values)
    missing = [event for event, texts in zip(read.values, documents, strict=True) if None in texts]
    for event in missing:
        print(
            f"left out: the evidence of event {event.number} is missing. Verify the ledger.",
            file=sys.stderr,
        )
    return 2 if read.set_aside or missing else 0


def _attached_now(ledger: Ledger, options: argparse.Namespace) -> Mapping[int, Attached]:
    """The works of all verdicts as they are now, in the stored versions of their catalogues."""
    versions = Versions(options.db.parent / CATALOGUES)
    if options.catalogue is None:
        return attached_to_newest(ledger.events(), versions)
    workspace = Workspace(options.db.parent, options.db.name)
    return attached(ledger.events(), warned(opened(options.catalogue, workspace)), versions)


def _verify(options: argparse.Namespace) -> int:
    ledger = Ledger(options.db) if note_of(options.db).exists() else _opened(options.db)
    result = ledger.verify(options.expect_head)
    if options.json:
        print(json.dumps({"ok": result.ok, **asdict(result)}, indent=2))
    else:
        _report(result)
    _report_problems(result)
    return 0 if result.ok else 2


def _accept_end(options: argparse.Namespace) -> int:
    if not note_of(options.db).exists():
        _opened(options.db)
    print(_acceptance(accept(options.db, options.by, options.why)))
    return 0


def _report_problems(result: Verification) -> None:
    if result.first:
        more = f" ({len(result.problems)} problems in all)" if len(result.problems) > 1 else ""
        print(f"error: {result.first.message}{more}", file=sys.stderr)


def _report(result: Verification) -> None:
    state = "intact" if result.ok else "NOT intact"
    print(f"{state}: {result.events} events, head {result.head or 'none'}")
    if result.added is not None:
        print(f"{result.added} events since the expected head")
    _report_note(result)
    for problem in result.problems:
        print(f"- {problem.message}")


def _report_note(result: Verification) -> None:
    """Say with what the end was compared, so that nobody takes too much for proved."""
    if result.noted:
        for accepted in result.noted.accepted:
            print(_acceptance(accepted))
    elif result.ok and result.events:
        print(
            "No end is noted beside it (the ledger was copied without its note, or the note was "
            "removed): whether events at the end are missing shows only in a comparison with "
            "--expect-head. The next verdict notes the end again."
        )


def _acceptance(accepted: Accepted) -> str:
    before = "an end that could not be read was noted before"
    if accepted.noted_events is not None:
        before = f"{plural(accepted.noted_events, 'event')} were noted before"
    return (
        f"{accepted.by} accepted an end after {plural(accepted.events, 'event')} "
        f"{day(accepted.time)} ({before}): {accepted.why}"
    )


_COMMANDS = {"export": _export, "verify": _verify, "accept-end": _accept_end}


if __name__ == "__main__":
    sys.exit(main())
