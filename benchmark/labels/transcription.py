"""How well wall labels are read.

The folder labels/ in `--kit` holds pictures and `labels.csv` (file, language, legibility, text,
certainty), with " / " between the lines of a label. Prints, for each label, the character error
rate, the fields that agree exactly with the transcription, and seconds. A transcription with gaps
("...") has no error rate, but the share of its words that were read.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from backends import Quad
from backends.embedded.labels import Label, LabelledWork, Line, Reader, labelled_works

COMPARED = ("artist", "title", "inventory", "dates", "medium")
WORD = 85.0
"""rapidfuzz ratio from which a word of a partial transcription counts as read."""


@dataclass(frozen=True, slots=True)
class Row:
    """The score of one label. `cer` is None if the transcription is partial.

    `words` is the share of its words that were read, 0 to 1. `expected` are the fields that the
    transcription has; `exact` are those of them that were read exactly.
    """

    file: str
    cer: float | None
    words: float
    exact: tuple[str, ...]
    expected: tuple[str, ...]
    seconds: float


def compare(truth: str, labels: Sequence[Label]) -> Row:
    """The score of a reading against a transcription, without file and seconds."""
    lines = [part.strip() for part in re.split(r" / | - |; ", truth) if part.strip()]
    read = " ".join(line.text for label in labels for line in label.lines)
    whole = "..." not in truth and "not read" not in truth
    plain = " ".join(part.strip() for part in truth.split(" / "))
    cer = Levenshtein.distance(plain, read) / len(plain) if whole else None
    records = [record for label in labels for record in labelled_works(label.lines)]
    true_records = labelled_works(_lines(truth.split(" / "))) if whole else ()
    expected = tuple(f for f in COMPARED if any(getattr(record, f) for record in true_records))
    exact = tuple(f for f in expected if _values(true_records, f) == _values(records, f))
    return Row("", cer, _read_share(lines, read), exact, expected, 0.0)


def _values(records: Iterable[LabelledWork], name: str) -> list[str]:
    return [getattr(record, name) for record in records if getattr(record, name)]


def _read_share(lines: Sequence[str], read: str) -> float:
    words = [word for line in lines for word in re.findall(r"[^\W_]{3,}", line)]
    words_read = re.findall(r"[^\W_]{2,}", read)
    matched = [word for word in words if any(fuzz.ratio(word, w) >= WORD for w in words_read)]
    return len(matched) / len(words) if words else 0.0


def _lines(texts: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a transcription as if read one below the other."""
    height = 1 / (len(texts) + 1)

    def quad(top: float) -> Quad:
        return (0.0, top), (1.0, top), (1.0, top + height / 2), (0.0, top + height / 2)

    return tuple(Line(text.strip(), 1.0, quad(i * height)) for i, text in enumerate(texts))


def measure(folder: Path, reader: Reader) -> Iterator[Row]:
    """The score of every label of `labels.csv` in `folder`."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as stream:
        entries = list(csv.DictReader(stream))
    for entry in entries:
        image = cv2.imread(str(folder / entry["file"]))
        if image is None:
            print(f"{entry['file']}: not a picture, left out", file=sys.stderr)
            continue
        start = time.perf_counter()
        labels = reader.read(np.asarray(image, np.uint8))
        seconds = time.perf_counter() - start
        row = compare(entry["text"], labels)
        yield Row(entry["file"], row.cer, row.words, row.exact, row.expected, seconds)


def table(rows: Sequence[Row]) -> str:
    """The rows as a table for people."""
    lines = [f"{'label':36} {'CER':>6} {'words':>6} {'seconds':>8}  fields exact"]
    for row in rows:
        cer = "" if row.cer is None else f"{row.cer:.3f}"
        exact = (
            f"{len(row.exact)}/{len(row.expected)} {' '.join(row.exact)}" if row.expected else ""
        )
        lines.append(f"{row.file:36} {cer:>6} {row.words:6.2f} {row.seconds:8.2f}  {exact}")
    return "\n".join(lines)


def compared(arguments: Sequence[str]) -> int:
    """The command line with `--kit`. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark labels", description=__doc__)
    parser.add_argument("--kit", type=Path, required=True, help="folder that holds labels/")
    folder = parser.parse_args(arguments).kit / "labels"
    if not (folder / "labels.csv").is_file():
        print(f"There is no labels.csv in {folder}: name the folder above it.", file=sys.stderr)
        return 2
    reader = Reader()
    reader.load()
    print(table(list(measure(folder, reader))))
    return 0
