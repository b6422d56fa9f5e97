"""Tables out of JSON objects: JSON and JSON Lines, with Linked Art and IIIF detected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from catalogue.columns.names import map_columns
from catalogue.formats import iiif
from catalogue.formats.described import Described, LeftOut
from catalogue.formats.encoding import Encoding, Lines, decoded, lines_of
from catalogue.formats.json_text import Document, Entry, entry_of
from catalogue.formats.linked_art import objects as linked_art
from catalogue.formats.nested import record
from catalogue.formats.read_as import ENCODINGS
from catalogue.formats.source import Source
from catalogue.formats.table import Collected, Table
from catalogue.records import Problem

Describe = Callable[[dict[str, Any]], Described | str]
"""From an entry to its record, or to the reason why it is not one."""

_SAMPLE = 20
"""Entries examined to tell Linked Art or IIIF from other JSON."""
_RAW = 2_000
"""Characters of a rejected entry that are listed."""


def is_json(source: Source, head: str) -> bool:
    """Whether a text is JSON or JSON Lines rather than a table, by its beginning."""
    if source.suffixes & {".json", ".jsonl", ".ndjson", ".jsonld"}:
        lines = [line.strip(" \t\r\ufeff") for line in head.splitlines()[:_SAMPLE]]
        return any(map(_is_value, lines)) or _is_value(head.strip())
    return bool(re.match(r"\s*(?:\{\s*[\"}]|\[\s*[\"{\[\]\d])", head))


def _is_value(text: str) -> bool:
    """Whether a text is JSON, or begins like JSON."""
    if text.startswith(("[", "{")):
        return True
    with suppress(ValueError, RecursionError):
        json.loads(text)
        return True
    return False


def is_lines(source: Source, head: str) -> bool:
    """Whether a text has one object a line."""
    if source.suffixes & {".jsonl", ".ndjson"}:
        return True
    lines = [line for line in head.split("\n", 50) if line.strip()][:2]
    if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
        return False
    with suppress(ValueError, RecursionError):
        return isinstance(json.loads(lines[0]), dict)
    return False


def read_lines(source: Source, encoding: Encoding) -> Table:
    """The table in a file with one JSON object a line; any other line is a reject."""
    collected = Collected(source.path, source.limits)
    with lines_of(source, encoding) as lines:
        table = _table(_entries_of(lines, collected), collected, "JSON Lines", encoding)
        return replace(table, problems=(*table.problems, *lines.problems))


def _entries_of(lines: Lines, collected: Collected) -> Iterator[Entry]:
    for line in lines:
        text = line.strip(" \t\r\n\ufeff")
        if not text:
            continue
        try:
            yield entry_of(text, lines.number)
        except (ValueError, RecursionError) as error:
            why = f"The line is not JSON ({getattr(error, 'msg', 'it is nested too deeply')})"
            reason = f"{why} and was left out."
            raw = collected.cleaned([text[:_RAW]], lines.number)
            collected.reject(lines.number, raw, "not-json", reason)


def read_document(source: Source, encoding: Encoding) -> Table:
    """The table in a JSON document. Raises CatalogueError."""
    text = decoded(source, encoding)
    nuls = text.count("\0")
    document = Document(text.replace("\0", "") if nuls else text, source.path, source.report)
    collected = Collected(source.path, source.limits)
    if nuls:
        collected.problems.append(Problem("nul", 0, f"{nuls} NUL bytes were left out."))
    return _table(_records(document), collected, "JSON", encoding)


def _records(document: Document) -> Iterator[Entry]:
    if not document.is_object:
        return document.entries()
    if iiif.is_iiif(document.head):
        names = [name for name in iiif.LISTS if name in document.lists]
        if iiif.is_collection(document.head) and names:
            return chain.from_iterable(map(document.entries, names))
        return iter([document.whole()])
    alone = not document.lists and "title" in map_columns(list(document.head))
    if alone or linked_art.is_linked_art({**document.head, **document.lists}):
        return iter([document.whole()])
    return document.entries(document.list_name())


def _table(entries: Iterable[Entry], collected: Collected, form: str, encoding: Encoding) -> Table:
    entries = iter(entries)
    first = list(islice(entries, _SAMPLE))
    left_out = LeftOut()
    describe, kind = _reader([entry.value for entry in first])
    for entry in chain(first, entries):
        for value in _inner(describe, entry.value):
            _take(collected, entry, value, describe, left_out)
    collected.problems += left_out.problems()
    collected.problems += encoding.problems
    named = f"{kind} in {form}" if kind else form
    facts = (("format", named), encoding.fact)
    return collected.table(list(collected.names), facts, encoding=tuple(ENCODINGS))


def _inner(describe: Describe, value: Any) -> Iterator[Any]:
    """The records in an entry: itself, or those of a collection within a IIIF collection."""
    return iiif.manifests(value) if describe is iiif.describe else iter([value])


def _reader(values: list[Any]) -> tuple[Describe, str]:
    objects = [value for value in values if isinstance(value, dict)]
    if any(map(iiif.is_iiif, objects)):
        return iiif.describe, "IIIF"
    if any(map(linked_art.is_linked_art, objects)):
        return linked_art.describe, "Linked Art"
    return record.describe, ""


def _take(
    collected: Collected, entry: Entry, value: Any, describe: Describe, left_out: LeftOut
) -> None:
    number = len(collected.rows) + len(collected.rejects) + 1
    if not isinstance(value, dict):
        reason = f"Entry {number} is not an object with a title and was left out."
        collected.reject(entry.line, _raw(collected, value, entry.line), "not-an-object", reason)
        return
    for name in dict.fromkeys(entry.twice):
        message = f"Entry {number} has {name[:60]!r} twice; the last one was used."
        collected.problems.append(Problem("same-column", entry.line, message))
    described = describe(value)
    if isinstance(described, str):
        reason = f"Entry {number} {described} and was left out."
        collected.reject(entry.line, _raw(collected, value, entry.line), "no-record", reason)
        return
    left_out.note(entry.line, described)
    collected.add_named(entry.line, described.cells, described.authorities)


def _raw(collected: Collected, value: Any, line: int) -> tuple[str, ...]:
    return collected.cleaned([json.dumps(value, ensure_ascii=False)[:_RAW]], line)
