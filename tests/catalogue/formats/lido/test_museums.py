"""LIDO as museums of many systems write it: titles, numbers, dates, pictures, files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from catalogue import Record, UnreadableCatalogue, load
from catalogue.formats import Limits, read_table
from tests.lido_samples import URI, actor, display_date, event, extra, lido, record, titled, value


@pytest.fixture
def read(tmp_path: Path) -> Any:
    return partial(record, tmp_path)


# What it is called


@pytest.mark.parametrize(
    ("titles", "title", "others"),
    [
        (titled(value("Dea", pref="alternate"), value("Flora", pref="preferred")),
         "Flora", ["Dea"]),
        ('<lido:titleSet lido:type="Former title(s)">' + value("Dea", pref="preferred")
         + '</lido:titleSet><lido:titleSet lido:type="Repository title">'
         + value("Flora", pref="preferred") + "</lido:titleSet>", "Flora", ["Dea"]),
        ('<lido:titleSet lido:type="generated_short" lido:sortorder="1">' + value("Oil, 1650")
         + '</lido:titleSet><lido:titleSet lido:type="given" lido:sortorder="2">' + value("Flora")
         + "</lido:titleSet>", "Flora", ["Oil, 1650"]),
        ('<lido:titleSet lido:type="other">' + value("Dea") + "</lido:titleSet>"
         + titled(value("Flora")), "Flora", ["Dea"]),
        ('<lido:titleSet lido:sortorder="2">' + value("Dea") + "</lido:titleSet>"
         '<lido:titleSet lido:sortorder="1">' + value("Flora") + "</lido:titleSet>",
         "Flora", ["Dea"]),
        (titled(value("Blumengöttin", lang="deu"), value("Flora", lang="eng")),
         "Flora", ["Blumengöttin"]),
        (titled(value("Blumengöttin", lang="de"), value("Flora", lang="en-GB")),
         "Flora", ["Blumengöttin"]),
        (titled(value(""), value("–"), value("Flora")), "Flora", []),
    ],
)  # fmt: skip
def test_the_title_of_the_museum_leads(
    read: Callable[..., Record], titles: str, title: str, others: list[str]
) -> None:
    record = read(lido(titles=titles))
    assert (record.title, extra(record, "other titles")) == (title, others)


def test_a_series_is_no_title_of_a_work_unless_there_is_no_other(
    read: Callable[..., Record],
) -> None:
    series = f'<lido:titleSet lido:type="Series title">{value("The Months")}</lido:titleSet>'
    record = read(lido(titles=series + titled(value("May"))))
    assert (record.title, extra(record, "series")) == ("May", ["The Months"])
    assert extra(record, "other titles") == []
    assert read(lido(titles=series)).title == "The Months"


def test_a_description_in_several_languages_is_put_together(read: Callable[..., Record]) -> None:
    both = lido(titles=titled(value("Flora")), lang="fi").replace(
        "</lido:descriptiveMetadata>",
        '</lido:descriptiveMetadata><lido:descriptiveMetadata xml:lang="sv">'
        + titled(value("Blomstergudinnan"))
        + event("tillverkning", actor("Brook, Ada"), date=display_date("1650"))
        + "</lido:descriptiveMetadata>",
    )
    record = read(both)
    assert (record.title, record.artist, record.date) == ("Flora", "Brook, Ada", "1650")
    assert extra(record, "other titles") == ["Blomstergudinnan"]


# Numbers, dates, subjects, pictures


@pytest.mark.parametrize(
    ("number", "identifier"),
    [
        ('<lido:workID lido:type="local">9</lido:workID><lido:workID lido:type="object number">BK 1'
         "</lido:workID>", "BK 1"),
        ('<lido:workID lido:type="local" lido:label="TMS">9</lido:workID><lido:workID lido:type="x"'
         ' lido:label="Ident.Nr.">A 1</lido:workID>', "A 1"),
        ('<lido:workID lido:type="old inventory number">O</lido:workID><lido:workID lido:type="'
         'Inventarnummer">N</lido:workID>', "N"),
        (f"<lido:workID {URI}>http://www.wikidata.org/entity/Q1</lido:workID>", "rec"),
        ("<lido:workID/>", "rec"),
    ],
)  # fmt: skip
def test_the_inventory_number_among_others(
    read: Callable[..., Record], number: str, identifier: str
) -> None:
    assert read(lido(number=number)).identifier == identifier


def test_the_number_of_a_former_owner_is_not_the_museum_s(read: Callable[..., Record]) -> None:
    text = lido().replace("<lido:repositorySet>", '<lido:repositorySet lido:type="former">')
    assert read(text).identifier == "rec"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("<lido:displayDate>um 1650</lido:displayDate><lido:date><lido:earliestDate>1645"
         "</lido:earliestDate></lido:date>", "um 1650"),
        ("<lido:date><lido:earliestDate>1910-01-01</lido:earliestDate><lido:latestDate>1915-12-31"
         "</lido:latestDate></lido:date>", "1910–1915"),
        ("<lido:date><lido:earliestDate>1910</lido:earliestDate><lido:latestDate>1910"
         "</lido:latestDate></lido:date>", "1910"),
        ('<lido:displayDate xml:lang="de">um 1650</lido:displayDate>'
         '<lido:displayDate xml:lang="en">c. 1650</lido:displayDate>', "c. 1650"),
        ("<lido:displayDate/>", ""),
    ],
)  # fmt: skip
def test_the_date_as_it_is_written_or_its_bounds(
    read: Callable[..., Record], date: str, said: str
) -> None:
    assert read(lido(event("production", date=date))).date == said


def test_what_is_shown_in_every_form_of_a_subject(read: Callable[..., Record]) -> None:
    inside = (
        "<lido:subjectConcept><lido:term lido:addedSearchTerm='yes'>people</lido:term><lido:term>"
        "gardeners</lido:term></lido:subjectConcept>"
        "<lido:subjectActor><lido:displayActor>Flora</lido:displayActor></lido:subjectActor>"
        "<lido:subjectPlace><lido:displayPlace>Ely</lido:displayPlace></lido:subjectPlace>"
        "<lido:subjectEvent><lido:displayEvent>the Fair</lido:displayEvent></lido:subjectEvent>"
        "<lido:subjectObject><lido:displayObject>a vase</lido:displayObject></lido:subjectObject>"
    )
    more = f"<lido:subjectSet><lido:subject>{inside}</lido:subject></lido:subjectSet>"
    assert read(lido(more=more)).subject == "gardeners; Flora; Ely; the Fair; a vase"


def link(kind: str, address: str, form: str = "") -> str:
    said = f' lido:formatResource="{form}"' if form else ""
    return (
        f'<lido:resourceRepresentation lido:type="{kind}"><lido:linkResource{said}>{address}'
        "</lido:linkResource></lido:resourceRepresentation>"
    )


@pytest.mark.parametrize(
    "resources",
    [
        (link("thumb", "x/t.jpg") + link("image_master", "x/front.jpg"),),
        (link("thumb", "x/front.jpg")
         + link("http://iiif.io/api/presentation/2/context.json", "http://m.org/9/manifest",
                "application/ld+json"),),
        (link("x", "x/b.jpg") + "<lido:resourceRelType><lido:term>Rückseite</lido:term>"
         "</lido:resourceRelType>", link("x", "x/front.jpg")),
        (link("x", "x/f.mp4", "video/mp4"), link("x", "x/front.jpg", "image/jpeg")),
        (link("x", "x/f.pdf") + "<lido:resourceType><lido:term>Text, PDF</lido:term>"
         "</lido:resourceType>", link("x", "x/front.jpg")),
    ],
)  # fmt: skip
def test_the_picture_is_a_large_one_of_the_front(
    read: Callable[..., Record], tmp_path: Path, resources: tuple[str, ...]
) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "front.jpg").touch()
    admin = "".join(f"<lido:resourceSet>{each}</lido:resourceSet>" for each in resources)
    record = read(lido(admin=admin))
    assert record.picture == folder / "front.jpg"
    if "iiif" in admin:
        assert [a.name for a in record.authorities] == ["IIIF"]


# Files


def test_a_root_that_is_called_like_a_record_loses_none(tmp_path: Path) -> None:
    inner = "".join(lido(number=f"<lido:workID>{n}</lido:workID>") for n in range(3))
    path = tmp_path / "c.xml"
    path.write_text(f"<lido>\n{inner}</lido>", encoding="utf-8")
    catalogue = load(path)
    assert [work.identifier for work in catalogue] == ["0", "1", "2"]
    assert not catalogue.rejects


def test_a_harvested_page_in_gzip_under_any_name(tmp_path: Path) -> None:
    page = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/'
        'OAI/2.0/"><ListRecords><record><header status="deleted"/></record><record>\n<metadata>'
        f"{lido()}</metadata></record></ListRecords></OAI-PMH>"
    )
    path = tmp_path / "page.lido"
    path.write_bytes(gzip.compress(page.encode()))
    [work] = load(path)
    assert (work.identifier, work.records[0].line) == ("7", 3)


@pytest.mark.parametrize(("token", "told"), [("a1b2", True), (" ", False)])
def test_a_harvest_that_goes_on_is_told(tmp_path: Path, token: str, told: bool) -> None:
    page = f"<record>{lido()}</record><resumptionToken cursor='0'>{token}</resumptionToken>"
    path = tmp_path / "c.xml"
    path.write_text(f"<OAI-PMH><ListRecords>{page}</ListRecords></OAI-PMH>", encoding="utf-8")
    assert ("more-pages" in {problem.kind for problem in load(path).problems}) is told


def test_utf_16_with_a_doctype_that_defines_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    record = lido(titles=titled(value("Città")))
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE lido>{record}'
    path.write_bytes(text.encode("utf-16"))
    assert load(path)["7"].title == "Città"


def test_empty_lines_before_the_declaration_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(f'\n\n<?xml version="1.0"?>\n{lido()}', encoding="utf-8")
    assert load(path)["7"].records[0].line == 4


def test_a_prefix_that_nobody_declared(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    bare = lido(event("production", actor("Brook, Ada"))).replace(
        ' xmlns:lido="http://www.lido-schema.org"', ""
    )
    path.write_text(f"<OAI-PMH><metadata>{bare}</metadata></OAI-PMH>", encoding="utf-8")
    catalogue = load(path)
    assert catalogue["7"].artist == "Brook, Ada"
    assert "undeclared-prefix" in {problem.kind for problem in catalogue.problems}


def test_names_without_a_meaning_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    odd = '<gml:Point/><a xml:id="x"/><a xml:id="x"/><b xmlns="www.example.org"/>'
    path.write_text(lido(more=odd), encoding="utf-8")
    assert load(path)["7"].title == "Flora"


def test_other_damage_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    record = lido(titles=titled(value("Flora &nbsp;")))
    path.write_text(f"\n\n<w>\n{record}</w>", encoding="utf-8")
    with pytest.raises(UnreadableCatalogue, match="line 4"):
        load(path)


def test_records_one_after_another_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(f"{lido()}\n{lido()}", encoding="utf-8")
    with pytest.raises(UnreadableCatalogue, match="between <lidoWrap>"):
        load(path)
    long = lido() + "<p>" + "t" * 200_000
    path.write_text(long, encoding="utf-8")
    with pytest.raises(UnreadableCatalogue, match="between <lidoWrap>"):
        read_table(path, Limits(line=50_000))


def test_a_record_without_a_title_is_listed_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    untitled = lido(titles=titled(value("")), number="<lido:workID>8</lido:workID>")
    path.write_text(f"<w>\n{lido()}\n{untitled}\n</w>", encoding="utf-8")
    [reject] = load(path).rejects
    assert reject.line == 3
    assert "8" in reject.cells
    assert "neither title nor artist" in reject.reason
