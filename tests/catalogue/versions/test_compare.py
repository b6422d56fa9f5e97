"""The next version of a catalogue: what came, changed and went, and which work is which."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import load
from catalogue.__main__ import main
from catalogue.versions.compare import Comparison, Version, compare

HEADER = "id,title,artist,date,room"


@pytest.fixture
def compared(tmp_path: Path) -> Any:
    def compared(old: Any, new: Any, header: Any = HEADER, new_header: Any = None) -> Any:
        catalogues = []
        for name, top, lines in (("old", header, old), ("new", new_header or header, new)):
            path = tmp_path / f"{name}.csv"
            path.write_text("\n".join((top, *lines)))
            catalogues.append(Version.of(load(path)))
        return compare(*catalogues)

    return compared


def test_added_changed_and_removed(compared: Callable[..., Comparison]) -> None:
    comparison = compared(
        ["1,Flora,Cignani,1680,20", "2,Venus,Reni,1600,20", "3,Ceres,Fei,1400,3"],
        ["4,Diana,Dossi,,1", "3,Ceres,Fei,1400,4", "1,Flora,Cignani,1680,20"],
    )
    assert (comparison.added, comparison.removed, comparison.counts["unchanged"]) == (
        ("4",),
        ("2",),
        1,
    )
    (change,) = comparison.changed
    assert (change.old, change.new, change.fields) == ("3", "3", (("room", "3", "4"),))


def test_every_kind_of_text_is_compared(
    compared: Callable[..., Comparison], tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    header = "id,title,artist,date,subject,genre,description,picture,artist ulan,room"
    old = "1,Flora,Cignani,1680,woman,portrait,A woman.,,500115588,20"
    new = "1,Flòra,Cignàni,c. 1680,goddess,myth,A goddess.,a.jpg,500115589,21"
    (change,) = compared([old], [new], header).changed
    names = [name for name, _, _ in change.fields]
    assert names == [
        "title", "artist", "date", "subject", "genre", "description", "authorities",
        "artist ulan", "room", "picture",
    ]  # fmt: skip
    assert change.fields[0] == ("title", "Flora", "Flòra")
    assert change.fields[-1] == ("picture", "", "a.jpg")


def test_works_without_a_number_are_found_by_title_artist_and_date(
    compared: Callable[..., Comparison],
) -> None:
    comparison = compared(
        ["Flora,Cignani,1680,20", "Venus,Reni,1600,20"],
        ["VENUS,Reni,1600,21", "Flora,Cignani,1680,20"],
        "title,artist,date,room",
    )
    assert (comparison.added, comparison.removed, len(comparison.in_both)) == ((), (), 2)
    assert {name for change in comparison.changed for name, _, _ in change.fields} == {
        "title",
        "room",
    }


def test_numbers_that_a_work_is_given_later_are_the_same_work(
    compared: Callable[..., Comparison],
) -> None:
    old = ["Flora,Cignani,1680", "Venus,Reni,1600"]
    new = ["A 2,Venus,Reni,1600", "A 1,Flora,Cignani,1680"]
    comparison = compared(old, new, "title,artist,date", "inventory number,title,artist,date")
    assert set(comparison.renumbered.values()) == {"A 1", "A 2"}
    assert not comparison.added
    assert not comparison.removed


def test_a_row_number_that_moves_on_misleads_nobody(compared: Callable[..., Comparison]) -> None:
    works = [f"Title {n},Artist {n % 3},1700" for n in range(8)]
    old = [f"{n},{work},1" for n, work in enumerate(works, 1)]
    inserted = [*works[:6], "New,Artist 0,1701", *works[6:]]
    new = [f"{n},{work},1" for n, work in enumerate(inserted, 1)]
    comparison = compared(old, new)
    assert comparison.renumbered == {"7": "8", "8": "9"}
    assert (comparison.added, comparison.removed, comparison.changed) == (("7",), (), ())


def test_twins_with_row_numbers_are_told_apart_by_all_that_is_said_of_them(
    compared: Callable[..., Comparison],
) -> None:
    twins = [f"Blank,Turner,1820,{room}" for room in (5, 6, 6, 7)]
    old = [f"{n},{line}" for n, line in enumerate(twins, 1)]
    new = [f"{n},{line}" for n, line in enumerate(twins[1:], 1)]
    comparison = compared(old, new)
    assert (comparison.removed, comparison.changed, comparison.added) == (("1",), (), ())
    assert comparison.in_both["4"] == "3"


def test_twins_that_cannot_be_told_apart_are_not_mistaken_for_each_other(
    compared: Callable[..., Comparison],
) -> None:
    old = ["Blank,Turner,1820,5", "Blank,Turner,1820,6"]
    comparison = compared(
        [f"{n},{line}" for n, line in enumerate(old, 1)],
        [f"A{n},Blank,Turner,1820,{n}" for n in range(3)],
    )
    assert comparison.in_both == {}
    assert len(comparison.removed) == 2


def test_a_verdict_goes_with_the_name_where_numbers_were_exchanged(
    compared: Callable[..., Comparison],
) -> None:
    comparison = compared(
        ["A1,Flora,Cignani,1680,20", "A2,Ceres,Cignani,1681,20"],
        ["A1,Ceres,Cignani,1681,20", "A2,Flora,Cignani,1680,20"],
    )
    assert comparison.renumbered == {"A1": "A2", "A2": "A1"}
    assert comparison.changed == ()


def test_a_work_counts_once_whatever_became_of_it(compared: Callable[..., Comparison]) -> None:
    old = [*(f"A{n},Title {n},Fei,1700,1" for n in range(6)), "A8,Gone,Fei,1,1"]
    new = [
        "B0,Title 0,Fei,1700,1", "B1,Title 1,Fei,1700,2", "A2,Title 2,Fei,1700,2",
        *(f"A{n},Title {n},Fei,1700,1" for n in range(3, 6)), "A9,New,Fei,1,1",
    ]  # fmt: skip
    counts = compared(old, new).counts
    assert counts == {"added": 1, "changed": 2, "removed": 1, "renumbered": 1, "unchanged": 3}
    assert sum(counts.values()) - counts["removed"] == len(new)
    assert sum(counts.values()) - counts["added"] == len(old)


def test_an_inventory_number_in_another_column_finds_a_work_again(
    compared: Callable[..., Comparison],
) -> None:
    header = "identifier,title,artist,date,inventory number"
    comparison = compared(
        ["x1,Flora,Cignani,1680,R.12", "x2,Venus,Reni,1600,R.13"],
        ["y7,Flora (restored),Anonymous,,R.12", "y8,Venus,Reni,1600,R.13"],
        header,
    )
    assert comparison.renumbered == {"x1": "y7", "x2": "y8"}


def test_a_date_that_one_version_lacks_is_no_hindrance(compared: Callable[..., Comparison]) -> None:
    comparison = compared(
        ["Flora,Cignani"], ["A1,Flora,Cignani,1680"], "title,artist", "id,title,artist,date"
    )
    assert list(comparison.in_both.values()) == ["A1"]


@pytest.mark.parametrize(
    ("number", "new", "is_same"),
    [
        ("5", "Persephone,Cignani,1690,20", True),
        ("5", "Persephone,Franceschini,1690,20", False),
        ("INV 5", "Persephone,Franceschini,1690,20", True),
    ],
)
def test_an_edited_work_keeps_its_number_unless_it_only_counts(
    compared: Callable[..., Comparison], number: str, new: str, is_same: bool
) -> None:
    comparison = compared([f"{number},Flora,Cignani,1680,20"], [f"{number},{new}"])
    assert comparison.in_both == ({number: number} if is_same else {})


def test_where_rows_have_moved_an_artist_and_a_row_number_prove_nothing(
    compared: Callable[..., Comparison],
) -> None:
    works = [f"Title {n},Reni,160{n},1" for n in range(5)]
    old = [f"{n},{line}" for n, line in enumerate(works, 1)]
    others = ["Another,Reni,1620,1", "A third,Reni,1621,1"]
    new = [f"{n},{line}" for n, line in enumerate([*others, *works[1:]], 1)]
    comparison = compared(old, new)
    assert (comparison.removed, comparison.added) == (("1",), ("1", "2"))


def test_other_dates_are_other_works(compared: Callable[..., Comparison]) -> None:
    comparison = compared(["A1,Flora,Cignani,1680,1"], ["B7,Flora,Cignani,1700,1"])
    assert comparison.in_both == {}


def test_the_order_of_records_of_one_work_changes_nothing(
    compared: Callable[..., Comparison],
) -> None:
    old = ["7,Flora,Cignani,1680,20", "7,Flora,Carlo Cignani,c. 1680,21"]
    assert compared(old, old[::-1]).changed == ()


rows = st.lists(
    st.tuples(st.sampled_from(["", "1", "2", "3", "A1", "A2"]),
              st.sampled_from(["Flora", "Venus"]),
              st.sampled_from(["", "Reni"]), st.sampled_from(["", "1600"]), st.sampled_from("56")),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.slow
@given(old=rows, new=rows)
def test_every_work_is_told_of_once(
    tmp_path_factory: pytest.TempPathFactory, old: Any, new: Any
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    versions = []
    for name, lines in (("old", old), ("new", new)):
        path = folder / f"{name}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([HEADER.split(","), *lines])
        versions.append(Version.of(load(path)))
    comparison = compare(*versions)
    assert sorted([*comparison.in_both, *comparison.removed]) == sorted(versions[0].keys)
    assert sorted([*comparison.in_both.values(), *comparison.added]) == sorted(versions[1].keys)
    itself = compare(versions[0], versions[0])
    assert itself == Comparison((), (), (), {work: work for work in versions[0].keys})
    shuffled = folder / "shuffled.csv"
    with shuffled.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER.split(","), *reversed(old)])
    assert not compare(versions[0], Version.of(load(shuffled))).removed


def test_the_command_lists_compares_and_exports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, out = (tmp_path / name for name in ("old.csv", "new.csv", "out/changes.csv"))
    old.write_text("id,title,artist\n1,Flora,Cignani\n2,=Venus,Reni\n")
    new.write_text("id,title,artist\n1,Flora,Carlo Cignani\n3,Diana,Dossi\n")
    assert main(["compare", str(old), str(new), "--out", str(out)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("1 added, 1 changed, 1 removed, 0 only renumbered, 0 unchanged")
    assert "changed: 1  Flora; Carlo Cignani  artist: 'Cignani' → 'Carlo Cignani'" in output
    lines = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert [line[0] for line in lines] == ["what", "removed", "changed", "added"]
    assert lines[1][3] == "'=Venus"
    assert main(["compare", str(old), str(new), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["changed"] == [
        {"work": "1", "was": "1", "fields": {"artist": {"old": "Cignani", "new": "Carlo Cignani"}}}
    ]
    assert sum(answer["counts"].values()) == 3
    assert answer["removed"][0]["record"] == {"title": "=Venus", "artist": "Reni"}
    old.write_text("id,title\n" + "".join(f"{n},Leaf {n}\n" for n in range(21)))
    assert main(["compare", str(old), str(new)]) == 0
    assert "There are more. See --json or --out FILE." in capsys.readouterr().err
    assert main(["compare", str(old), str(new), "--out", str(out)]) == 0
    assert f"The whole list is in {out}." in capsys.readouterr().err
    assert main(["compare", str(old), str(tmp_path / "none.csv")]) == 2
    assert "Cannot read the catalogue" in capsys.readouterr().err
