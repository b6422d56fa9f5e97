"""Layouts are filled and broken into lines, and leave out what a record has not."""

from __future__ import annotations

import pytest

from demo.labels import LANGUAGES, Label, Layout, Printed, label, layouts
from demo.labels.typeset import Line

WORK = Printed(
    "Milking a Cow", "VELDE, Adriaen van de", "1666", "oil on canvas", "32 x 42 cm", "Bought 1901",
    "N.7", "1636", "1672", "Dutch",
)  # fmt: skip
BARE = Printed("Milking a Cow", "Dutch School")
ODD = Printed("Milking a Cow", "Dutch School", "no date", "cut velvet", "", 40 * "Given ")
"""What cannot be told in another language, or is too long."""


def layout(lines: str, measure: int = 60) -> Layout:
    return Layout.of(
        {"name": "", "use": "kept", "measure": measure, "face": "roman", "lines": lines}
    )


def text(lines: str, work: Printed = WORK, language: str = "en", measure: int = 60) -> str:
    return label(work, layout(lines, measure), language, 7).text


def test_there_are_enough_layouts_of_both_uses() -> None:
    uses = [each.use for each in layouts()]
    assert len(uses) >= 24
    assert uses.count("kept") >= 16
    assert uses.count("develop") >= 16
    assert len({each.name for each in layouts()}) == len({each.lines for each in layouts()})
    assert len({each.name for each in layouts()}) == len(uses)


@pytest.mark.parametrize("each", layouts(), ids=lambda each: each.name)
def test_every_layout_prints_title_and_artist_in_every_language(each: Layout) -> None:
    for language in LANGUAGES:
        for work in (WORK, BARE, ODD):
            printed = label(work, each, language, 3)
            assert "milking a cow" in printed.printed("title").casefold()
            assert work.artist[:5].casefold() in printed.printed("artist").casefold()
            # An asterisk is printed before a birth only.
            marks = set(printed.text) - set(printed.printed("life"))
            assert not {"{", "}", "[", "]", "*", "!"} & marks
            assert all(
                len(text) <= each.measure for line in lines_of(printed) for text in line.texts
            )


def lines_of(printed: Label) -> list[Line]:
    return [line for column in printed.columns for line in column]


def test_a_label_is_the_same_again() -> None:
    first, second = (label(BARE, layouts()[1], "fr", 5).text for _ in range(2))
    assert first == second
    assert label(BARE, layouts()[1], "fr", 6).text != first


def test_brackets_are_left_out_with_their_field() -> None:
    assert text("{title}[, {date}]") == "Milking a Cow, 1666"
    assert text("{title}[, {date}]", BARE) == "Milking a Cow"
    assert text("[{date}, ]{medium.low}", BARE).startswith("oil on")


def test_a_line_is_left_out_with_its_field() -> None:
    assert text("{artist}\n({life})\n{title}") == "Adriaen van de Velde\n(1636–1672)\nMilking a Cow"
    assert text("{artist}\n({life})\n{title}", BARE) == "Dutch School\nMilking a Cow"


def test_lines_are_broken_between_words() -> None:
    assert text("{title}, {date}", measure=8) == "Milking\na Cow,\n1666"


def test_styles_hold_until_they_are_ended() -> None:
    printed = label(WORK, layout("!{artist}! *{title}[, {date}]*"), "en", 1)
    (line,) = printed.columns[0]
    styles = [(run.text, run.bold, run.italic) for run in line.runs]
    assert styles[0] == ("Adriaen van de Velde", True, False)
    assert [style[1:] for style in styles[2:]] == [(False, True)] * 3


def test_the_second_language_follows_the_first() -> None:
    assert text("{medium}\n{2:medium}", language="it") == "Olio su tela\nOil on canvas"
    work = Printed("Untitled", "Paul Klee")
    assert text("{title}\n{2:translation}", work, "fr") == "Untitled"
    second = text("{title}\n{2:translation}", work)
    assert second.splitlines()[1] in ("Sans titre", "Ohne Titel", "Zonder titel")


def test_a_third_language_is_one_that_is_spoken_near_by() -> None:
    lines = "{medium} / {2:medium} / {3:medium}"
    assert text(lines, language="fi") == "Öljy kankaalle / Oil on canvas / Olja på duk"
    for language in LANGUAGES:
        assert len(set(text(lines, language=language, measure=99).split(" / "))) == 3


def test_a_signature_is_at_one_place_in_both_languages() -> None:
    lines = layout("{signed}\n{2:signed}")
    assert {label(BARE, lines, "it", seed).text for seed in range(20)} == {
        "Firmato in basso a destra\nSigned lower right",
        "Firmato e datato in basso a sinistra\nSigned and dated lower left",
    }


def test_both_languages_tell_one_story() -> None:
    for seed in range(20):
        printed = label(BARE, layout("{credit}\n{2:credit}", 99), "it", seed).text
        years = [[word for word in line.split() if word.isdigit()] for line in printed.splitlines()]
        assert years[0] == years[1]


def test_columns_follow_each_other() -> None:
    printed = label(WORK, layout("{title}\n||\n{date}"), "en", 1)
    assert len(printed.columns) == 2
    assert printed.text == "Milking a Cow\n1666"


def test_what_stands_at_the_right_edge_belongs_to_its_line() -> None:
    printed = label(WORK, layout("{artist.surname} >> {number}\n{title}"), "en", 1)
    assert printed.text.splitlines() == ["Velde", "N.7", "Milking a Cow"]
    assert printed.columns[0][0].right[0].field == "number"


def test_what_stands_at_the_right_edge_leaves_less_for_the_line() -> None:
    assert text("{artist} >> {number}", measure=24).splitlines()[0] == "Adriaen van de"
    assert text("{artist}", measure=24) == "Adriaen van de Velde"


def test_what_a_label_prints_of_a_field() -> None:
    printed = label(WORK, layout("{title}, {date}\n{number}", measure=8), "en", 1)
    assert printed.printed("title").split() == ["Milking", "a", "Cow"]
    assert printed.printed("artist") == ""


def test_no_space_is_left_where_the_last_field_is_missing() -> None:
    assert text("{title}. [{date}]", BARE) == "Milking a Cow."


def test_spaces_stand_between_lines_only() -> None:
    printed = label(BARE, layout("---\n{date}\n---\n{title}\n---\n{number}"), "en", 1)
    assert [line.texts for line in printed.columns[0]] == [("Milking a Cow",)]
