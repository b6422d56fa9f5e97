"""`python -m catalogue quality`: the weaknesses of a catalogue, as lists."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from catalogue.commands.shared_numbers import warned
from catalogue.loading.load import load
from catalogue.quality.checks import Check, quality
from console import csv_line, part, progress_bar, save_csv

_LOADED = 0.4
"""The rough share of the progress at which the file is loaded."""
_PRINTED = 3
"""Lines of a list that are printed; the CSV files have them all."""


def add_quality_command(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of `python -m catalogue`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "quality", help="what is missing, doubled, broken or unreadable, as lists"
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="a catalogue: see the README")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write each list as CSV there")
    return parser


def run(given: argparse.Namespace) -> int:
    """Make the report. Raises CatalogueError, or CartellinoError where it cannot write."""
    with progress_bar() as report:
        catalogue = load(given.file, saved_mappings=given.mappings, report=part(report, 0, _LOADED))
        warned(catalogue)
        checks = quality(catalogue, part(report, _LOADED, 1))
    if given.out:
        for check in checks:
            save_csv(given.out / f"{check.name}.csv", map(csv_line, (check.columns, *check.rows)))
    if given.json:
        print(json.dumps([_plain(check) for check in checks], ensure_ascii=False, indent=1))
        return 0
    for check in checks:
        print(f"{len(check):>9,}  {check.title}")
        for row in check.rows[:_PRINTED]:
            print(" " * 13 + "; ".join(str(cell)[:60] for cell in row if cell != ""))
    if given.out:
        print(f"The whole lists are in {given.out}.")
    return 0


def _plain(check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "title": check.title,
        "advice": check.advice,
        "rows": [dict(zip(check.columns, row, strict=True)) for row in check.rows],
    }
