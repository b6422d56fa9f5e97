"""The numbers that records with different titles share: as a list, a warning, and options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from catalogue.errors import UnusableCatalogue
from catalogue.loading.load import load
from catalogue.loading.saved_mappings import default_mappings_folder
from catalogue.merging import Merging
from catalogue.records import Catalogue, SharedNumber
from console import Report, no_report, plural

_NAMED = 5
"""Numbers that a warning names."""
_PRINTED = 25
"""Numbers that are printed where not all are asked for."""
_LONGEST = 60
"""Characters of a text that are printed."""


def loaded(path: Path | str, report: Report = no_report) -> Catalogue:
    """A catalogue as commands load it: as saved in the workspace, with a warning if there is one.

    Raises CatalogueError.
    """
    return warned(load(path, saved_mappings=default_mappings_folder(), report=report))


def warned(catalogue: Catalogue) -> Catalogue:
    """The catalogue, after a warning on standard error if records that share a number are apart."""
    if words := warning(catalogue):
        print(f"warning: {words}", file=sys.stderr)
    return catalogue


def warning(catalogue: Catalogue) -> str:
    """How many numbers name no work, and what to do; empty where every number names one."""
    numbers = [shared.number for shared in catalogue.shared_numbers if not shared.merged]
    if not numbers:
        return ""
    named = ", ".join(number[:_LONGEST] for number in numbers[:_NAMED])
    are = "number is" if len(numbers) == 1 else "numbers are"
    return (
        f"{catalogue.path.name}: {len(numbers):,} {are} shared by records with different titles "
        f"({named}{', …' if len(numbers) > _NAMED else ''}). These records are kept apart, and "
        "such a number alone names none of them. python -m catalogue inspect FILE lists them; "
        "where they are one work, merge them with python -m catalogue map FILE --merge NUMBER … "
        "--save, or --merge-all --save, or on the page Catalogue under Shared numbers."
    )


def add_merging_options(parser: argparse.ArgumentParser) -> None:
    """Options that choose which shared numbers are one work."""
    group = parser.add_argument_group(
        "shared numbers", "Records that share a number but not the title are kept apart until you "
        "choose otherwise, for instance for an export with one row per language.",
    )  # fmt: skip
    group.add_argument(
        "--merge", nargs="+", action="extend", default=[], metavar="NUMBER",
        help="make one work of the records of these numbers",
    )  # fmt: skip
    group.add_argument(
        "--keep-apart", nargs="+", action="extend", default=[], metavar="NUMBER",
        help="keep the records of these numbers apart again",
    )  # fmt: skip
    everything = group.add_mutually_exclusive_group()
    everything.add_argument(
        "--merge-all", action="store_true",
        help="make one work of the records of every number, also in the next export",
    )  # fmt: skip
    everything.add_argument(
        "--keep-all-apart", action="store_true", help="keep the records of all numbers apart again"
    )


def are_chosen(given: argparse.Namespace) -> bool:
    """Whether any of the options is given."""
    return bool(given.merge or given.keep_apart or given.merge_all or given.keep_all_apart)


def chosen(given: argparse.Namespace, catalogue: Catalogue) -> Merging:
    """The choice of the catalogue, changed by the options.

    Raises UnusableCatalogue for a number whose records do not have different titles.
    """
    numbers = {shared.number for shared in catalogue.shared_numbers}
    merge, part = map(_spaced, (given.merge, given.keep_apart))
    for number in (*merge, *part):
        if number not in numbers:
            known = ", ".join(sorted(numbers)[:_PRINTED]) or "there is none"
            raise UnusableCatalogue(
                f"No records with different titles share the number {number[:200]!r}. Numbers "
                f"that are shared: {known}."
            )
    merging = catalogue.merging
    if given.merge_all or given.keep_all_apart:
        merging = Merging(all=given.merge_all)
    return merging.merging(merge).parting(part)


def _spaced(numbers: Iterable[str]) -> list[str]:
    """Numbers with single spaces, as records have them."""
    return [" ".join(number.split()) for number in numbers]


def to_dict(shared: SharedNumber) -> dict[str, Any]:
    """A shared number as plain values."""
    records = [
        {"line": r.line, "title": r.title, "artist": r.artist, "work": work.identifier}
        for work in shared.works
        for r in work.records
    ]
    return {"number": shared.number, "merged": shared.merged, "records": records}


def print_shared_numbers(catalogue: Catalogue, every: bool = False) -> None:
    """Print each shared number with the lines and titles of its records."""
    numbers = catalogue.shared_numbers
    if not numbers:
        return
    apart = sum(not shared.merged for shared in numbers)
    print(
        f"{plural(len(numbers), 'number')} shared by records with different titles: "
        f"{apart:,} kept apart, {len(numbers) - apart:,} merged as chosen"
    )
    for shared in numbers if every else numbers[:_PRINTED]:
        titles = "; ".join(
            f"line {record.line}: {record.title[:_LONGEST] or 'no title'}"
            for record in shared.records[:_NAMED]
        )
        more = len(shared.records) - _NAMED
        rest = f"; {more:,} more" if more > 0 else ""
        state = "merged" if shared.merged else "apart"
        print(f"  {state:<7} {shared.number[:_LONGEST]}  {titles}{rest}")
    if not every and len(numbers) > _PRINTED:
        print(f"  {len(numbers) - _PRINTED:,} more")
