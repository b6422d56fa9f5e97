"""Trigrams of many strings at once against those of one after the other."""

from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching import trigrams as letters
from catalogue.matching.postings import Postings
from catalogue.matching.trigrams import trigram_postings
from catalogue.normalise import trigrams

texts = st.lists(st.text("ab c\ud800\U0010ffff", max_size=8) | st.text(max_size=8), max_size=12)


def sets(postings: Postings) -> list[frozenset[str]]:
    bounds = zip(postings.bounds[:-1], postings.bounds[1:], strict=True)
    return [frozenset(postings.terms[n] for n in postings.held[a:b]) for a, b in bounds]


@given(texts, st.sampled_from([1, 3, 100]))
def test_many_at_once_are_each_alone(given_texts: list[str], at_once: int) -> None:
    with mock.patch.object(letters, "_AT_ONCE", at_once):
        found = trigram_postings(given_texts)
    expected = Postings.of(map(trigrams, given_texts))
    assert found.terms == expected.terms
    assert sets(found) == sets(expected) == list(map(trigrams, given_texts))
    assert found.owners.tolist() == expected.owners.tolist()
    assert found.starts.tolist() == expected.starts.tolist()
    assert (found.owners.dtype, found.held.dtype) == (np.int32, np.int32)
    assert (found.starts.dtype, found.bounds.dtype) == (np.int64, np.int64)


def test_a_list_names_its_strings_in_order() -> None:
    found = trigram_postings(["flora", "ora", "flo"])
    lists = dict(zip(found.terms, found.lists(range(len(found.terms))), strict=True))
    assert lists["ora"].tolist() == [0, 1]
    assert lists[" fl"].tolist() == [0, 2]
