"""LIDO 1.0 and 1.1: XML with a `lido` element for each record, anywhere in the file.

The parser loads no DTD, expands no entity and opens no connection. Only the record that is being
read is in memory.
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
from catalogue.formats.described import LeftOut
from catalogue.formats.encoding import Encoding, other_encoding
from catalogue.formats.lido.record import describe
from catalogue.formats.read_as import ENCODINGS
from catalogue.formats.source import Source
from catalogue.formats.table import Collected, Row, Table
from catalogue.records import Problem

_FORGIVEN = 10_000
"""Most characters that XML does not allow; a file with more counts as damaged."""
_DECLARED = re.compile(r"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)")
_MARKUP = re.compile(r"\s*<[?!\w]")
_ELEMENT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_END = 1_000
"""Bytes at the end of a file that may hold a resumption token."""
_NEXT_PAGE = re.compile(rb"<(?:\w+:)?resumptionToken\b[^>]*>\s*[^<\s]")
_NAMESPACE = b' xmlns:lido="http://www.lido-schema.org"'


def is_xml(head: str) -> bool:
    """Whether a file is markup rather than a table, by its beginning."""
    return bool(_MARKUP.match(head))


def read_lido(source: Source, encoding: Encoding, head: str) -> Table:
    """The table of the LIDO records in an XML file that begins with `head`.

    Raises CatalogueError.
    """
    collected = Collected(source.path, source.limits)
    record_numbers: list[str] = []
    left_out = LeftOut()
    for line, record in _records(source, encoding, collected.problems):
        described = describe(record)
        cells = dict(described.cells)
        left_out.note(line, described)
        if cells.pop("titled by") == "type":
            message = f"The record has no title; its type, {cells['title']!r}, was used instead."
            collected.problems.append(Problem("title-from-type", line, message))
        record_numbers.append(cells.pop("record"))
        collected.add_named(line, cells, described.authorities)
    if not collected.rows:
        raise UnusableCatalogue(
            f"The XML in {source.path} holds no LIDO record (an element <lido>). Export the "
            "catalogue as LIDO, CSV, XLSX or JSON."
        )
    _tell_apart(collected, record_numbers)
    collected.problems += left_out.problems()
    declared = None if encoding.chosen else _DECLARED.match(head)
    fact = ("encoding", f"{declared[1]} (as the file says)") if declared else encoding.fact
    facts = (("format", "LIDO XML"), fact)
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
            yield from _innermost(events, fed, source)
        except etree.LxmlError as error:
            raise _not_xml(source, error) from error
        except UnreadableCatalogue:
            list(_forgiven(events.error_log, fed, source))  # the parser's earlier errors say more
            raise
        problems += [*fed.problems, *fed.unfinished()]
        problems += _forgiven(events.error_log, fed, source)


def _forgiven(log: Any, fed: _Fed, source: Source) -> Iterator[Problem]:
    """A problem for each error of the parser that leaves the file readable; others are raised.

    Characters that XML does not allow, and entities that a DTD would define, are left out and
    listed. Undeclared prefixes do no harm.
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
            reason = "it is nested too deeply" if deep else fault.message
            raise _not_xml(source, f"line {line:,}: {reason}")
        if fault.type in left_out:
            yield Problem("xml-character", line, left_out[fault.type])


def _not_xml(source: Source, error: object) -> UnreadableCatalogue:
    return UnreadableCatalogue(
        f"The catalogue {source.path} is not well-formed XML: {error}. Export it again."
    )


def _innermost(events: Any, fed: _Fed, source: Source) -> Iterator[tuple[int, Any]]:
    """The innermost elements `lido`, with their lines: the root may have that name, too."""
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
    """Free a record and everything before it, which iterparse would hold to the end."""
    element.clear()
    for node in (element, *element.iterancestors()):
        while node.getprevious() is not None:
            del node.getparent()[0]


def _refuse_entities(root: Any, source: Source) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise UnreadableCatalogue(
            f"The XML in {source.path} defines entities. A catalogue does not need them, and they "
            "can be a trap. Export it again without a DOCTYPE."
        )


class _Fed:
    """The file as the parser reads it; a record without an end is refused.

    The beginning is repaired: empty lines before the declaration are skipped, `skipped` of them,
    and the prefix `lido` is declared. A file in a chosen encoding is fed as UTF-8, because no
    parser knows all encodings.
    """

    def __init__(self, file: BufferedReader, source: Source, encoding: Encoding) -> None:
        self._file, self._source, self._encoding = file, source, encoding
        self._decoder = codecs.getincrementaldecoder(encoding.name)()
        self._started = False
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
        if not self._started and data:
            self._started = True
            data = self._repaired(data)
        return data

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        if not self._encoding.chosen:
            return data
        try:
            return self._decoder.decode(data, final=not data).encode()
        except UnicodeError as error:
            raise other_encoding(self._source, self._encoding.display_name, error) from error

    def unfinished(self) -> Iterator[Problem]:
        """A problem if the file is a single page of a harvest over OAI-PMH."""
        if _NEXT_PAGE.search(self._end):
            message = (
                "The file ends with a resumptionToken: it is a page of a harvest, and more pages "
                "follow. Harvest them too."
            )
            yield Problem("more-pages", 0, message)

    def _repaired(self, data: bytes) -> bytes:
        start = data.lstrip(b" \t\r\n")
        self.skipped = data[: len(data) - len(start)].count(b"\n")
        if b"<lido:" in start and b"xmlns:lido" not in start:
            message = "The prefix lido is not declared; it was read as that of LIDO."
            self.problems.append(Problem("undeclared-prefix", 0, message))
            start = _ELEMENT.sub(lambda match: match[0] + _NAMESPACE, start, count=1)
        return start


def _tell_apart(collected: Collected, record_numbers: list[str]) -> None:
    """Use the record's own number for works of several museums that share an inventory number."""
    identifier, repository = (collected.names[n] for n in ("identifier", "repository"))
    owners: dict[str, set[str]] = {}
    for row in collected.rows:
        owners.setdefault(_cell(row, identifier), set()).add(_cell(row, repository))
    for n, row in enumerate(collected.rows):
        number = _cell(row, identifier)
        if number and len(owners[number]) > 1 and record_numbers[n]:
            cells = (*row.cells[:identifier], record_numbers[n], *row.cells[identifier + 1 :])
            collected.rows[n] = replace(row, cells=cells)
            message = (
                f"The number {number!r} is used by several museums, so the record's own was used."
            )
            collected.problems.append(Problem("shared-number", row.line, message))


def _cell(row: Row, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""
