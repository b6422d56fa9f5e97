"""Linked Art: qualifiers of attributions, years before Christ, names in several languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import Record, load

AAT = "http://vocab.getty.edu/aat/"
BROOK = {"type": "Person", "_label": "Ada Brook"}
CLAY = {"type": "Person", "_label": "Ben Clay"}


def kind(number: str, label: str = "") -> dict[str, Any]:
    return {"id": AAT + number, "type": "Type", "_label": label}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read(**members: Any) -> Record:
        names = [{"type": "Name", "content": "Flora"}]
        value = {"type": "HumanMadeObject", "identified_by": names, **members}
        path = tmp_path / "c.json"
        path.write_text(json.dumps([{"@context": "https://linked.art/ns/v1", **value}]))
        [work] = load(path)
        return work.records[0]

    return read


def extra(record: Record, name: str) -> list[str]:
    return [text for column, text in record.extra if column == name]


def assigned(*actors: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "AttributeAssignment", "assigned": list(actors), **members}


WORKSHOP = {"type": "Group", "classified_as": [kind("300404274")],
            "formed_by": {"influenced_by": [BROOK]}}  # fmt: skip
PREVIOUS = {
    "id": "https://example.org/previous_attribution",
    "_label": "Previously attributed to X",
}


@pytest.mark.parametrize(
    ("production", "artist", "former"),
    [
        ({"attributed_by": [assigned(BROOK, classified_as=[kind("300404274", "workshop of")])]},
         "Ada Brook (workshop of)", []),
        ({"attributed_by": [assigned(BROOK, classified_as=[kind("300404269")])]},
         "Ada Brook (attributed to)", []),
        ({"carried_out_by": [BROOK], "attributed_by": [assigned(_label="attributed to")]},
         "Ada Brook (attributed to)", []),
        ({"part": [{"carried_out_by": [BROOK],
                    "attributed_by": [assigned(classified_as=[kind("300404269")])]}]},
         "Ada Brook (attributed to)", []),
        ({"carried_out_by": [BROOK, CLAY],
          "attributed_by": [assigned(BROOK, _label="attributed to")]},
         "Ben Clay; Ada Brook (attributed to)", []),
        ({"carried_out_by": [WORKSHOP]}, "Ada Brook (workshop of)", []),
        ({"part": [{"carried_out_by": [CLAY]},
                   {"classified_as": [kind("300404286", "after")], "carried_out_by": [BROOK]}]},
         "Ben Clay; Ada Brook (after)", []),
        ({"carried_out_by": [CLAY], "influenced_by": [BROOK]}, "Ben Clay; Ada Brook (after)", []),
        ({"attributed_by": [assigned(BROOK, assigned_property="influenced_by")]},
         "Ada Brook (after)", []),
        ({"attributed_by": [assigned(BROOK, assigned_property="influenced_by",
                                     classified_as=[kind("300404285")])]},
         "Ada Brook (style of)", []),
        ({"carried_out_by": [CLAY], "assigned_by": [assigned(
            {"type": "Production", "carried_out_by": [BROOK]}, classified_as=[PREVIOUS])]},
         "Ben Clay", ["Ada Brook (previously attributed to X)"]),
        ({"attributed_by": [assigned(BROOK, classified_as=[kind("300404270")])]},
         "", ["Ada Brook (formerly attributed to)"]),
        ({"attributed_by": [assigned(BROOK, classified_as=[kind("300404908", "obsolete")])]},
         "", ["Ada Brook (obsolete)"]),
        ({"part": [{"carried_out_by": [BROOK],
                    "referred_to_by": [{"content": "circle of Brook [rejected attribution]"}]}]},
         "", ["Ada Brook (rejected attribution)"]),
        ({"carried_out_by": [{"type": "Person", "_label": "Formerly attributed to Ada Brook"}]},
         "", ["Ada Brook (formerly attributed to)"]),
    ],
)  # fmt: skip
def test_qualifiers(
    read: Callable[..., Record], production: Any, artist: str, former: list[str]
) -> None:
    record = read(produced_by=production)
    assert (record.artist, extra(record, "former attribution")) == (artist, former)


def test_a_publisher_is_no_artist(read: Callable[..., Record]) -> None:
    parts = [{"carried_out_by": [BROOK]},
             {"classified_as": [kind("300054686", "Issue")], "carried_out_by": [CLAY]}]  # fmt: skip
    record = read(produced_by={"part": parts})
    assert (record.artist, extra(record, "other people")) == ("Ada Brook", ["Ben Clay (Issue)"])


def test_an_assignment_that_is_not_understood_is_no_artist(read: Callable[..., Record]) -> None:
    bare = read(produced_by={"carried_out_by": [CLAY], "attributed_by": [assigned(BROOK)]})
    unknown = read(produced_by={"attributed_by": [assigned(BROOK, classified_as=["x:qwerty"])]})
    assert (bare.artist, unknown.artist) == ("Ben Clay", "")
    for record in (bare, unknown):
        assert extra(record, "unclear attribution")[0].startswith("Ada Brook (")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("-0323-01-01T00:00:00Z", "-0317-12-31T23:59:59Z", "323–317 BC"),
        ("-0323-01-01T00:00:00Z", "-0323-12-31T23:59:59Z", "323 BC"),
        ("-0010-01-01", "0014-12-31", "10 BC–AD 14"),
        ("-10500-01-01T00:00:00", "-09999-12-31T00:00:00", "10500–9999 BC"),
        ("1460-01-01", "", "1460"),
        ("1889-01-01T00:00:00Z", "1890-01-01T00:00:00Z", "1889"),
        ("1889-01-01T00:00:00Z", "1890-12-31T23:59:59Z", "1889–1890"),
        ("0850", "0899", "AD 850–AD 899"),
        ("soon", "", ""),
    ],
)
def test_years(read: Callable[..., Record], first: str, last: str, expected: str) -> None:
    span = {"begin_of_the_begin": first, "end_of_the_end": last}
    assert read(produced_by={"timespan": span}).date == expected


def test_of_several_preferred_names_the_first(read: Callable[..., Record]) -> None:
    names = [
        {"type": "Name", "content": "Zee", "classified_as": [kind("300417194", "translated")]},
        {"type": "Name", "content": "Old", "classified_as": [kind("300435719", "former")]},
        {"type": "Name", "content": "View", "classified_as": [kind("300404670")]},
        {"type": "Name", "content": "Zicht", "classified_as": [kind("300404670")]},
    ]
    record = read(identified_by=names)
    assert (record.title, extra(record, "other titles")) == ("View", ["Zicht", "Zee", "Old"])


def test_members_of_the_same_name_that_are_lists_are_read_together(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    names = '"identified_by": [{"type": "Name", "content": "%s"}]'
    path.write_text('{"type": "HumanMadeObject", ' + f"{names % 'View'}, {names % 'Zicht'}}}")
    [work] = load(path)
    assert (work.title, work.records[0].extra[0]) == ("View", ("other titles", "Zicht"))
