"""The doors through which the words of others come in whole: files, labels, queries, answers."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

import catalogue
from backends import Reference
from catalogue import Catalogue, Index
from catalogue.commands import loaded
from pipeline import AbstentionConfig, Guards, decide

Call = Callable[[str], object]

_FIELDS = ("title", "artist", "date", "identifier", "subject", "medium")
_LONGEST_CELL = 32_767
"""Characters of a cell in a workbook."""
_SHORT = {
    "title": "Flora", "artist": "Carlo Cignani", "date": "1680", "identifier": "12",
    "subject": "A woman with flowers", "medium": "Oil on canvas",
}  # fmt: skip
_NEIGHBOURS = (
    ("7", "Cleopatra", "Guido Reni", "1630"),
    ("8", "Madonna with Child (Madonna of the Rose)", "Simone Cantarini, called il Pesarese", ""),
    ("9", "Fish market", "Bartolomeo Passerotti (Bologna 1529 - 1592)", "about 1580"),
    ("10", "Fish market", "School of Bologna", ""),
)
_LIDO = (
    '<lido:lidoWrap xmlns:lido="http://www.lido-schema.org"><lido:lido><lido:lidoRecID>1'
    "</lido:lidoRecID><lido:descriptiveMetadata><lido:titleSet><lido:appellationValue>{title}"
    "</lido:appellationValue></lido:titleSet><lido:eventWrap><lido:eventSet><lido:event>"
    "<lido:eventType><lido:term>Production</lido:term></lido:eventType><lido:eventActor>"
    "<lido:displayActorInRole>{artist}</lido:displayActorInRole></lido:eventActor><lido:eventDate>"
    "<lido:displayDate>{date}</lido:displayDate></lido:eventDate></lido:event></lido:eventSet>"
    "</lido:eventWrap></lido:descriptiveMetadata></lido:lido></lido:lidoWrap>"
)


@cache  # asked for each of half a million lines, the import would cost more than what is measured
def _ours(module: str, name: str) -> Any:
    """What stands inside a package: the walk looks past its door on purpose."""
    return getattr(import_module(module), name)


def doors() -> dict[str, Call]:
    """Name → what takes a text at a door."""
    files = {
        f"file of text {ending}": partial(_file, ending, str)
        for ending in (".csv", ".tsv", ".json", ".jsonl", ".xml", ".txt")
    }
    cells = {
        f"{name}, {field}": partial(_file, ending, partial(write, field))
        for name, (ending, write) in _WRITERS.items()
        for field in _FIELDS
    }
    twenty = {
        f"CSV of long cells, {f}": partial(_file, ".csv", partial(_cells, f)) for f in _FIELDS
    }
    return {**files, **cells, **twenty, **_READERS}


def _file(ending: str, written: Callable[[str], str], text: str) -> object:
    """A catalogue of which `text` is a part: loaded, indexed and examined."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"catalogue{ending}"
        path.write_text(written(text), encoding="utf-8", errors="surrogatepass")
        works = catalogue.load(path)
        Index.build(works)
        return _ours("catalogue.quality", "quality")(works)


def _workbook(text: str) -> object:
    """A workbook with the text in titles as long as a cell may be."""
    book = openpyxl.Workbook()
    book.active.append(_FIELDS)
    plain = ILLEGAL_CHARACTERS_RE.sub("", text).encode(errors="ignore").decode()
    for start in range(0, len(plain), _LONGEST_CELL):
        row = _SHORT | {"title": plain[start : start + _LONGEST_CELL]}
        book.active.append([row[field] for field in _FIELDS])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.xlsx"
        book.save(path)
        works = catalogue.load(path)
        return Index.build(works)


def _csv(field: str, text: str) -> str:
    return _table([_SHORT | {field: text}], ",")


def _tsv(field: str, text: str) -> str:
    return _table([_SHORT | {field: text}], "\t")


def _cells(field: str, text: str) -> str:
    """Twenty records, each with a twentieth of the text."""
    size = len(text) // 20 + 1
    parts = [text[n : n + size] for n in range(0, len(text), size)]
    return _table([_SHORT | {"identifier": f"{n}"} | {field: p} for n, p in enumerate(parts)], ",")


def _table(rows: list[dict[str, str]], delimiter: str) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, _FIELDS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _json(field: str, text: str) -> str:
    return json.dumps([_SHORT | {field: text}])


def _lines(field: str, text: str) -> str:
    return json.dumps(_SHORT | {field: text}) + "\n"


def _nested(field: str, text: str) -> str:
    """The field as an object, as museums' interfaces write it."""
    return json.dumps([_SHORT | {field: {"name": text, "role": text}}])


def _lido(field: str, text: str) -> str:
    return _LIDO.format_map({name: escape(v) for name, v in (_SHORT | {field: text}).items()})


def _iiif(field: str, text: str) -> str:
    values = _SHORT | {field: text}
    return json.dumps(
        {
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "id": "https://museum.example/1/manifest",
            "type": "Manifest",
            "label": {"en": [values["title"]]},
            "metadata": [
                {"label": {"en": [name.title()]}, "value": {"en": [values[name]]}}
                for name in _FIELDS
            ],
            "items": [],
        }
    )


def _linked_art(field: str, text: str) -> str:
    values = _SHORT | {field: text}
    return json.dumps(
        {
            "@context": "https://linked.art/ns/v1/linked-art.json",
            "id": "https://museum.example/1",
            "type": "HumanMadeObject",
            "_label": values["title"],
            "identified_by": [
                {"type": "Name", "content": values["title"]},
                {"type": "Identifier", "content": values["identifier"]},
            ],
            "produced_by": {
                "type": "Production",
                "carried_out_by": [{"type": "Person", "_label": values["artist"]}],
                "timespan": {
                    "type": "TimeSpan",
                    "identified_by": [{"type": "Name", "content": values["date"]}],
                },
            },
        }
    )


_WRITERS: Mapping[str, tuple[str, Callable[[str, str], str]]] = {
    "CSV": (".csv", _csv),
    "TSV": (".tsv", _tsv),
    "JSON": (".json", _json),
    "JSON lines": (".jsonl", _lines),
    "JSON in JSON": (".json", _nested),
    "LIDO": (".xml", _lido),
    "IIIF": (".json", _iiif),
    "Linked Art": (".json", _linked_art),
}


@cache
def _small() -> tuple[Catalogue, Index]:
    """A catalogue of five works, and its index."""
    rows = [
        dict(zip(("identifier", "title", "artist", "date"), row, strict=True))
        for row in _NEIGHBOURS
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.csv"
        path.write_text(_table([dict(_SHORT), *rows], ","), encoding="utf-8")
        return loaded(path), Index.build(loaded(path))


def _label(text: str) -> object:
    return _ours("pipeline.labels", "read_label")(text, _small()[1])


def _decision(text: str) -> object:
    words = json.dumps([{"id": "1", "title": text, "artist": text, "number": text, "date": text}])
    signals = _ours("pipeline.decision.signals_json", "read_signals")(words)
    return [decide(s, _small()[1], AbstentionConfig(), Guards()) for s in signals]


def _match(text: str) -> object:
    guesses = {"title": text, "artist": text}
    return _ours("catalogue.matching.match", "match")(_small()[1], guesses)


def _reconciled(text: str) -> object:
    collection = _ours("reconciliation.collection", "Collection")(*_small())
    query = {
        "query": text,
        "properties": [{"pid": "artist", "v": text}, {"pid": "date", "v": text}],
    }
    queries = _ours("reconciliation.queries", "batch")(json.dumps({"q0": query}))
    candidates = _ours("reconciliation.candidates", "candidates")
    return {key: candidates(query, collection) for key, query in queries.items()}


def _line(text: str) -> Any:
    quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0))
    return _ours("backends.embedded.labels.transcription", "Line")(text, 0.9, quad)


def _print(text: str) -> object:
    """What the embedded backend makes of the words of a label, line by line."""
    works = _ours("backends.embedded.labels.fields", "labelled_works")
    return works([_line(line) for line in text.split("\n")])


def _agreement(text: str) -> object:
    reference = Reference("1", title=text, artist=text)
    lines = [_line("Flora"), _line("Carlo Cignani")]
    return _ours("backends.embedded.labels.agreement", "agrees")(lines, reference)


def _vocabulary(text: str) -> object:
    reference = Reference("1", title=text, artist=text)
    vocabulary = _ours("backends.embedded.labels.vocabulary", "Vocabulary")
    return vocabulary.of([reference]).mend("Flora of Carlo Cignani", 0.5)


def _answer(text: str) -> object:
    """An answer of each stage, told from what is none."""
    answers = [stage.parse(text) for stage in _ours("pipeline.stages", "MODEL_STAGES")]
    return answers, _ours("pipeline.stages.degenerate", "degenerate")(text, text, (text,))


_READERS: Mapping[str, Call] = {
    "cells of a workbook": _workbook,
    "label against a catalogue": _label,
    "label of the embedded backend": _print,
    "agreement with a reference": _agreement,
    "vocabulary of a reference": _vocabulary,
    "answer of a model": _answer,
    "decision on signals": _decision,
    "match of a guess": _match,
    "reconciliation query": _reconciled,
}


def prepare() -> None:
    """Everything that the first call would load otherwise."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for door in doors().values():
        try:
            door("Flora")
        except Exception as error:
            del error
