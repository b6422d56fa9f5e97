"""A label's words as they are drawn: what each says, and what can be marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import Index, Record, Work
from pages._ui.html import transcripts
from pages._ui.html.transcripts import KINDS, Drawing, Span
from pages._ui.words import decisions
from pipeline.labels import SAID, Mark, MarkedLabel, read_marked
from pipeline.stages import LabelCode, LabelTranscription

INDEX = Index([Work("1", (Record("1", "The Gulf Stream", "Winslow Homer"),))])
TEXT = "Winslow Homer\nThe Gulf Stream\nOil on canvas\nStudy of a Wreck"


def drawn(text: str, *marks: Mark) -> Drawing:
    marked = MarkedLabel(text, marks)
    return transcripts.drawing(text, transcripts.spans(read_marked(marked, INDEX), marked))


def kinds(drawing: Drawing) -> list[list[tuple[str, str, bool]]]:
    """Line by line the runs of one kind, with their words."""
    lines: list[list[tuple[str, str, bool]]] = []
    for pieces in drawing["lines"]:
        runs: list[tuple[str, str, bool]] = []
        for piece in pieces:
            kind, marked = piece["kind"], piece["marked"]
            if runs and runs[-1][1:] == (kind, marked):
                runs[-1] = runs[-1][0] + piece["text"], kind, marked
            else:
                runs.append((piece["text"], kind, marked))
        lines.append(runs)
    return lines


def test_every_stretch_is_drawn_as_what_it_says() -> None:
    drawing = drawn(TEXT)
    assert kinds(drawing) == [
        [("Winslow Homer", "artist", False)],
        [("The Gulf Stream", "title", False)],
        [("Oil on canvas", "explained", False)],
        [("Study of a Wreck", "unexplained", False)],
    ]
    assert drawing["legend"] == [
        ("title", "title"),
        ("artist", "artist"),
        ("explained", "explained"),
        ("unexplained", "not explained by the record"),
    ]
    assert drawing["colours"] == {kind: f"var(--ct-{kind})" for kind in dict(drawing["legend"])}
    assert len({colour for _, colour in KINDS.values()}) == len(KINDS) - 1  # two are quiet
    assert [what for what, _, _ in drawing["answers"]] == list(SAID)


def test_what_a_person_marked_is_drawn_as_such() -> None:
    drawing = drawn(TEXT, Mark(14, 29, "title"), Mark(44, 60, "nothing"))
    assert kinds(drawing)[1] == [("The Gulf Stream", "title", True)]
    assert kinds(drawing)[3] == [("Study of a Wreck", "nothing", True)]
    assert ("nothing", "left out") in drawing["legend"]


def test_of_a_label_of_no_work_only_the_marks_are_drawn() -> None:
    assert kinds(drawn("Anna Merz\nDusk")) == [[("Anna Merz", "", False)], [("Dusk", "", False)]]
    marked = drawn("Anna Merz\nDusk", Mark(10, 14, "title"))
    assert kinds(marked) == [[("Anna Merz", "", False)], [("Dusk", "title", True)]]


def test_words_are_counted_over_the_lines_and_punctuation_is_none() -> None:
    drawing = drawn("Homer, W.\n\nDusk (1896–1899)/5")
    words = [(p["word"], p["text"]) for line in drawing["lines"] for p in line if p["word"] >= 0]
    assert words == [(0, "Homer"), (1, "W."), (2, "Dusk"), (3, "1896–1899"), (4, "5")]
    assert len(drawing["lines"]) == 3


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(2, 4, "The Gulf Stream"), (4, 2, "The Gulf Stream"), (1, 2, "Homer\nThe"), (0, 0, "Winslow")],
)
def test_a_mark_reaches_from_the_first_word_to_the_last(first: int, last: int, words: str) -> None:
    mark = transcripts.mark(TEXT, first, last, "title")
    assert mark is not None
    assert TEXT[mark.start : mark.end] == words
    assert mark.what == "title"


def test_a_bracket_that_was_opened_is_closed() -> None:
    text = "Breezing Up (A Fair Wind), 1873"
    whole, part = (transcripts.mark(text, first, 4, "title") for first in (0, 3))
    assert whole == Mark(0, 25, "title")
    assert part == Mark(15, 24, "title")


@pytest.mark.parametrize(
    ("first", "last", "what"),
    [(-1, 2, "title"), (0, 12, "title"), (10**9, 10**9, "title"), (0, 1, "work"), (0, 1, "")],
)
def test_what_no_browser_of_ours_sends_marks_nothing(first: int, last: int, what: str) -> None:
    assert transcripts.mark(TEXT, first, last, what) is None


def test_a_text_without_end_is_drawn_to_a_limit() -> None:
    long = "word " * 5_000
    drawing = transcripts.drawing(long, [Span(0, len(long), "title")])
    assert sum(len(piece["text"]) for line in drawing["lines"] for piece in line) == 6_000
    assert transcripts.mark(long, 0, 1_199, "title") is not None
    assert transcripts.mark(long, 0, 1_200, "title") is None


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_every_character_is_drawn_once_and_as_it_is(text: str, edges: list[int]) -> None:
    """Also of markup, other scripts, and characters that a browser counts as two."""
    places = sorted(set(edges))
    shown = [Span(a, b, "title") for a, b in zip(places[::2], places[1::2], strict=False)]
    drawing = transcripts.drawing(text, shown)
    lines = ["".join(piece["text"] for piece in line) for line in drawing["lines"]]
    assert "\n".join(lines) == text


def test_a_code_is_shown_as_text_and_is_no_link() -> None:
    label = LabelTranscription(
        codes=(
            LabelCode("https://museum.example/<b>\u202e1.4\x00", "QR Code"),
            LabelCode("x" * 3000),
        )
    )
    shown = transcripts.codes(decisions.codes(label))
    assert "https://museum.example/&lt;b&gt;\ufffd1.4\ufffd" in shown
    assert "QR Code on it" in shown
    assert "<a" not in shown
    assert "href" not in shown
    assert "x" * 1201 not in shown
