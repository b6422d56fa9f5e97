"""What a person says of a label's words: marks, and the reading that they overrule."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import Index, Record, Work
from pipeline.labels import SAID, LabelReading, Mark, MarkedLabel, Said, on_label, read_marked
from pipeline.labels.marks import Said as Kinds

TEXT = "Winslow Homer\nThe Gulf Stream\nOil on canvas\nStudy of a Wreck"
INDEX = Index([
    Work("1", (Record("1", "The Gulf Stream", "Winslow Homer"),)),
    Work("2", (Record("2", "Breezing Up", "Winslow Homer"),)),
])  # fmt: skip


def marked(text: str = TEXT, **said: str) -> MarkedLabel:
    """A label with these words marked, one kind each."""
    label = MarkedLabel(text)
    for what, words in said.items():
        start = text.index(words)
        kind = next(known for known in SAID if known == what)
        label = label.adding(Mark(start, start + len(words), kind))
    return label


def texts(reading: LabelReading) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stretch in reading.stretches:
        found.setdefault(stretch.what, []).append(stretch.text)
    return found


def test_every_kind_can_be_said() -> None:
    assert SAID == get_args(Kinds) == ("title", "artist", "number", "date", "nothing")


def test_without_marks_a_label_is_read_as_it_is() -> None:
    assert texts(read_marked(MarkedLabel(TEXT), INDEX)) == {
        "artist": ["Winslow Homer"],
        "title": ["The Gulf Stream"],
        "material": ["Oil on canvas"],
        "unexplained": ["Study of a Wreck"],
    }


def test_what_is_left_out_is_read_as_if_it_were_not_printed() -> None:
    reading = read_marked(marked(nothing="Study of a Wreck"), INDEX)
    assert not reading.of("unexplained")
    assert reading.works == ("1",)
    assert [s.text for s in reading.of("title")] == ["The Gulf Stream"]
    assert reading.stretches[-1].text == "Study of a Wreck"
    assert reading.stretches[-1].what == "explained"


def test_the_marked_title_is_the_title_and_nothing_is_added_to_it() -> None:
    reading = read_marked(marked(title="Study of a Wreck"), INDEX)
    assert [s.text for s in reading.of("title")] == ["Study of a Wreck"]
    assert [s.text for s in reading.of("artist")] == ["Winslow Homer"]
    assert not reading.of("unexplained")


def test_what_is_left_over_may_be_the_artist_where_nobody_knows_one() -> None:
    reading = read_marked(marked("Anna Merz\nThe Gulf Stream", title="The Gulf Stream"), INDEX)
    assert [s.text for s in reading.of("unexplained")] == ["Anna Merz"]


def test_a_mark_takes_its_words_out_of_the_stretch_that_had_them() -> None:
    reading = read_marked(marked(artist="Study of"), INDEX)
    assert [s.text for s in reading.of("artist")] == ["Study of"]
    assert [s.text for s in reading.of("unexplained")] == ["a Wreck"]
    assert TEXT[reading.stretches[-1].start :] == "a Wreck"


def test_a_marked_title_makes_one_work_of_a_label_for_two() -> None:
    two = "Winslow Homer\nThe Gulf Stream\nBreezing Up"
    assert read_marked(MarkedLabel(two), INDEX).several
    reading = read_marked(marked(two, title="Breezing Up"), INDEX)
    assert not reading.several
    assert [s.text for s in reading.of("title")] == ["Breezing Up"]
    assert read_marked(marked(two, date="Winslow"), INDEX).several
    first = read_marked(marked(two, nothing="Breezing Up"), INDEX)
    assert (first.works, first.several) == (("1",), False)


def test_a_mark_settles_no_record() -> None:
    """What the other particulars settled was settled without the person."""
    index = Index([
        Work(n, (Record(n, "Untitled", "Anna Merz", date=year),))
        for n, year in (("1", "1950"), ("2", "1960"))
    ])  # fmt: skip
    text = "Anna Merz\nUntitled\n1960"
    assert read_marked(MarkedLabel(text), index).settled == "2"
    assert read_marked(marked(text, title="Untitled"), index).settled is None


def test_a_work_has_one_title_and_any_number_of_words_that_say_nothing() -> None:
    label = marked(title="The Gulf Stream", nothing="Oil on canvas")
    label = label.adding(Mark(44, 60, "nothing")).adding(Mark(0, 13, "title"))
    assert [TEXT[m.start : m.end] for m in label.marks] == [
        "Winslow Homer", "Oil on canvas", "Study of a Wreck",
    ]  # fmt: skip
    assert label.words("title") == "Winslow Homer"
    assert label.said == {"title", "nothing"}


def test_a_later_mark_cuts_an_earlier_one() -> None:
    label = marked(title="Winslow Homer\nThe Gulf Stream", artist="Winslow Homer")
    assert label.words("title") == "The Gulf Stream"
    assert label.words("artist") == "Winslow Homer"
    split = marked(nothing="The Gulf Stream", title="Gulf")
    assert [TEXT[m.start : m.end] for m in split.marks] == ["The", "Gulf", "Stream"]


def test_words_over_two_lines_are_joined_as_they_are_printed() -> None:
    assert marked("A Land-\nscape", title="A Land-\nscape").words("title") == "A Landscape"


@pytest.mark.parametrize(
    "marks",
    [
        (Mark(0, 0, "title"),),
        (Mark(0, len(TEXT) + 1, "title"),),
        (Mark(-1, 3, "title"),),
        (Mark(4, 9, "title"), Mark(8, 12, "artist")),
        (Mark(0, 3, "subject"),),  # type: ignore[arg-type]
    ],
)
def test_marks_that_do_not_fit_are_refused(marks: tuple[Mark, ...]) -> None:
    with pytest.raises(ValueError, match="no room"):
        MarkedLabel(TEXT, marks)


def test_another_text_has_no_marks() -> None:
    label = marked(title="The Gulf Stream")
    assert on_label((label,), TEXT) is label
    assert on_label((label,), "Another text") == MarkedLabel("Another text")
    assert label.names
    assert not marked(nothing="Oil on canvas").names


places = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.sampled_from(SAID))


@given(st.lists(places, max_size=8))
def test_any_marks_leave_a_reading_in_order_without_overlaps(
    given_marks: list[tuple[int, int, Said]],
) -> None:
    label = MarkedLabel(TEXT)
    for first, last, what in given_marks:
        if first < last:
            label = label.adding(Mark(first, last, what))
            assert TEXT[first:last].split() == label.words(what).split() or what == "nothing"
    at = 0
    for stretch in read_marked(label, INDEX).stretches:
        assert at <= stretch.start < stretch.end <= len(TEXT)
        at = stretch.end
