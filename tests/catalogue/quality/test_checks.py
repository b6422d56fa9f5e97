"""What is poor about a catalogue: every list, what is in it, and what is not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from catalogue import Index, load
from catalogue.__main__ import main
from catalogue.quality.artist_names import people, same_person
from catalogue.quality.checks import quality
from tests.places import KIT
from tests.whole_catalogue import scores_of


@pytest.fixture
def checked(tmp_path: Path) -> Any:
    """The checks of a catalogue with these lines, by name, as rows without the line numbers."""

    def checked(*lines: Any, header: str = "id,title,artist,image") -> Any:
        path = tmp_path / "catalogue.csv"
        path.write_text("\n".join((header, *lines)))
        checks = quality(load(path))
        return {check.name: list(check.rows) for check in checks}

    return checked


def test_works_that_lack_something(
    checked: Callable[..., dict[str, list[Any]]], tmp_path: Path
) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "a.jpg")
    lists = checked(
        "1,Flora,Reni,a.jpg", "2,Venus,,b.jpg", "3,?,Reni,http://x.org/c.jpg", "4,Ceres,Fei,"
    )
    assert [row[0] for row in lists["no-artist"]] == ["2"]
    assert [row[0] for row in lists["no-title"]] == ["3"]
    assert [(row[0], row[-1].split("'")[0]) for row in lists["no-picture"]] == [
        ("2", "There is no picture "),
        ("3", "The picture "),
        ("4", "The file names none."),
    ]


def test_the_same_title_and_artist_under_two_numbers(
    checked: Callable[..., dict[str, list[Any]]],
) -> None:
    lists = checked("1,Flora,Reni,", "2,FLORA!,Réni,", "3,Flora,Fei,", "3,Flora,Fei,", "4,,Fei,")
    assert [row[:2] for row in lists["same-title-and-artist"]] == [(1, "1"), (1, "2")]


def test_numbers_on_records_with_different_titles(
    checked: Callable[..., dict[str, list[Any]]],
) -> None:
    lists = checked("1,Flora,Reni,", "2,Mill,Fei,", "2,MILL,Fei,", "3,Dea,Fei,", "3,Ceres,Fei,")
    assert [row[:2] for row in lists["shared-numbers"]] == [(1, "3 (line 5)"), (1, "3 (line 6)")]


def test_titles_that_no_threshold_can_tell_apart(
    checked: Callable[..., dict[str, list[Any]]],
) -> None:
    lists = checked(
        "1,Ha ha ha,Reni,", "2,Ha ha ha ha,Fei,", "3,Flora,Reni,", "4,Flora (La Primavera),Fei,",
        "5,Venus (standing),Fei,", "6,Venus (sitting),Fei,", "7,Ceres,Fei,",
    )  # fmt: skip
    groups: dict[int, set[str]] = {}
    for group, _, identifier, *_ in lists["indistinct-titles"]:
        groups.setdefault(group, set()).add(identifier)
    assert sorted(map(sorted, groups.values())) == [["1", "2"], ["3", "4"]]


words = st.lists(
    st.sampled_from(["ha", "Flora", "no", "(La)", "Santa;", "7"]), min_size=1, max_size=4
)


@given(st.lists(words.map(" ".join), min_size=2, max_size=5))
def test_indistinct_means_that_the_matcher_scores_alike_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, titles: Any
) -> None:
    path = tmp_path_factory.mktemp("q") / "catalogue.csv"
    lines = [f'{n},"{title}"' for n, title in enumerate(titles)]
    path.write_text("\n".join(("id,title", *lines)))
    catalogue = load(path)
    index = Index.build(catalogue)
    [check] = [check for check in quality(catalogue) if check.name == "indistinct-titles"]
    indistinct = {(str(row[1]), str(row[2])) for row in check.rows}
    for work in catalogue:
        scores = scores_of(index, "title", [work.title], 0.65)
        best = {index.works[n].identifier for n, s in enumerate(scores) if s == scores.max()}
        if len(best) > 1 and scores.max() > 0:
            assert any(number == work.identifier for _, number in indistinct)
    for title, number in indistinct:
        assert scores_of(index, "title", [title], 0.65)[index.number[number]] == 1.0


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Guido Reni", "Reni, Guido"), "the same words"),
        (("Vincent van Gogh", "Gogh, Vincent van"), "the same words"),
        (("RENOIR", "Renoir"), "the same words"),
        (("Tisi Benvenuto (Ferrara 1481 - 1559)", "Tisi Benvenuto, 1481-1559"), "the same words"),
        (("Michelangelo Caravaggio", "Michelangelo Caravagio"), "one letter differs"),
        (("Louis Schanker", "Shanker, Louis"), "one letter differs"),
        (("Allan Kaprow", "Allan Kaporw"), "one letter differs"),
        (("J.M.W. Turner", "Turner, Joseph Mallord William"), "initials that fit"),
        (("C. O. Muller", "Carl Otto Müller"), "initials that fit"),
    ],
)
def test_names_that_look_like_one_person(names: Any, why: Any) -> None:
    (group,) = same_person([names[0], "Somebody Else", names[1]])
    assert group == ((names[0], why), (names[1], why))


@pytest.mark.parametrize(
    "names",
    [
        ("Joan Smith", "Jean Smith"),
        ("Francesco Gonzaga", "Francesca Gonzaga"),
        ("Studio Number 54", "Studio Number 55"),
        ("Master of 1456", "Master of the Legend"),
        ("J. Smith", "John Smith", "Jane Smith"),
        ("C. O. Muller", "Claudia Müller"),
        ("Jacob van Ruisdael", "Salomon van Ruisdael"),
        ("1840", "(1850)"),
    ],
)
def test_names_of_different_people(names: Any) -> None:
    assert same_person(names) == []


def test_a_field_with_several_artists_holds_several_names() -> None:
    assert people("Reni, Guido; Fei|Dosso Dossi") == ["Reni, Guido", "Fei", "Dosso Dossi"]
    assert people("Anna Blume, Bernhard Blume") == ["Anna Blume", "Bernhard Blume"]
    assert people("Art & Language (T. Atkinson; M. Baldwin)") == [
        "Art & Language (T. Atkinson; M. Baldwin)"
    ]
    assert people(" ; ") == []


@given(st.lists(st.text("AB. ,-é1(", max_size=8), max_size=8))
def test_every_name_is_in_one_group_at_most_and_not_alone(names: Any) -> None:
    grouped = [name for group in same_person(names) for name, _ in group]
    assert len(grouped) == len(set(grouped))
    assert all(len(group) > 1 for group in same_person(names))


@pytest.mark.parametrize(
    ("text", "perhaps"),
    [
        ("CafÃ© de Paris", "Café de Paris"),
        ("La Carit\ufffd", ""),
        ("Kaufmann\x92s store", "Kaufmann’s store"),
        ("S&#227;o Paulo", "São Paulo"),
        ("Crist?bal Rojas", ""),
    ],
)
def test_broken_characters_are_found_and_mended(
    checked: Callable[..., dict[str, list[Any]]], text: str, perhaps: str
) -> None:
    lists = checked(f'1,"{text}",Reni,')
    assert [row[2:] for row in lists["broken-text"]] == [("title", text, perhaps)]


@pytest.mark.parametrize(
    "text",
    ["Café de Paris", "A & B; C", "Who? Me", "?c.1785", "L’été", "Ænima", "Сам", "Ünver",
     "http://x.org/a?b=c&copy;"],
)  # fmt: skip
def test_what_is_not_broken_is_left_alone(
    checked: Callable[..., dict[str, list[Any]]], text: str
) -> None:
    assert checked(f'1,"{text}",Reni,')["broken-text"] == []


def test_of_a_long_text_the_broken_stretch_is_shown(
    checked: Callable[..., dict[str, list[Any]]],
) -> None:
    long = "x" * 500
    ((_, _, _, text, perhaps),) = checked(f'1,"{long} CafÃ© {long}",Reni,')["broken-text"]
    assert "CafÃ©" in text
    assert "Café" in perhaps
    assert len(text) <= 200


def test_pictures_that_cannot_be_read(
    checked: Callable[..., dict[str, list[Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.effect_noise((300, 300), 90).save(tmp_path / "good.jpg")
    data = (tmp_path / "good.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 2])
    (tmp_path / "none.jpg").write_bytes(b"GIF or so")
    (tmp_path / "empty.png").write_bytes(b"")
    Image.new("1", (3000, 3000)).save(tmp_path / "huge.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 4_000_000)
    lines = (
        f"{n},T{n},A,{n}" for n in ("good.jpg", "cut.jpg", "none.jpg", "empty.png", "huge.png")
    )
    faults = {row[0]: row[3] for row in checked(*lines)["unreadable-pictures"]}
    assert set(faults) == {"cut.jpg", "none.jpg", "empty.png", "huge.png"}
    assert "damaged or incomplete" in faults["cut.jpg"]
    assert "is no picture that can be read" in faults["none.jpg"]
    assert "too large" in faults["huge.png"]


def test_the_command_prints_and_writes_every_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("id,title,artist\n1,=Flora,\n2,Venus,Reni\n3,Venus,Reni\n")
    assert main(["quality", str(path), "--out", str(tmp_path / "lists")]) == 0
    out = capsys.readouterr().out
    assert "1  Works without an artist" in out
    lists = {file.stem: file for file in (tmp_path / "lists").iterdir()}
    assert len(lists) == 9
    rows = list(csv.reader(lists["no-artist"].read_text("utf-8-sig").splitlines()))
    assert rows == [
        ["identifier", "title", "artist", "date", "line"],
        ["1", "'=Flora", "", "", "2"],
    ]
    assert main(["quality", str(path), "--json"]) == 0
    report = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert [row["identifier"] for row in report["same-title-and-artist"]["rows"]] == ["2", "3"]
    (tmp_path / "file").write_text("")
    assert main(["quality", str(path), "--out", str(tmp_path / "file")]) == 2
    assert "Cannot write" in capsys.readouterr().err


@pytest.mark.kit
def test_a_real_collection_has_faults_of_every_kind_that_can_be_looked_through() -> None:
    path = KIT / "catalogues" / "cmoa_28258.csv.gz"
    if not path.exists():
        pytest.skip("the kit is not here")
    checks = {check.name: check for check in quality(load(path))}
    assert (len(checks["no-artist"]), len(checks["no-title"])) == (18, 116)
    assert 20 < len(checks["similar-artists"]) < 60
    mended = {row[4] for row in checks["broken-text"].rows}
    assert "František Vizner" in mended
