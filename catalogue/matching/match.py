"""Works ranked by how similar they are to given words, with their scores. No decision is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from rapidfuzz import fuzz, utils

from catalogue.matching.index import Index
from catalogue.matching.query import Query
from catalogue.records import FIELDS, Field, Work

TOKEN_WEIGHT = 0.65
"""α of the seed paper, Table 6: the weight of words against character trigrams, unless set."""


def match(
    index: Index, guesses: Mapping[str, str], limit: int = 5, token_weight: float = TOKEN_WEIGHT
) -> list[dict[str, Any]]:
    """The most similar works, best first, as plain records.

    `score` is the mean of the scores of the fields that were given, from 0 to 1; `fields` says
    for each of them which alias is most similar to the guess, with the similarity of their words
    (`token`) and trigrams (`trigram`). Works with the same score are ordered by how alike their
    own values and the guesses are, letter by letter: a title comes before one that has it as an
    alias or has the same words in another order. Works without any similarity are left out.
    """
    query, given = _query(index, guesses, token_weight)
    ranking = _ranked(index, query, given, limit)
    works = np.array([n for n, _ in ranking], np.int64)
    explained = [(field, query.explain(field, works)) for field in given]
    return [
        {
            "work": index.works[n].identifier,
            "title": index.works[n].title,
            "artist": index.works[n].artist,
            "authorities": [authority.to_dict() for authority in index.works[n].authorities],
            "score": score,
            "fields": {field: each[place]._asdict() for field, each in explained},
        }
        for place, (n, score) in enumerate(ranking)
    ]


def ranked(
    index: Index, guesses: Mapping[str, str], limit: int = 5, token_weight: float = TOKEN_WEIGHT
) -> list[tuple[int, float]]:
    """The numbers of the works that `match` names, in its order, with their scores."""
    return _ranked(index, *_query(index, guesses, token_weight), limit)


def _ranked(
    index: Index, query: Query, given: Mapping[Field, str], limit: int
) -> list[tuple[int, float]]:
    works, sums = query.best(dict.fromkeys(given, 1.0), limit, ties=True)
    scored = [
        (n, total / len(given)) for n, total in zip(works.tolist(), sums.tolist(), strict=True)
    ]
    if len(scored) > 1:
        scored.sort(key=lambda item: (-item[1], -_alike(index.works[item[0]], given)))
    return scored[:limit]


def _query(
    index: Index, guesses: Mapping[str, str], token_weight: float
) -> tuple[Query, dict[Field, str]]:
    """The query of these guesses, and the guesses without empty ones."""
    given = {field: guesses[field] for field in FIELDS if guesses.get(field)}
    return index.query({field: [guess] for field, guess in given.items()}, token_weight), given


def _alike(work: Work, given: Mapping[Field, str]) -> float:
    """How alike the values of a work and the guesses are as they are written."""
    return sum(
        fuzz.ratio(getattr(work, field), guess, processor=utils.default_process)
        for field, guess in given.items()
    )
