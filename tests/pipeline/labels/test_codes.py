"""A code points at a record if exactly one record's number stands in it whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import Index, Record, Work
from pipeline.labels.codes import coded_number
from pipeline.stages.answers import LabelCode

NUMBERS = ("1998.4.1", "1998.4.2", "NG 123", "138", "139", "A/12/3", "4006381333931",
           "https://id.museum.example/object/9")  # fmt: skip
INDEX = Index(tuple(Work(n, (Record(n, f"Title {n}", "Ada Lowe"),)) for n in NUMBERS))
RECORD = "https://museum.example/collection/1998.4.1"


def pointed(*texts: str, kind: str = "QR Code") -> str | None:
    return coded_number([LabelCode(text, kind) for text in texts], INDEX)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (RECORD, "1998.4.1"),
        ("museum.example/collection/1998.4.1", "1998.4.1"),
        ("https://museum.example/en/1998.4.1.html?utm=wall", "1998.4.1"),
        ("https://museum.example/#/object/1998.4.1", "1998.4.1"),
        ("https://museum.example/search?inv=NG%20123", "NG 123"),
        ("https://museum.example/show/A%2F12%2F3", "A/12/3"),
        ("https://museum.example/object/138", "138"),
        ("https://museum.example/detail?objectId=138", "138"),
        ("https://museum.example/collection?id=138", "138"),
        ("https://id.museum.example/object/9", "https://id.museum.example/object/9"),
        ("Ada Lowe, inv. 1998.4.1", "inv. 1998.4.1"),
        ("1998.4.1 https://museum.example/", "1998.4.1"),
        ("NG 123", "NG 123"),
        ("138", "138"),
        ("Inv. 138", "Inv. 138"),
    ],
)
def test_a_number_that_stands_whole_in_a_code(text: str, number: str) -> None:
    assert pointed(text) is not None
    assert INDEX.numbers.of(pointed(text) or "") == INDEX.numbers.of(number)


@pytest.mark.parametrize(
    "text",
    [
        "https://museum.example/collection/11998.4.12",
        "https://museum.example/collection/1998.4.1.2",
        "https://museum.example/collection/1998.4.1-of-3",
        "https://1998.4.1/",
        "https://museum.example/audio/138",  # a stop of an audio guide
        "https://guide.example/?id=138",
        "https://museum.example/workshop/138",
        "Room 138, open 10 to 18",
        f"{RECORD} https://museum.example/collection/1998.4.2",  # of two records
        "Inv. 1998.4.1 and 1998.4.2",
        "WIFI:S:1998.4.1;T:WPA;P:secret;;",
        "javascript:alert(1) 1998.4.1",
        "data:text/html, 1998.4.1",
        "\u202e1998.4.1",
        "1998.4.1\x00",
        "https://[museum/1998.4.1",
        f"{RECORD}?{'x' * 2000}",
        "",
        "https://shop.example/p/42",
    ],
)
def test_what_points_at_no_record(text: str) -> None:
    assert pointed(text) is None


def test_what_a_shop_numbers_is_no_record() -> None:
    assert pointed("4006381333931", kind="Code 128") == "4006381333931"
    assert pointed("4006381333931", kind="EAN-13") is None


def test_of_two_codes_the_one_that_points_at_a_record_counts() -> None:
    assert pointed("https://guide.example/12", RECORD) == "1998.4.1"
    assert pointed(RECORD, "http://museum.example/x?number=1998.4.1") == "1998.4.1"


def test_two_codes_of_two_records_count_for_nothing() -> None:
    assert pointed(RECORD, "https://museum.example/collection/1998.4.2") is None


def test_a_number_of_two_records_points_at_neither() -> None:
    twins = Index((*INDEX.works, Work("1998-04-1", (Record("1998-04-1", "Another", "Ada Lowe"),))))
    assert coded_number([LabelCode(RECORD)], twins) is None


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert pointed(text) is None or INDEX.numbers.of(pointed(text) or "")
