"""How many works are named from their wall labels alone.

Labels of works of a catalogue are generated in layouts and languages of many museums, read, and
decided about on the ordinary path, without reference pictures: with the work in the catalogue, and
with it and its twins taken out. Rates have exact 95% intervals. Works whose label says the same as
another's, in title, artist and date, are counted apart. With `--kit FOLDER` instead of a
catalogue, real labels are read and compared with their transcriptions; with `--frames N`, each
label is read in several frames.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import catalogue
from backends.embedded.labels import Reader
from benchmark.labels import cases, over_frames, tables, transcription
from benchmark.labels.naming import evidence_of
from benchmark.labels.pictures import HEIGHTS, Camera, Height, height
from benchmark.misreading import degraded
from catalogue.commands import loaded
from console import progress_bar
from demo.labels import Layout, layouts
from storage import Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--kit" in given:
        return transcription.compared(given)
    options = _arguments(given)
    works = loaded(options.catalogue).works
    printings = list(
        cases.drawn(
            works, _layouts(options.layouts), options.works, options.seed, options.surname_first
        )
    )
    if not printings:
        raise catalogue.UnusableCatalogue(f"{options.catalogue} has no work with title and artist.")
    if options.frames:
        return _over_frames(options, printings)
    with progress_bar() as report, _reader(options) as read:
        measured = cases.named(works, printings, read, report)
    print(_json(options, measured) if options.json else _report(options, measured))
    return 0


def _over_frames(options: argparse.Namespace, printings: Sequence[cases.Printing]) -> int:
    reader = Reader()
    reader.load()
    for line in over_frames.table(printings, _heights(options), options.frames, reader):
        print(line, flush=True)
    return 0


def _heights(options: argparse.Namespace) -> list[Height]:
    return options.height or [height(text) for text in HEIGHTS]


def _layouts(use: str) -> tuple[Layout, ...]:
    return tuple(layout for layout in layouts() if use in ("all", layout.use))


@contextmanager
def _reader(options: argparse.Namespace) -> Iterator[cases.Read]:
    """What reads the labels: the text itself, or the embedded backend that is shown pictures."""
    if options.text:
        yield partial(_read_text, options.errors)
        return
    with TemporaryDirectory() as folder:
        pictures = options.pictures or Path(folder)
        pictures.mkdir(parents=True, exist_ok=True)
        yield Camera(pictures, Workspace(Path(folder)), _heights(options)).read


def _read_text(errors: int, printing: cases.Printing) -> list[cases.Reading]:
    """The label as text, each line with the errors of a reader of that strength."""
    rng = random.Random(printing.seed)
    lines = (degraded(line, rng, errors) for line in printing.label.text.splitlines())
    return [cases.Reading(printing, "text", evidence_of("\n".join(lines)))]


def _report(options: argparse.Namespace, measured: Sequence[cases.Case]) -> str:
    parts = [
        tables.table("Works named from their label", tables.by_height(measured)),
        tables.table("The same works, when they are not in the catalogue",
                     tables.strangers(measured)),
        tables.table("By layout", tables.by(measured, _layout)),
        tables.table("By language", tables.by(measured, _language)),
    ]  # fmt: skip
    if options.show:
        parts += [_shown(case) for case in measured if not case.right or case.stranger]
    return "\n\n".join(parts)


def _shown(case: cases.Case) -> str:
    values = tables.record(case)
    head = ", ".join(f"{name} {values[name]}" for name in (*list(values)[:5], "tie"))
    named = f"named {values['named']}, as a stranger {values['named_as_stranger']}"
    return f"{head}\n{named}\n{values['read']}"


def _json(options: argparse.Namespace, measured: Sequence[cases.Case]) -> str:
    document = {
        "catalogue": str(options.catalogue),
        "seed": options.seed,
        "layouts": options.layouts,
        "errors": options.errors,
        "works": tables.by_height(measured),
        "strangers": tables.strangers(measured),
        "by_layout": tables.by(measured, _layout),
        "by_language": tables.by(measured, _language),
        "labels": [tables.record(case) for case in measured],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _layout(case: cases.Case) -> str:
    return case.reading.printing.label.layout.name


def _language(case: cases.Case) -> str:
    return case.reading.printing.label.language


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark labels", description=(__doc__ or "").replace("\n", " ")
    )
    parser.add_argument("catalogue", type=Path, help="a catalogue")
    parser.add_argument("--works", type=int, default=300, help="how many labels (300)")
    parser.add_argument("--seed", type=int, default=3, help="chooses works and labels (3)")
    parser.add_argument("--layouts", choices=("develop", "kept", "all"), default="kept",
                        help="to develop on, or those kept for measuring (kept)")  # fmt: skip
    parser.add_argument("--surname-first", action="store_true",
                        help="the catalogue writes names as Reni Guido")  # fmt: skip
    parser.add_argument("--height", type=height, action="append",
                        help="px of capitals, 14+ or 9-13; may be repeated (both)")  # fmt: skip
    parser.add_argument("--pictures", type=Path, help="folder to keep the pictures in")
    parser.add_argument("--frames", type=int, default=0,
                        help="count the wrong letters in so many frames of each label")  # fmt: skip
    parser.add_argument("--text", action="store_true",
                        help="no pictures: the lines as printed are what was read")  # fmt: skip
    parser.add_argument("--errors", type=int, choices=(0, 1, 2), default=0,
                        help="with --text, how poorly they are read (0)")  # fmt: skip
    parser.add_argument("--show", action="store_true",
                        help="print the labels that were not named rightly")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON, with every label")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
