"""Recognising a catalogue, or a part of it, by hashes of its titles."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.versions.minhash import is_part, is_part_by_hashes, minhash, similarity


def titles(start: int, stop: int, name: str = "Title") -> set[str]:
    return {f"{name} {n}" for n in range(start, stop)}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (titles(0, 2_000), titles(0, 10_000), True),
        (titles(0, 2_000) | titles(0, 300, "Renamed"), titles(0, 10_000), True),
        (titles(0, 40), titles(0, 200), True),
        (titles(0, 29), titles(0, 200), False),
        (titles(0, 2_000, "Opera"), titles(0, 10_000), False),
        (titles(9_000, 12_000), titles(0, 10_000), False),
        (titles(0, 100), titles(0, 60_000), None),
    ],
)
def test_a_part_is_told_from_another_catalogue(first: Any, second: Any, expected: Any) -> None:
    assert is_part_by_hashes(minhash(first), minhash(second)) is expected
    assert is_part_by_hashes(minhash(second), minhash(first)) is expected


def test_the_titles_themselves_settle_what_a_sketch_cannot() -> None:
    whole = titles(0, 60_000)
    assert is_part(titles(0, 100), whole)
    assert is_part(whole, titles(0, 75) | titles(0, 25, "Opera"))
    assert not is_part(titles(0, 70) | titles(0, 30, "Opera"), whole)
    assert not is_part(titles(0, 29), whole)
    assert not is_part(set(), whole)


def test_a_part_seems_small_beside_the_whole() -> None:
    assert similarity(minhash(titles(0, 100)), minhash(titles(0, 200))) == 0.5
    assert similarity(minhash(titles(0, 2_000)), minhash(titles(0, 10_000))) == pytest.approx(
        0.2, 0.5
    )
    assert similarity((), ()) == 0
