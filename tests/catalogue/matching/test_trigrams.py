"""Trigrams of many strings at once against those of one after the other."""

from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching import trigrams as trigrams_module
from catalogue.matching.postings import Postings
from catalogue.matching.trigrams import trigram_postings
from catalogue.normalise import trigrams

texts = st.lists(st.text("ab c\ud800\U0010ffff", max_size=8) | st.text(max_size=8), max_size=12)


def sets(postings: Postings) -> list[frozenset[str]]:
    bounds = zip(postings.bounds[:-1], postings.bounds[1:], strict=True)
    return [frozenset(postings.terms[n] for n in postings.held[a:b]) for a, b in bounds]


@given(texts, st.sampled_from([1, 3, 100]))
def test_many_at_once_are_each_alone(given_texts: list[str], at_once: int) -> None:
    with mock.patch.object(trigrams_module, "_AT_ONCE", at_once):
        postings = trigram_postings(given_texts)
    expected = Postings.of(map(trigrams, given_texts))
    assert postings.terms == expected.terms
    assert sets(postings) == sets(expected) == list(map(trigrams, given_texts))
    assert postings.owners.tolist() == expected.owners.tolist()
    assert postings.starts.tolist() == expected.starts.tolist()
    assert (postings.owners.dtype, postings.held.dtype) == (np.int32, np.int32)
    assert (postings.starts.dtype, postings.bounds.dtype) == (np.int64, np.int64)


def test_a_list_names_its_strings_in_order() -> None:
    postings = trigram_postings(["flora", "ora", "flo"])
    lists = dict(zip(postings.terms, postings.lists(range(len(postings.terms))), strict=True))
    assert lists["ora"].tolist() == [0, 1]
    assert lists[" fl"].tolist() == [0, 2]
