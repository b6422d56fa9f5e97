"""LIDO 1.0 and 1.1: XML with one `lido` element a record, wherever it stands in the file.

The parser loads no DTD, expands no entity and opens no connection, and of the file only the
record that is being read is in memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any

from lxml import etree

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats.encoding import Encoding, other_encoding
from catalogue.formats.lido.record import describe
from catalogue.formats.read_as import ENCODINGS
from catalogue.formats.source import Source
from catalogue.formats.table import Collected, Row, Table
from catalogue.records import Problem

_FORGIVEN = 10_000
"""Characters that XML does not allow, after which a file is taken for damaged."""
_DECLARED = re.compile(r"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)")
_MARKUP = re.compile(r"\s*<[?!\w]")
_ELEMENT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_END = 1_000
"""Bytes at the end of a file in which a harvest says that it goes on."""
_NEXT_PAGE = re.compile(rb"<(?:\w+:)?resumptionToken\b[^>]*>\s*[^<\s]")
_NAMESPACE = b' xmlns:lido="http://www.lido-schema.org"'


def is_xml(head: str) -> bool:
    """Whether a file is markup rather than a table, by how it begins."""
    return bool(_MARKUP.match(head))


def read(source: Source, encoding: Encoding, head: str) -> Table:
    """The table of the LIDO records in an XML file, of which `head` is the beginning.

    Raises CatalogueError.
    """
    collected = Collected(source.path, source.limits)
    places: list[str] = []
    for line, record in _records(source, encoding, collected.problems):
        cells, authorities = describe(record)
        if cells.pop("titled by") == "type":
            message = f"The record has no title; what it is, {cells['title']!r}, was taken for it."
            collected.problems.append(Problem("title-from-type", line, message))
        places.append(cells.pop("record"))
        collected.add_named(line, cells, authorities)
    if not collected.rows:
        raise UnusableCatalogue(
            f"The XML in {source.path} holds no LIDO record (an element <lido>). Export the "
            "catalogue as LIDO, CSV, XLSX or JSON."
        )
    _tell_apart(collected, places)
    declared = None if encoding.chosen else _DECLARED.match(head)
    said = ("encoding", f"{declared[1]} (as the file says)") if declared else encoding.fact
    facts = (("format", "LIDO XML"), said)
    return collected.table(list(collected.names), facts, encoding=tuple(ENCODINGS))


def _records(
    source: Source, encoding: Encoding, problems: list[Problem]
) -> Iterator[tuple[int, Any]]:
    """Every record with its line."""
    with source.opened(report=source.report) as file:
        fed = _Fed(file, source, encoding)
        events = etree.iterparse(
            fed, events=("start", "end"), tag="{*}lido", resolve_entities=False, no_network=True,
            load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=False,
            remove_comments=True, remove_pis=True, recover=True,
            encoding="utf-8" if encoding.chosen else None,
        )  # fmt: skip
        try:
            yield from _walked(events, fed, source)
        except etree.LxmlError as error:
            raise _not_xml(source, error) from error
        except UnreadableCatalogue:
            list(_forgiven(events.error_log, fed, source))  # what the parser met before says more
            raise
        problems += [*fed.problems, *fed.unfinished()]
        problems += _forgiven(events.error_log, fed, source)


def _forgiven(log: Any, fed: _Fed, source: Source) -> Iterator[Problem]:
    """What does not make a file unreadable; anything else is an error.

    Characters that XML does not allow, and entities that a DTD would have defined, are left out
    and listed. Names without a meaning, such as a prefix that is not declared, do no harm.
    """
    types = etree.ErrorTypes
    left_out = {
        types.ERR_INVALID_CHAR: "A character that XML does not allow was left out.",
        types.WAR_UNDECLARED_ENTITY: "An entity that the file does not define was left out.",
    }
    for fault in log:
        line = fault.line + fed.skipped
        fatal = fault.level == etree.ErrorLevels.FATAL and fault.type not in left_out
        if fault.type == types.ERR_DOCUMENT_END and "Extra content" in fault.message:
            raise UnreadableCatalogue(
                f"The XML in {source.path} ends on line {line:,}, and more comes after it. Put its "
                "records between <lidoWrap> and </lidoWrap>, or open them one by one."
            )
        if fatal or len(log) > _FORGIVEN:
            deep = "Excessive depth" in fault.message
            said = "it is nested too deeply" if deep else fault.message
            raise _not_xml(source, f"line {line:,}: {said}")
        if fault.type in left_out:
            yield Problem("xml-character", line, left_out[fault.type])


def _not_xml(source: Source, error: object) -> UnreadableCatalogue:
    return UnreadableCatalogue(
        f"The catalogue {source.path} is no well-formed XML: {error}. Export it again."
    )


def _walked(events: Any, fed: _Fed, source: Source) -> Iterator[tuple[int, Any]]:
    """The innermost elements `lido`: an export may give its root the name of a record."""
    innermost = False
    for event, element in events:
        if event == "start":
            innermost = True
            _refuse_entities(element, source)
            continue
        if innermost:
            yield (element.sourceline or 0) + fed.skipped, element
        innermost = False
        _forget(element)
        fed.since = 0


def _forget(element: Any) -> None:
    """Free a record and all that is before it, which iterparse would keep to the end."""
    element.clear()
    for one in (element, *element.iterancestors()):
        while one.getprevious() is not None:
            del one.getparent()[0]


def _refuse_entities(root: Any, source: Source) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise UnreadableCatalogue(
            f"The XML in {source.path} defines entities, which a catalogue does not need and which "
            "can be a trap. Export it again without a DOCTYPE."
        )


class _Fed:
    """The file as the parser reads it, refusing to feed it one endless record.

    What a parser would stumble over at the beginning is set right: empty lines before the
    declaration, of which `skipped` counts the ends, and a prefix that is not declared. A file of
    which a person has said the encoding is fed as UTF-8, because no parser knows them all.
    """

    def __init__(self, file: BufferedReader, source: Source, encoding: Encoding) -> None:
        self._file, self._source, self._encoding = file, source, encoding
        self._decoder = codecs.getincrementaldecoder(encoding.name)()
        self._begun = False
        self._end = b""
        self.since = self.skipped = 0
        self.problems: list[Problem] = []

    def read(self, size: int) -> bytes:
        data = self._read(size)
        self._end = (self._end + data)[-_END:]
        self.since += len(data)
        if self.since > self._source.limits.line:
            raise UnreadableCatalogue(
                f"The XML in {self._source.path} goes on for more than "
                f"{self._source.limits.line >> 20:,} MiB without the end of "
                "a LIDO record. Export it again as LIDO, CSV, XLSX or JSON."
            )
        if not self._begun and data:
            self._begun = True
            data = self._set_right(data)
        return data

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        if not self._encoding.chosen:
            return data
        try:
            return self._decoder.decode(data, final=not data).encode()
        except UnicodeError as error:
            raise other_encoding(self._source, self._encoding.spoken, error) from error

    def unfinished(self) -> Iterator[Problem]:
        """What to know about a file that is one page of a harvest over OAI-PMH."""
        if _NEXT_PAGE.search(self._end):
            message = (
                "The file ends with a resumptionToken: it is one page of a harvest, and others "
                "follow. Harvest them too."
            )
            yield Problem("more-pages", 0, message)

    def _set_right(self, data: bytes) -> bytes:
        begun = data.lstrip(b" \t\r\n")
        self.skipped = data[: len(data) - len(begun)].count(b"\n")
        if b"<lido:" in begun and b"xmlns:lido" not in begun:
            message = "The prefix lido is not declared, and was taken for that of LIDO."
            self.problems.append(Problem("undeclared-prefix", 0, message))
            begun = _ELEMENT.sub(lambda found: found[0] + _NAMESPACE, begun, count=1)
        return begun


def _tell_apart(collected: Collected, places: list[str]) -> None:
    """Give the record's own number to works of several museums that share an inventory number."""
    place, repository = (collected.names[n] for n in ("identifier", "repository"))
    owners: dict[str, set[str]] = {}
    for row in collected.rows:
        owners.setdefault(_cell(row, place), set()).add(_cell(row, repository))
    for n, row in enumerate(collected.rows):
        number = _cell(row, place)
        if number and len(owners[number]) > 1 and places[n]:
            cells = (*row.cells[:place], places[n], *row.cells[place + 1 :])
            collected.rows[n] = replace(row, cells=cells)
            message = (
                f"The number {number!r} is used by several museums: the record's own was taken."
            )
            collected.problems.append(Problem("shared-number", row.line, message))


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
