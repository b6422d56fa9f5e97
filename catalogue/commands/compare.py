"""`python -m catalogue compare`: what the next version of a catalogue adds, changes, removes."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from catalogue.commands.shared_numbers import warned
from catalogue.loading.load import load
from catalogue.versions.compare import HEADER, Comparison, Version, compare, rows
from console import csv_line, part, progress_bar, save_csv

_OLD, _NEW = (0.0, 0.3), (0.3, 0.6)
"""The rough stretches of the progress in which the files are loaded."""
_PRINTED = 20
"""Works of a kind that are printed; the CSV file has them all."""


def add_compare_command(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of `python -m catalogue`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare",
        help="what the next version of a catalogue adds, changes and removes",
        description="An unchanged work is the same work. A changed work is recognised by its "
        "inventory number; else by title, artist and date where these are unique; and by its "
        "identifier last, because row numbers are reused. Each work is counted once: a work that "
        "is both renumbered and changed counts as changed.",
    )
    parser.set_defaults(run=run)
    parser.add_argument("old", type=Path, metavar="OLD", help="the catalogue as it was")
    parser.add_argument("new", type=Path, metavar="NEW", help="the catalogue as it is")
    parser.add_argument("--out", type=Path, metavar="OUT", help="CSV file for the whole comparison")
    return parser


def run(given: argparse.Namespace) -> int:
    """Compare the two files. Raises CatalogueError, or CartellinoError where it cannot write."""
    with progress_bar() as report:
        older, newer = (
            load(path, saved_mappings=given.mappings, report=part(report, *share))
            for path, share in ((given.old, _OLD), (given.new, _NEW))
        )
        old, new = Version.of(warned(older)), Version.of(warned(newer))
        report(_NEW[1], "Comparing")
        comparison = compare(old, new)
    if given.out:
        save_csv(given.out, (csv_line(row) for row in (HEADER, *rows(comparison, old, new))))
    if given.json:
        print(json.dumps(to_dict(comparison, old, new), ensure_ascii=False, indent=1))
        return 0
    print("{added:,} added, {changed:,} changed, {removed:,} removed, {renumbered:,} only "
          "renumbered, {unchanged:,} unchanged".format(**comparison.counts))  # fmt: skip
    counts: dict[str, int] = {}
    for what, before, after, title, artist, *texts in rows(comparison, old, new):
        counts[what] = counts.get(what, 0) + 1
        if counts[what] <= _PRINTED:
            change = "{}: {!r} → {!r}".format(*(text[:80] for text in texts)) if texts[0] else ""
            print(f"{what}: {before or after}  {title[:60]}; {artist[:40]}  {change}".rstrip())
    if any(count > _PRINTED for count in counts.values()):
        where = f"The whole list is in {given.out}." if given.out else "See --json or --out FILE."
        print(f"There are more. {where}", file=sys.stderr)
    return 0


def to_dict(comparison: Comparison, old: Version, new: Version) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "added": [{"work": work, "record": dict(new.describe(work))} for work in comparison.added],
        "changed": [
            {
                "work": change.new,
                "was": change.old,
                "fields": {name: {"old": a, "new": b} for name, a, b in change.fields},
            }
            for change in comparison.changed
        ],
        "removed": [
            {"work": work, "record": dict(old.describe(work))} for work in comparison.removed
        ],
        "renumbered": dict(comparison.renumbered),
        "counts": dict(comparison.counts),
    }
