"""Identifiers of authority files, as museums really write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Authority, load
from catalogue.authorities import AuthorityName, field_of, recognised


@pytest.mark.parametrize(
    ("text", "name", "identifier"),
    [
        ("http://vocab.getty.edu/ulan/500115588", "ULAN", "500115588"),
        ("http://vocab.getty.edu/page/ulan/500115588", "ULAN", "500115588"),
        (
            "http://getty.edu/vow/ULANFullDisplay?find=&subjectid=500115588",
            "ULAN",
            "500115588",
        ),
        ("see http://vocab.getty.edu/aat/300033618.", "AAT", "300033618"),
        ("http://vocab.getty.edu/tgn/7000874", "TGN", "7000874"),
        ("https://www.wikidata.org/wiki/Q5582", "Wikidata", "Q5582"),
        ("http://www.wikidata.org/entity/Q5582", "Wikidata", "Q5582"),
        ("http://viaf.org/viaf/9854560/", "VIAF", "9854560"),
        ("https://d-nb.info/gnd/11851801X", "GND", "11851801X"),
        ("https://d-nb.info/gnd/4069615-7", "GND", "4069615-7"),
        ("http://iconclass.org/61B(Falconet, Camille)11", "Iconclass", "61B(Falconet, Camille)11"),
        ("http://iconclass.org/rkd/43C128/", "Iconclass", "43C128"),
        ("https://rkd.nl/explore/artists/32439", "RKD", "32439"),
        ("http://isni.org/isni/0000000121032683", "ISNI", "0000000121032683"),
        ("https://m.org/iiif/1/manifest.json", "IIIF", "https://m.org/iiif/1/manifest.json"),
    ],
)
def test_addresses(text: str, name: AuthorityName, identifier: str) -> None:
    assert recognised(text, "work") == (Authority("work", name, identifier),)


def test_what_is_none_is_none() -> None:
    for text in ("", "500115588", "http://example.org/ulan/500115588", "Q5582", "AAT 300033618"):
        assert recognised(text, "work") == ()


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Artist ULAN", "500115588", "500115588"),
        ("artistULAN", "500115588|500115589", "500115588"),
        ("ULAN", "300033618", ""),
        ("wikidata_id", "Q5582", "Q5582"),
        ("GND", "(DE-588)118514008", "118514008"),
        ("title", "Q5582", ""),
        ("WikiData", "Q5582", "Q5582"),
        ("TGN", "7000874", "7000874"),
        ("Iconclass", "92 D 15 21", "92D1521"),
        ("Iconclass", "57 A 9 :", "57A9"),
        ("Iconclass local", "25F23(LION, old)(+3)", "25F23(LION, old)(+3)"),
        ("Iconclass", "Trees", ""),
        ("ISNI", "0000 0001 2103 2683", "0000000121032683"),
        ("Library of Congress", "n79109777", "n79109777"),
        ("Gemeinsame Normdatei (GND)", "118514008", "118514008"),
        ("RKDartists", "32439", "32439"),
    ],
)
def test_bare_numbers_count_where_the_column_says_whose_they_are(
    source: str, text: str, expected: str
) -> None:
    assert "".join(a.identifier for a in recognised(text, "work", source)[:1]) == expected


def test_what_an_identifier_is_about_is_told_by_its_column() -> None:
    columns = {"Artist ULAN URL": "artist", "Object Wikidata URL": "work",
               "Tags AAT URL": "subject", "makerID": "artist", "url": "work",
               "Ort GND": "place"}  # fmt: skip
    assert {name: field_of(name) for name in columns} == columns


def test_cells_of_a_table_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "id,title,artist,Artist ULAN URL,Artist Wikidata URL,Object Wikidata URL\n"
        "1,Flora,A|B,http://vocab.getty.edu/page/ulan/500115588|"
        "http://vocab.getty.edu/page/ulan/500115589,https://www.wikidata.org/wiki/Q1,"
        "https://www.wikidata.org/wiki/Q2\n1,Flora,A|B,,,https://www.wikidata.org/wiki/Q2\n"
    )
    [work] = load(path)
    assert [(a.field, a.uri.rpartition("/")[2]) for a in work.authorities] == [
        ("artist", "500115588"), ("artist", "500115589"), ("artist", "Q1"), ("work", "Q2"),
    ]  # fmt: skip
