"""Valid files of every format, each with all that its reader knows; and counts of their rows."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl

from catalogue import Catalogue
from tests.lido_samples import actor, display_date, event, lido, titled, value


def accounted(catalogue: Catalogue) -> int:
    """How many rows became records or rejects."""
    return sum(len(work.records) for work in catalogue) + len(catalogue.rejects)


def problem_kinds(catalogue: Catalogue) -> list[str]:
    """The kinds of a catalogue's problems, in their order."""
    return [problem.kind for problem in catalogue.problems]


def workbook() -> dict[str, bytes]:
    """The parts of a spreadsheet with text, numbers, a formula, merged cells, a hidden sheet."""
    book = openpyxl.Workbook()
    rows = (["Heading"], ["id", "title", "artist", "date"], [1, "Flora", "x", 1650.5],
            ["0012", "=A1", True, None], [None, None], ["7", "Dea", "#N/A", "c. 1650"])  # fmt: skip
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.create_sheet("Hidden").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


WORKBOOK = workbook()
TABLE = "id,title,artist,date\n1,Città,Müller,1650\n2,\"A, B\",'x',\n3,c,d,e,f\n"
RECORD = lido(
    event("Herstellung", actor("Brook, Ada|A.", role="Maler", qualifier="workshop of",
                               display="Ada (1600), painter"), date=display_date("1650")),
    titles=titled(value("Flora", pref="preferred", lang="en"), value("Dea", pref="alternate")),
    more="<lido:subjectSet><lido:subject><lido:subjectConcept><lido:conceptID lido:source='AAT'>"
         "300033618</lido:conceptID><lido:term>x</lido:term></lido:subjectConcept>"
         "</lido:subject></lido:subjectSet>",
    admin="<lido:resourceSet><lido:resourceRepresentation lido:type='thumb'><lido:linkResource>"
          "a.jpg</lido:linkResource></lido:resourceRepresentation></lido:resourceSet>",
)  # fmt: skip
LIDO = f'<?xml version="1.0" encoding="UTF-8"?>\n<lidoWrap>{RECORD}\n{RECORD}</lidoWrap>'
OBJECT = {
    "@context": "https://linked.art/ns/v1/linked-art.json", "type": "HumanMadeObject",
    "id": "https://m.org/1", "_label": "Flora",
    "identified_by": [{"type": "Name", "content": "Flora"},
                      {"type": "Identifier", "content": "A 1",
                       "classified_as": [{"id": "http://vocab.getty.edu/aat/300312355"}]}],
    "produced_by": {"part": [{"carried_out_by": [{"type": "Person", "_label": "Ada",
                                                  "id": "http://vocab.getty.edu/ulan/500015254"}],
                              "timespan": {"begin_of_the_begin": "1650-01-01"}}]},
    "shows": [{"represents": [{"_label": "a goddess"}]}],
    "representation": [{"digitally_shown_by": [{"access_point": [{"id": "a.jpg"}]}]}],
}  # fmt: skip
MANIFEST = {
    "@context": "http://iiif.io/api/presentation/3/context.json", "type": "Manifest",
    "id": "https://m.org/manifest", "label": {"en": ["Flora"], "de": ["Blumengöttin"]},
    "metadata": [{"label": {"en": ["Creator"]}, "value": {"en": ["<span>Ada</span>"]}}],
    "items": [{"items": [{"items": [{"body": {"type": "Image", "id": "a.jpg"}}]}]}],
}  # fmt: skip
RECORDS = [{"title": "Flora", "artist": ["x", {"name": "y"}], "id": 1.10}, {"title": None}, 3]
FILES: dict[str, str] = {
    "table": TABLE,
    "tabs": TABLE.replace(",", "\t"),
    "json": json.dumps(RECORDS),
    "wrapped": json.dumps({"records": RECORDS, "count": 3}),
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "lido": LIDO,
    "linked art": json.dumps([OBJECT, OBJECT]),
    "iiif": json.dumps({"type": "Collection", "label": "x", "items": [MANIFEST, MANIFEST]}),
}
