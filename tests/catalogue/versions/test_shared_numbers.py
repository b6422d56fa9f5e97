"""Works that a person merged or parted, or whose shared number was mended, in the next version."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Catalogue, Merging, Versions, load
from catalogue.versions import Version, compare
from tests.version_samples import HEADER, WORKS

SHARED = ["W-20,Harbour,Lund,1880", "W-20,Hafen,Lund,1880", "W-20,Port,Lund,1880"]
PARTS = ["W-20 (line 10)", "W-20 (line 11)", "W-20 (line 12)"]


def read(folder: Path, rows: list[str], merging: Merging | None = None) -> Catalogue:
    path = folder / "catalogue.csv"
    path.write_text("\n".join((HEADER, *WORKS, *rows)))
    return load(path, merging=merging or Merging())


def followed(
    versions: Versions, since: Catalogue, now: Catalogue, works: list[str]
) -> list[str | None]:
    found = versions.follow_all(works, since.sha256, now.sha256)
    return [found[work] for work in works]


@pytest.mark.parametrize("merged_first", [True, False])
def test_a_verdict_on_a_part_is_on_the_whole_and_one_on_the_whole_is_on_no_part(
    tmp_path: Path, versions: Versions, merged_first: bool
) -> None:
    apart, merged = read(tmp_path, SHARED), read(tmp_path, SHARED, Merging(all=True))
    for catalogue in (merged, apart) if merged_first else (apart, merged):
        versions.adopt(catalogue)
    assert followed(versions, apart, merged, PARTS) == ["W-20"] * 3
    assert followed(versions, merged, apart, ["W-20", "1"]) == [None, "1"]
    assert versions.shared_numbers(apart.sha256) == {"W-20"}
    assert versions.shared_numbers(merged.sha256) == frozenset()
    again = Versions(versions.folder)  # as it is read from the files
    assert followed(again, apart, merged, PARTS) == ["W-20"] * 3


def test_all_figures_of_a_comparison_still_add_up(tmp_path: Path) -> None:
    apart, merged = read(tmp_path, SHARED), read(tmp_path, SHARED, Merging(all=True))
    comparison = compare(Version.of(apart), Version.of(merged))
    assert comparison.counts == {
        "added": 0, "changed": 1, "removed": 2, "renumbered": 0, "unchanged": 8,
    }  # fmt: skip
    back = compare(Version.of(merged), Version.of(apart))
    assert (back.counts["added"], back.counts["changed"], back.counts["removed"]) == (2, 1, 0)


def test_a_mended_number_leaves_each_verdict_with_its_title(
    tmp_path: Path, versions: Versions
) -> None:
    versions.adopt(apart := read(tmp_path, SHARED[:2]))
    mended = read(tmp_path, ["W-20,Harbour,Lund,1880", "W-200,Hafen,Lund,1880"])
    versions.adopt(mended)
    assert followed(versions, apart, mended, PARTS[:2]) == ["W-20", "W-200"]
    assert followed(versions, mended, apart, ["W-20", "W-200"]) == PARTS[:2]


def test_a_number_and_line_is_no_number_by_which_another_title_is_recognised(
    tmp_path: Path, versions: Versions
) -> None:
    versions.adopt(before := read(tmp_path, SHARED[:2]))
    versions.adopt(after := read(tmp_path, [SHARED[0], "W-20,Orchard,Lund,1851"]))
    assert followed(versions, before, after, PARTS[:2]) == [PARTS[0], None]


def test_lines_that_move_take_their_verdicts_with_them(tmp_path: Path, versions: Versions) -> None:
    versions.adopt(before := read(tmp_path, SHARED[:2]))
    versions.adopt(after := read(tmp_path, [SHARED[1], SHARED[0]]))
    assert followed(versions, before, after, PARTS[:2]) == [PARTS[1], PARTS[0]]


def test_steps_over_a_merged_version_are_steps_over_none(
    tmp_path: Path, versions: Versions
) -> None:
    versions.adopt(first := read(tmp_path, SHARED[:2]))
    versions.adopt(read(tmp_path, SHARED[:2], Merging(all=True)))
    last = read(tmp_path, ["W-21,Quay,Orr,1890", *SHARED[:2]])
    versions.adopt(last)
    assert followed(versions, first, last, PARTS[:2]) == [PARTS[1], PARTS[2]]
