"""`python -m catalogue compare`: what the next version of a catalogue adds, changes, removes."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from catalogue.loading.load import load
from catalogue.rejects import csv_line, save
from catalogue.versions.compare import HEADER, Comparison, Version, compare, rows
from console import bar
from console.progress import part

_OLD, _NEW = (0.0, 0.3), (0.3, 0.6)
"""Shares of the whole from which to which each file is loaded, about."""
_SHOWN = 20
"""Works of a kind that are listed for people; a file has them all."""


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of `python -m catalogue`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare",
        help="what the next version of a catalogue adds, changes and removes",
        description="Works are found again as they are, if nothing about them has changed; else "
        "by inventory number; else by title, artist and date where these are unique; and by "
        "identifier last, because a row number may be given again. Each work is counted once: "
        "one that is renumbered and says something else besides, as changed.",
    )
    parser.set_defaults(run=run)
    parser.add_argument("old", type=Path, metavar="OLD", help="the catalogue as it was")
    parser.add_argument("new", type=Path, metavar="NEW", help="the catalogue as it is")
    parser.add_argument("--out", type=Path, metavar="OUT", help="CSV file to write it all to")
    return parser


def run(given: argparse.Namespace) -> int:
    """Compare the two files. Raises CatalogueError."""
    with bar.bar() as report:
        old, new = (
            Version.of(load(path, profiles=given.profiles, report=part(report, *share)))
            for path, share in ((given.old, _OLD), (given.new, _NEW))
        )
        report(_NEW[1], "Comparing")
        found = compare(old, new)
    if given.out:
        save(given.out, (csv_line(row) for row in (HEADER, *rows(found, old, new))))
    if given.json:
        print(json.dumps(to_dict(found, old, new), ensure_ascii=False, indent=1))
        return 0
    print("{added:,} added, {changed:,} changed, {removed:,} removed, {renumbered:,} under another "
          "identifier only, {unchanged:,} as they were".format(**found.counts))  # fmt: skip
    told: dict[str, int] = {}
    for what, one, other, title, artist, *change in rows(found, old, new):
        told[what] = told.get(what, 0) + 1
        if told[what] <= _SHOWN:
            said = "{}: {!r} → {!r}".format(*(text[:80] for text in change)) if change[0] else ""
            print(f"{what}: {one or other}  {title[:60]}; {artist[:40]}  {said}".rstrip())
    if any(count > _SHOWN for count in told.values()):
        print("More can be had with --json, or with --out FILE.", file=sys.stderr)
    return 0


def to_dict(found: Comparison, old: Version, new: Version) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "added": [{"work": one, "record": dict(new.describe(one))} for one in found.added],
        "changed": [
            {
                "work": change.new,
                "was": change.old,
                "fields": {name: {"old": a, "new": b} for name, a, b in change.fields},
            }
            for change in found.changed
        ],
        "removed": [{"work": one, "record": dict(old.describe(one))} for one in found.removed],
        "renumbered": dict(found.renumbered),
        "counts": dict(found.counts),
    }
