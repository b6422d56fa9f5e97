"""Every importer, fed valid files of its format that were damaged, and files made at random of the
names that it knows: what comes of it is a catalogue or a CatalogueError, and no row is lost."""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from catalogue import Catalogue, CatalogueError, load
from catalogue.formats import ENCODINGS, ReadAs
from tests.catalogue_samples import FILES, MANIFEST, OBJECT, WORKBOOK, accounted, zipped

pytestmark = pytest.mark.slow
EXAMPLES = int(os.environ.get("CARTELLINO_FUZZ", "60"))
"""Examples of each test; a run with 20,000 takes an hour."""
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def read(folder: Path, data: bytes, name: str = "c", **chosen: str) -> Catalogue | None:
    """The catalogue in these bytes; none where they are refused. Anything else fails the test."""
    path = folder / name
    path.write_bytes(data)
    with suppress(CatalogueError):
        return load(path, read_as=ReadAs(**chosen))
    return None


def whole(catalogue: Catalogue | None) -> bool:
    """Whether a file is refused, or has works and says of every row what became of it."""
    if catalogue is None:
        return True
    return len(catalogue) > 0 and dict(catalogue.facts)["rows"] == f"{accounted(catalogue):,}"


NASTY = (
    "\0", '"', "'", "<", ">", "&", "&amp;", "&a;", "<!--", "-->", "<![CDATA[", "]]>", "<?x",
    "{", "}", "[", "]", ",", ";", "\t", "|", "\n", "\r", "\\", "\\u0000", "\\ud800", "\ud800",
    "\ufeff", "\u2028", "\x85", "NaN", "-", "1e999", "9" * 400, "=1+1", "lido", ":", "xmlns=''",
    "null", "true", "sep=;\n", '{"type":"Manifest","label":"x"}', "<lido><titleSet/></lido>",
)  # fmt: skip
PLACES = st.integers(0, 4000)


@st.composite
def damaged(draw: Any, text: str) -> str:
    """A text of which some stretches are cut, doubled, moved, or replaced by what trips readers."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(PLACES) % (len(text) + 1)
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 10, 100])))
        piece = text[start:end]
        new = draw(st.sampled_from(["", piece * 2, *NASTY]) | st.text(max_size=4))
        text = text[:start] + new + text[end:]
        if draw(st.booleans()):
            place = draw(PLACES) % (len(text) + 1)
            text = text[:place] + piece + text[place:]
    return text


SUFFIXES = st.sampled_from(["", ".csv", ".json", ".jsonl", ".xml", ".xlsx", ".gz"])
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1250"])


@fuzzed
@given(st.data(), st.sampled_from(sorted(FILES)), CODECS, SUFFIXES, st.booleans())
def test_damaged_text(
    folder: Path, data: Any, which: str, codec: str, suffix: str, packed: bool
) -> None:
    text = data.draw(damaged(FILES[which]))
    written = text.encode(codec, "replace" if data.draw(st.booleans()) else "ignore")
    assert whole(read(folder, gzip.compress(written) if packed else written, f"c{suffix}"))


@fuzzed
@given(st.data(), st.sampled_from(sorted(FILES)), CODECS, st.sampled_from(sorted(ENCODINGS)),
       st.sampled_from(["", ";", "tab", "^"]))  # fmt: skip
def test_damaged_text_under_any_choice(
    folder: Path, data: Any, which: str, codec: str, encoding: str, delimiter: str
) -> None:
    text = data.draw(damaged(FILES[which]))
    written = text.encode(codec, "replace")
    assert whole(read(folder, written, encoding=encoding, delimiter=delimiter))


@fuzzed
@given(st.data(), st.sampled_from([name for name in WORKBOOK if name.endswith((".xml", ".rels"))]),
       st.sampled_from(["", "Hidden", "None"]))  # fmt: skip
def test_a_damaged_part_of_a_spreadsheet(folder: Path, data: Any, part: str, sheet: str) -> None:
    text = data.draw(damaged(WORKBOOK[part].decode()))
    parts = WORKBOOK | {part: text.encode("utf-8", "replace")}
    if data.draw(st.integers(0, 9)) == 0:
        del parts[part]
    assert whole(read(folder, zipped(parts), "c.xlsx", sheet=sheet))


# Files made of the names that a format knows


WORDS = st.sampled_from([
    "Flora", "", "  ", "Ada Brook", "7", "preferred", "alternate", "Maler", "de", "lido00007",
    "after", "Herstellung", "500015254", "ULAN", "1650", "http://a/b.jpg", "former", "(x", "x:y,z",
    "Serie", "http://vocab.getty.edu/aat/300033618", "Inventarnummer", "\u2028", "–",
]) | st.text(max_size=6)  # fmt: skip
_ELEMENTS = """
    descriptiveMetadata administrativeMetadata titleSet appellationValue objectWorkType term
    conceptID repositorySet workID eventSet event eventType eventActor actorInRole actor
    nameActorSet roleActor attributionQualifierActor displayActorInRole eventDate displayDate date
    earliestDate latestDate subjectSet subjectConcept subjectActor subjectPlace subjectEvent
    displaySubject actorID lidoRecID recordID objectPublishedID resourceSet linkResource
    resourceRepresentation resourceType Concept prefLabel sameAs legalBodyName periodName
"""
ELEMENTS = st.sampled_from(_ELEMENTS.split())
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["type", "pref", "source", "label", "sortorder", "addedSearchTerm", "about",
                     "resource", "formatResource", "{http://www.w3.org/XML/1998/namespace}lang"]),
    WORDS, max_size=3,
)  # fmt: skip
NODES = st.recursive(
    st.tuples(ELEMENTS, ATTRIBUTES, WORDS),
    lambda inner: st.tuples(ELEMENTS, ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=25,
)


def grown(parent: Any, node: Any) -> None:
    name, attributes, inside = node
    with suppress(ValueError):  # a character that XML does not allow
        element = etree.SubElement(parent, name)
        for key, word in attributes.items():
            element.set(key, word)
        if isinstance(inside, str):
            element.text = inside
        else:
            for child in inside:
                grown(element, child)


@fuzzed
@given(st.lists(st.lists(NODES, max_size=5), max_size=4), st.integers(0, 2))
def test_every_lido_record_is_a_work_or_listed(
    folder: Path, records: list[Any], depth: int
) -> None:
    root = etree.Element("lidoWrap")
    for nodes in [*records, [("titleSet", {}, [("appellationValue", {}, "Flora")])]]:
        parent = root
        for _ in range(depth):
            parent = etree.SubElement(parent, "lido" if depth > 1 else "record")
        record = etree.SubElement(parent, "lido")
        for node in nodes:
            grown(record, node)
    catalogue = read(folder, etree.tostring(root, encoding="utf-8"))
    assert catalogue is not None
    assert accounted(catalogue) == len(records) + 1


_KEYS = """
    title artist id type @type @id @context label items manifests metadata value content _label
    identified_by produced_by carried_out_by part timespan classified_as represents shows
    representation access_point digitally_shown_by assigned attributed_by body sequences canvases
    images resource thumbnail homepage seeAlso @value @language name begin_of_the_begin
"""
KEYS = st.sampled_from(_KEYS.split())
TYPES = st.sampled_from(["Manifest", "Collection", "HumanMadeObject", "Name", "Identifier",
                         "Person", "http://iiif.io/api/presentation/3/context.json"])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | TYPES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@fuzzed
@given(
    st.lists(VALUES, max_size=5), st.sampled_from(["", "type", "linked art", "iiif"]), st.booleans()
)
def test_objects_of_the_names_that_json_formats_know(
    folder: Path, values: list[Any], kind: str, lines: bool
) -> None:
    samples: dict[str, dict[str, Any]] = {"linked art": OBJECT, "iiif": MANIFEST}
    sample = samples.get(kind, {"title": "Flora", "artist": "x"})
    changed = [
        {**sample, **value} if isinstance(value, dict) and kind else value for value in values
    ]
    written = [json.dumps(entry) for entry in [sample, *changed]]
    data = "\n".join(written) if lines else f"[{', '.join(written)}]"
    catalogue = read(folder, data.encode(), "c.jsonl" if lines else "c.json")
    nested = any("Collection" in entry for entry in written)  # which holds several, or none
    assert catalogue is not None
    assert accounted(catalogue) == len(written) or nested


CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=6
) | st.sampled_from(["=A1", "#N/A", "title", "artist", "id"]) | st.datetimes()  # fmt: skip


@fuzzed
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.integers(0, 3), st.booleans())
def test_every_row_of_a_spreadsheet_is_a_work_or_listed(
    folder: Path, rows: list[list[Any]], headings: int, second: bool
) -> None:
    book = openpyxl.Workbook()
    if second:
        book.create_sheet("Notes", 0).append(["remarks"])
    sheet = book["Sheet"]
    for n in range(headings):
        sheet.append([f"Heading {n}"])
    with suppress(openpyxl.utils.exceptions.IllegalCharacterError):
        for row in [["id", "title", "artist"], ["good", "Flora", "x"], *rows]:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    catalogue = read(folder, out.getvalue(), "c.xlsx")
    assert catalogue is not None
    lines = {record.line for work in catalogue for record in work.records}
    lines |= {reject.line for reject in catalogue.rejects}
    missing = set(range(1, headings + 3)) - lines - {headings + 1}
    assert not missing
    assert catalogue["good"].title == "Flora"
