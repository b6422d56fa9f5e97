"""Objects and lists as values, in the shapes of many museums; roles decide who is an artist."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import Record, load


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read(*objects: dict[str, Any]) -> list[Record]:
        path = tmp_path / "catalogue.json"
        path.write_text(json.dumps(objects), encoding="utf-8")
        return [work.records[0] for work in load(path)]

    return read


def extra(record: Record, name: str) -> list[str]:
    return [text for column, text in record.extra if column == name]


BROOK = {"name": "Ada Brook", "role": "Artist"}


@pytest.mark.parametrize(
    ("members", "artist"),
    [
        ({"Creators": [{"ConcatDisplayName": "Ada Brook (French)", "ID": 7, "Role": "Painter"}]},
         "Ada Brook (French)"),
        ({"people": [{"name": "Ada Brook", "prefix": None, "role": "Artist", "personid": 4}]},
         "Ada Brook"),
        ({"people": [{"firstName": "Ada", "familyName": "Brook", "role": {"fi": "taiteilija"}}]},
         "Ada Brook"),
        ({"creators": [{"description": "Ada Brook (Dutch, 1800–1860)", "role": "artist"}]},
         "Ada Brook (Dutch, 1800–1860)"),
        ({"participants": [{"person_name": "Ada Brook", "role_display_name": "Designed by"}]},
         "Ada Brook"),
        ({"production": [{"creator": "Brook, Ada", "creator_lref": "1_person"}]}, "Brook, Ada"),
        ({"principalMakers": [{"name": "Ada Brook", "roles": ["schilder"]}]}, "Ada Brook"),
        ({"artistMakerPerson": [{"name": {"text": "Brook"}, "association": {"text": "maker"}}]},
         "Brook"),
        ({"creation": [{"maker": [{"summary_title": "Brook", "@link": {"role": ["artist"]}}]}]},
         "Brook"),
        ({"contributors": [{"fc": "Ada Brook", "role": "artist"}]}, "Ada Brook"),
        ({"dcCreator": ["Ada Brook"]}, "Ada Brook"),
        ({"people": {"artist": ["Ada Brook"], "donor": ["Ben Clay"]}}, "Ada Brook"),
        ({"artist": {"firstName": "Ada", "prefix": "van", "lastName": "Brook"}}, "Ada van Brook"),
        ({"artist": [{"agent": {"name": {"fi": "Ada Brook"}}, "role": {"label": "maalari"}}]},
         "Ada Brook"),
        ({"artist": {"fi": "Ranskalainen", "en": "French"}}, "Ranskalainen"),
        ({"artist": '[{"name": "Ada Brook"}]'}, "Ada Brook"),
        ({"artist": {"id": "Q1", "labels": {"en": {"language": "en", "value": "Ada Brook"},
                                 "it": {"language": "it", "value": "A. Brook"}}}}, "Ada Brook"),
        ({"artist": {"names": [{"name": "Ada Brook"}, {"name": "A. B."}]}}, "Ada Brook"),
    ],
)  # fmt: skip
def test_the_artist_in_the_shapes_of_many_museums(
    read: Callable[..., list[Record]], members: dict[str, Any], artist: str
) -> None:
    [record] = read({"title": "Flora", **members})
    assert record.artist == artist


@pytest.mark.parametrize(
    "role",
    ["Donor", "Publisher", "Collector", "Lahjoittaja", {"en": "donor"}, {"fi": "omistaja"},
     ["Former owner"], "Sitter", "Restaurator", {"id": "http://vocab.getty.edu/aat/300025234"}],
)  # fmt: skip
def test_who_did_not_make_it_is_never_an_artist(
    read: Callable[..., list[Record]], role: Any
) -> None:
    [record] = read({"title": "Flora", "people": [BROOK, {"name": "Ben Clay", "role": role}]})
    assert record.artist == "Ada Brook"
    assert extra(record, "other people")[0].startswith("Ben Clay")
    [alone] = read({"title": "Flora", "artist": {"name": "Ben Clay", "role": role}})
    assert alone.artist == ""


@pytest.mark.parametrize(
    ("members", "artist", "former"),
    [
        ({"role": "Artist after", "prefix": "After"}, "Cy Dent (after)", []),
        ({"role": "Artist", "qualifier": "workshop of"}, "Cy Dent (workshop of)", []),
        ({"role": "Artist", "attribution": "Attributed to"}, "Cy Dent (attributed to)", []),
        ({"role": "schilder", "qualification": "vroeger toegeschreven aan"}, "",
         ["Cy Dent (vroeger toegeschreven aan)"]),
        ({"creator_role": "Tidligere tilskrevet"}, "", ["Cy Dent (tidligere tilskrevet)"]),
        ({"former": True}, "", ["Cy Dent (former)"]),
        ({"prefix": "Sir"}, "Cy Dent", []),
    ],
)  # fmt: skip
def test_qualifiers_are_kept(
    read: Callable[..., list[Record]], members: dict[str, Any], artist: str, former: list[str]
) -> None:
    [record] = read({"title": "Flora", "artists": [{"name": "Cy Dent", **members}]})
    assert (record.artist, extra(record, "former attribution")) == (artist, former)


def test_whom_nothing_known_is_said_of_is_no_artist(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    people = [BROOK, {"name": "Ben Clay", "role": "qwerty"}, {"name": "Cy Dent"}]
    path.write_text(
        json.dumps([{"title": "A", "people": people}, {"title": "B", "people": people}])
    )
    catalogue = load(path)
    record = catalogue.works[0].records[0]
    assert record.artist == "Ada Brook"
    assert extra(record, "unclear attribution") == ["Ben Clay (qwerty); Cy Dent (no role)"]
    told = [p.message for p in catalogue.problems if p.kind == "unknown-attribution"]
    assert ["'qwerty'" in message for message in told] == [True, False]
    assert all("in 2 records" in message for message in told)


@pytest.mark.parametrize(
    ("title", "first", "others"),
    [
        ({"fi": "Enkeli", "sv": "", "en": "Angel"}, "Enkeli", ["Angel"]),
        ({"fi": "", "sv": "Ängel"}, "Ängel", []),
        ([{"title": "Udsigt", "language": "dansk"}, {"title": "View", "language": "engelsk"}],
         "Udsigt", ["View"]),
        ([{"title": "Old", "type": "former title"}, {"title": "New", "type": "preferred"}],
         "New", ["Old"]),
        ({"main": {"fi": {"value": "Enkeli"}, "en": {"value": "Angel"}}}, "Enkeli", []),
        (["Mona Lisa", "La Gioconda"], "Mona Lisa", ["La Gioconda"]),
        ({"label": {"@value": "Flora", "@language": "it"}}, "Flora", []),
        ({"en": {"language": "en", "value": "Girl"}}, "Girl", []),
    ],
)  # fmt: skip
def test_the_title_is_words(
    read: Callable[..., list[Record]], title: Any, first: str, others: list[str]
) -> None:
    [record] = read({"title": title})
    assert (record.title, extra(record, "other titles")) == (first, others)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ({"from": 1520, "to": 1523}, "1520–1523"),
        ({"text": "c. 1821", "earliest": "1821-01-01"}, "c. 1821"),
        ({"earliest": "1821-01-01T00:00:00Z", "latest": "1821-12-31T23:59:59Z"}, "1821"),
        ([{"start": "1830-01-01T00:00:00.000Z", "period": "1830-1832"}], "1830-1832"),
        ({"begin": {"year": 1900}, "end": {"year": 1901}}, "1900–1901"),
        ({"time": "+1665-00-00T00:00:00Z", "precision": 9}, "1665"),
        ({"fi": "noin 1900", "en": "c. 1900"}, "noin 1900"),
    ],
)
def test_the_date_is_the_text_for_display_else_its_years(
    read: Callable[..., list[Record]], date: Any, expected: str
) -> None:
    [record] = read({"title": "Flora", "date": date})
    assert record.date == expected


def test_years_alone_are_the_date(read: Callable[..., list[Record]]) -> None:
    both, dated = read(
        {"title": "A", "yearFrom": 1903, "yearTo": 1905},
        {"title": "B", "date": "c. 1900", "yearFrom": 1890},
    )
    assert (both.date, dated.date) == ("1903–1905", "c. 1900")


def test_number_and_picture(tmp_path: Path) -> None:
    numbers = [{"type": "PID", "value": "0X"}, {"type": "object number", "value": "NG35"}]
    images = [{"ImageURLs": {"Raw": "b.jpg"}}, {"ImageURLs": {"Raw": "a.jpg"}, "IsPrimary": True}]
    (tmp_path / "a.jpg").touch()
    path = tmp_path / "c.json"
    path.write_text(json.dumps([{"title": "A", "identifier": numbers, "images": images}]))
    [work] = load(path)
    assert (work.identifier, work.picture) == ("NG35", tmp_path / "a.jpg")


def test_an_envelope_is_opened(read: Callable[..., list[Record]]) -> None:
    [record] = read({"id": 5, "_source": {"title": "Flora", "artist": "Ada Brook"}})
    assert (record.title, record.artist) == ("Flora", "Ada Brook")


def test_what_has_no_words_is_refused_and_listed_and_no_value_is_json(tmp_path: Path) -> None:
    bad = {"foo": 1, "bar": {"x": 2}}
    fields = ("title", "artist", "date", "identifier", "picture")
    path = tmp_path / "c.json"
    objects = [
        {"title": "A"},
        {"title": "B", **dict.fromkeys(fields[1:], bad)},
        dict.fromkeys(fields, bad),
    ]
    path.write_text(json.dumps(objects))
    catalogue = load(path)
    assert [(w.title, w.artist, w.date, w.number) for w in catalogue] == [
        ("A", "", "", ""), ("B", "", "", ""),
    ]  # fmt: skip
    told = [p for p in catalogue.problems if p.kind == "nested-value"]
    assert [p.message.split("'")[1] for p in told] == [*fields[1:], "title"]
    assert all("the members foo, bar" in p.message for p in told)


def test_what_is_nested_deeply_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    deep = "[" * 600 + '"x"' + "]" * 600
    path.write_text(f'[{{"title": "A"}}, {{"title": "B", "artist": {deep}, "images": {deep}}}]')
    catalogue = load(path)
    assert [work.title for work in catalogue] == ["A", "B"]
    assert catalogue.works[1].artist in ("", "x")


def test_json_and_python_in_a_cell(tmp_path: Path) -> None:
    people = '[{"name": "Ada Brook", "role": "artist"}, {"name": "Ben", "role": "donor"}]'
    rows = [
        ('{"en": "Angel", "fi": "Enkeli"}', people),
        ("[Untitled]", "['Ada Brook', 'Ben Clay']"),
        ("[1945]", "[{'name': 'Cy Dent', 'role': 'after'}]"),
        ("Cut", '[{"name": "Cut off, 19'),
        ('{"fi": "Cut o', "Ada Brook"),
        ("Empty", "[]"),
    ]
    quoted = ('"{}"'.format('","'.join(cell.replace('"', '""') for cell in row)) for row in rows)
    path = tmp_path / "c.csv"
    path.write_text("\n".join(["title,artist", *quoted]), encoding="utf-8")
    catalogue = load(path)
    assert [(work.title, work.artist) for work in catalogue] == [
        ("Angel", "Ada Brook"), ("[Untitled]", "Ada Brook; Ben Clay"),
        ("[1945]", "Cy Dent (after)"), ("Cut", ""), ("", "Ada Brook"), ("Empty", ""),
    ]  # fmt: skip
    assert extra(catalogue.works[0].records[0], "other titles") == ["Enkeli"]
    assert extra(catalogue.works[0].records[0], "other people") == ["Ben (donor)"]
    told = [p.message for p in catalogue.problems if p.kind == "nested-value"]
    assert [message.split("'")[1] for message in told] == ["artist", "title"]
    assert all("whose end is missing" in message for message in told)


def test_identifiers_are_those_of_the_artist_alone(read: Callable[..., list[Record]]) -> None:
    brook, clay = "http://vocab.getty.edu/ulan/500115588", "http://viaf.org/viaf/9854560"
    [record] = read(
        {"title": "Flora", "people": [{**BROOK, "uri": brook},
                                      {"name": "Ben Clay", "role": "donor", "uri": clay}]}
    )  # fmt: skip
    assert [(a.field, a.identifier) for a in record.authorities] == [("artist", "500115588")]
