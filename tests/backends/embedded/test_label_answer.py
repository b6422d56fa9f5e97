"""The answer about a label: words and what their reading is worth; number and date beyond doubt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backends.base import NOT_VISIBLE, Prompt, Reference
from backends.embedded.answers import WHOLE, label_fields
from backends.embedded.clip_view import ClipView, TiedLabel
from backends.embedded.labels.vocabulary import Vocabulary
from catalogue import dates, number_form
from catalogue.dates import Span
from pipeline.stages import label_fields as stage
from tests.label_samples import Entry, label

ROWS = (
    ("EST-065", "Cattle in a Meadow", "Paulus Potter"),
    ("EST-066", "The Battle of Nieuwpoort, 1600", "Adam van Breen"),
    ("1972P123", "Saint Sebastian", "Guido Reni"),
    ("Untitled 4", "Untitled 4", "Anna Merz"),
    ("138", "The Dawn", "Guido Reni"),
)
WORKS = tuple(Reference(*row, number_form=number_form(row[0])) for row in ROWS)
HEAD = ("Paulus Potter", "Cattle in a Meadow")


def answered(*entries: Entry) -> dict[str, Any]:
    view = ClipView(None, (), None, TiedLabel(label(*entries), "beside", "it hangs there"))
    text = label_fields(view, Prompt("label_fields", ""), {}, Vocabulary.of(WORKS))
    fields: dict[str, Any] = json.loads(text)
    return fields


def words(*entries: Entry) -> dict[str, str | None]:
    return {name: field and field["text"] for name, field in answered(*entries).items()}


def test_each_field_has_what_its_own_line_is_worth() -> None:
    read = answered(("Paulus Potter", 0.81), ("Cattle in a Meadow", 0.92), ("1652", 0.95),
                    ("inv. no. 7", 0.98))  # fmt: skip
    assert read == {
        "title": {"text": "Cattle in a Meadow", "confidence": 0.92},
        "artist": {"text": "Paulus Potter", "confidence": 0.81},
        "inventory": {"text": "7", "confidence": 0.98},
        "date": {"text": "1652", "confidence": 0.95},
    }


def test_the_stage_reads_the_answer_back() -> None:
    parsed = stage.parse(
        json.dumps(answered(("Paulus Potter", 0.81), ("Cattle in a Meadow", 0.92)))
    )
    assert (parsed.artist, parsed.title, parsed.inventory) == (*HEAD, None)
    assert dict(parsed.confidences) == {"title": 0.92, "artist": 0.81}


def test_a_mended_word_keeps_the_confidence_of_its_reading() -> None:
    read = answered(("Paulus Pottcr", 0.55), ("Cattle in a Meadow", 0.95))
    assert read["artist"] == {"text": "Paulus Potter", "confidence": 0.55}


def test_a_title_of_two_lines_is_worth_the_mean_over_its_letters() -> None:
    read = answered("Paulus Potter", ("Cattle in a", 1.0), ("meadow at dusk", 0.8))
    assert read["title"]["text"] == "Cattle in a meadow at dusk"
    assert read["title"]["confidence"] == pytest.approx((11 * 1.0 + 14 * 0.8) / 25, abs=1e-4)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("inv. no. 138", "138"),
        ("Acquired by Prince William V, 1768 (inv. no. 138)", "138"),
        ("Acc. no. 9.1652", "9.1652"),
        ("EST-071", "EST-071"),
        ("Oil on panel, EST-071", "EST-071"),
        ("1969P126", "1969P126"),
        ("NG 123", None),  # looks like a number, but is neither marked nor in form
        ("472.1941", None),
        ("138", None),  # a room, an audio guide
        ("1652", None),
        ("cat. 12", None),  # of an exhibition's catalogue
    ],
)
def test_a_number_is_marked_as_one_or_has_the_form_of_the_catalogues(
    line: str, number: str | None
) -> None:
    read = words(*HEAD, line)
    assert read["inventory"] == number
    assert (read["artist"], read["title"]) == HEAD


def test_a_title_that_looks_like_a_number_stays_a_title() -> None:
    assert words("Anna Merz", "Untitled 3")["title"] == "Untitled 3"


@pytest.mark.parametrize(
    ("line", "date", "years"),
    [
        ("1652", "1652", Span(1652, 1652)),
        ("c. 1510-20", "c. 1510-20", Span(1500, 1530)),
        ("16th century", "16th century", Span(1500, 1600)),
        ("after 1888", "after 1888", Span(1888, 9999)),
        ("Oil on panel, 1652", "1652", Span(1652, 1652)),
        ("1480-1500 ca.", "1480-1500 ca.", Span(1470, 1510)),
        ("1625-1654", None, None),  # as long as a life
        ("Enkhuizen 1625-1654 Amsterdam", None, None),
        ("born Enkhuizen 1625", None, None),
        ("Acquired 1768", None, None),
        ("Gift of Anna Merz, 1968", None, None),
        ("Oil on panel, bequeathed in 1768", None, None),
        ("Oil on panel, restored 1998", None, None),
        ("undated", None, None),
    ],
)
def test_a_date_is_that_of_the_work(line: str, date: str | None, years: Span | None) -> None:
    read = words(*HEAD, line)["date"]
    assert read == date
    assert (dates.span(read) if read else None) == years


def test_a_year_behind_a_title_is_its_date_unless_the_catalogue_has_it_in_the_title() -> None:
    assert words("Paulus Potter", "Cattle in a Meadow, 1652")["date"] == "1652"
    assert words("Adam van Breen", "The Battle of Nieuwpoort, 1600")["date"] is None
    assert words("Adam van Breen", "The Battle of Nieuwpoort, 1600", "1640")["date"] == "1640"


def test_number_and_date_have_to_be_read_whole() -> None:
    """A misread digit makes it another one, which would speak against the right work."""
    below, above = WHOLE - 0.01, WHOLE + 0.01
    for name, line in (("inventory", "inv. no. 138"), ("date", "1652")):
        assert answered(*HEAD, (line, below))[name] is None
        assert answered(*HEAD, (line, above))[name] == {
            "text": line.removeprefix("inv. no. "),
            "confidence": above,
        }


def test_no_label_names_nothing() -> None:
    view = ClipView(None, (), None, None)
    assert label_fields(view, Prompt("label_fields", ""), {}, Vocabulary()) == NOT_VISIBLE
