"""Inverted lists: the strings of every term, ascending, for few terms and for more than 65,536."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.matching.postings import Postings


def test_the_strings_of_a_term_are_listed_in_their_order() -> None:
    held = np.array([1, 0, 1, 2, 1], np.int32)
    postings = Postings.inverted(("a", "b", "c"), held, np.array([2, 0, 2, 1], np.int32))
    assert [owners.tolist() for owners in postings.lists([0, 1, 2])] == [[0], [0, 2, 3], [2]]
    assert postings.starts.tolist() == [0, 1, 4, 5]
    assert postings.bounds.tolist() == [0, 2, 2, 4, 5]
    assert postings.owners.dtype == np.int32


@pytest.mark.slow
@pytest.mark.parametrize("terms", [3, 65_536, 65_537, 200_000])
def test_however_many_terms_there_are_nothing_is_lost(terms: int) -> None:
    rng = np.random.default_rng(terms)
    sets = [frozenset([*rng.integers(0, terms, 5).tolist(), terms - 1]) for _ in range(300)]
    counts = np.array([len(each) for each in sets], np.int32)
    held = np.array([term for each in sets for term in each], np.int32)
    postings = Postings.inverted(tuple(map(str, range(terms))), held, counts)
    expected: list[list[int]] = [[] for _ in range(terms)]
    for number, each in enumerate(sets):
        for term in each:
            expected[term].append(number)
    assert [owners.tolist() for owners in postings.lists(range(terms))] == expected


def test_without_strings_there_are_no_lists() -> None:
    nothing = np.array([], np.int32)
    postings = Postings.inverted((), nothing, nothing)
    assert postings.size == 0
    assert postings.lists([]) == []
