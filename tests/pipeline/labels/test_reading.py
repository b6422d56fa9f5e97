"""Labels in whatever order a museum prints them, read against a catalogue."""

from __future__ import annotations

import pytest

import catalogue
from catalogue import Index
from pipeline.labels import read_label

ROWS = """inventory number,artist,title,date,medium
1961.4.12,"Levitan, Isaac","Evening, Golden Plyos",1889,
1961.4.13,"Levitan, Isaac",Evening Bells,1892,
1974.22.3,Boris Mikhailovich Kustodiev,Merchant's Wife at Tea,1918,
1974.22.4,Boris Mikhailovich Kustodiev,Merchant's Wife,1915,
2003.5.1,Unknown,Icon: Saint Nicholas,17th century,
2003.5.2,Unknown,Icon: Saint Nicholas,18th century,
1998.4.1,"Repin, Ilya",Portrait of a Composer,1881,
46.309,James Abbott McNeill Whistler,Nocturne in Black and Gold: The Falling Rocket,1875,
06.1234,Winslow Homer,The Gulf Stream,1899,
P.1,Claude Monet,Water Lilies,1906,
P.2,Claude Monet,Water Lilies,1914,
P.3,Agnes Martin,Untitled,1960,oil on canvas
P.4,Agnes Martin,Untitled,1960,ink on paper
P.5,L.A. Ring,Æbletræer,1900,
P.6,Paulus Potter,Cattle in a Meadow,1652,
P.7,Guido Reni,Ecce Homo,1640,
P.8,Maria Sibylla Merian,Portrait of a Man,1690,
P.9,Rachel Ruysch,"A long title that goes on over several lines of a label, as some do",1700,
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("labels") / "catalogue.csv"
    path.write_text(ROWS, encoding="utf-8")
    return Index.build(catalogue.load(path))


def lines(*printed: str) -> str:
    return "\n".join(printed)


LABELS = {
    "surname first, over two lines, a title in quotation marks over three": (
        lines("1961.4.12", "LEVITAN,", "ISAAC", "“EVENING,", "GOLDEN", "PLYOS”", "1889", "o/c"),
        ("1961.4.12",),
        "EVENING, GOLDEN PLYOS",
        "LEVITAN, ISAAC",
    ),
    "an initial, and a title that holds another": (
        lines("1974.22.3", "Kustodiev, Boris M.", "Merchant's Wife at Tea", "1918", "O/C"),
        ("1974.22.3",),
        "Merchant's Wife at Tea",
        "Kustodiev, Boris M.",
    ),
    "a title over two lines, date before material": (
        lines(
            "James Abbott McNeill Whistler", "Nocturne in Black and Gold:", "The Falling Rocket",
            "ca. 1875, oil on panel", "Gift of Dexter M. Ferry, Jr.",
        ),
        ("46.309",),
        "Nocturne in Black and Gold: The Falling Rocket",
        "James Abbott McNeill Whistler",
    ),
    "the credit line first": (
        lines("Purchase, Rogers Fund", "Winslow Homer", "(American, 1836–1910)", "The Gulf Stream"),
        ("06.1234",),
        "The Gulf Stream",
        "Winslow Homer",
    ),
    "all on one line": (
        "Winslow Homer. The Gulf Stream, 1899. Oil on canvas. Purchased 1906",
        ("06.1234",),
        "The Gulf Stream",
        "Winslow Homer",
    ),
    "title and date first": (
        lines("Cattle in a Meadow, 1652", "Paulus Potter", "Enkhuizen 1625–1654 Amsterdam"),
        ("P.6",),
        "Cattle in a Meadow",
        "Paulus Potter",
    ),
    "years that nothing separates from the title": (
        lines("Paulus Potter", "Cattle in a Meadow 1652", "Öl/Lwd."),
        ("P.6",),
        "Cattle in a Meadow",
        "Paulus Potter",
    ),
    "a word broken by a hyphen": (
        lines("Boris Kusto-", "diev", "Merchant's Wife at Tea", "olej na płótnie"),
        ("1974.22.3",),
        "Merchant's Wife at Tea",
        "Boris Kustodiev",
    ),
    "misread letters": (
        lines("WinsIow Horner", "Tbe Gulf Strearn", "Oil om canvas"),
        ("06.1234",),
        "Tbe Gulf Strearn",
        "WinsIow Horner",
    ),
    "letters of another keyboard, material in Danish": (
        lines("L.A. Ring", "AEbletræer", "1900, olie på lærred"),
        ("P.5",),
        "AEbletræer",
        "L.A. Ring",
    ),
    "a title as long as a sentence": (
        lines(
            "Rachel Ruysch", "A long title that goes on over several",
            "lines of a label, as some do", "1700",
        ),
        ("P.9",),
        "A long title that goes on over several lines of a label, as some do",
        "Rachel Ruysch",
    ),
    "every field behind its name": (
        lines("Title: The Gulf Stream", "Artist: Winslow Homer", "Date: 1899", "Medium: Oil"),
        ("06.1234",),
        "The Gulf Stream",
        "Winslow Homer",
    ),
    "wall text under it": (
        lines(
            "Guido Reni", "Ecce Homo", "1640", "Óleo sobre lienzo",
            "The painter, who had studied in Bologna with Ludovico, made several",
            "versions of this picture for churches and for private houses, and the",
            "one shown here came to the museum with the collection of a friend.",
        ),
        ("P.7",),
        "Ecce Homo",
        "Guido Reni",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "works", "title", "artist"), LABELS.values(), ids=LABELS)
def test_a_label_names_its_work_in_any_layout(
    text: str, works: tuple[str, ...], title: str, artist: str, index: Index
) -> None:
    reading = read_label(text, index)
    assert reading.works == works
    assert [s.text for s in reading.of("title")] == [title]
    assert [s.text for s in reading.of("artist")] == [artist]
    assert not reading.of("unexplained")
    assert not reading.several


def test_every_stretch_stands_where_it_says(index: Index) -> None:
    text, *_ = LABELS["a title over two lines, date before material"]
    for stretch in read_label(text, index).stretches:
        assert text[stretch.start : stretch.end].replace("\n", " ") == stretch.text


@pytest.mark.parametrize(
    "text",
    [
        lines("Claude Monet", "Water Lilies at Dusk", "1907"),
        lines("Claude Monet", "Haystacks", "1890"),
        lines("No title that is known", "No painter either"),
        "1983.7.21",
        "",
        "\n\n — \n",
    ],
)
def test_a_part_of_a_clause_names_nothing(text: str, index: Index) -> None:
    assert read_label(text, index).works == ()


def test_a_name_in_a_wall_text_is_no_attribution(index: Index) -> None:
    text = lines(
        "Painting out of doors",
        "In the eighteen-nineties many painters left their studios, and among them",
        "Winslow Homer, whose pictures of the sea are known for their light; the",
        "Gulf Stream, Water Lilies by Claude Monet and others hang in this room.",
    )
    assert read_label(text, index).works == ()


def test_a_label_for_two_works_names_none(index: Index) -> None:
    both = lines("Isaac Levitan", "Evening, Golden Plyos, 1889", "Evening Bells, 1892", "o/c")
    assert read_label(both, index).several


def test_what_nothing_explains_is_left_over(index: Index) -> None:
    reading = read_label(lines("Winslow Homer", "The Gulf Stream", "Study of a Wreck"), index)
    assert reading.works == ("06.1234",)
    assert [s.text for s in reading.of("unexplained")] == ["Study of a Wreck"]


@pytest.mark.parametrize(
    ("particular", "settled"),
    [
        ("2003.5.2", "2003.5.2"),
        ("Inv. 2003.5.1", "2003.5.1"),
        ("18th century", "2003.5.2"),
        ("tempera on panel", None),
        ("19th century", None),
    ],
)
def test_works_of_one_name_are_told_apart_by_what_else_is_printed(
    particular: str, settled: str | None, index: Index
) -> None:
    reading = read_label(lines("Unknown", "Icon: Saint Nicholas", particular), index)
    assert reading.works == ("2003.5.1", "2003.5.2")
    assert reading.settled == settled


def test_the_material_tells_works_of_one_year_apart(index: Index) -> None:
    reading = read_label(lines("Agnes Martin", "Untitled, 1960", "Ink on paper"), index)
    assert (reading.works, reading.settled) == (("P.3", "P.4"), "P.4")


def test_a_year_of_the_credit_line_is_none_of_the_work(index: Index) -> None:
    text = lines("Claude Monet", "Water Lilies", "Bequest of a friend, 1914")
    assert read_label(text, index).settled is None
    assert read_label(text.replace("Bequest of a friend, ", ""), index).settled == "P.2"
