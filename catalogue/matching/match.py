"""Works ranked by how similar they are to given words, with the reason. No decision is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, utils

from catalogue.matching.field_index import FIELDS, Field
from catalogue.matching.index import Index
from catalogue.records import Work

TOKEN_WEIGHT = 0.65
"""α of the seed paper, Table 6: the weight of words against character trigrams, unless set."""


def match(
    index: Index, guesses: Mapping[str, str], limit: int = 5, token_weight: float = TOKEN_WEIGHT
) -> list[dict[str, Any]]:
    """The most similar works, best first, as plain records.

    `score` is the mean of the scores of the fields that were given, from 0 to 1; `fields` says
    for each of them which alias met the guess, by its words (`token`) and its letters (`trigram`).
    Of works with the same score those come first whose own values read most like the guesses,
    letter after letter: so a title before one that has it as an alias or holds the same words in
    another order. Works without any similarity are left out.
    """
    given = _given(guesses)
    return [
        {
            "work": index.works[n].identifier,
            "title": index.works[n].title,
            "artist": index.works[n].artist,
            "authorities": [one.to_dict() for one in index.works[n].authorities],
            "score": score,
            "fields": {
                field: index.explain(n, field, [guess], token_weight)._asdict()
                for field, guess in given.items()
            },
        }
        for n, score in ranked(index, guesses, limit, token_weight)
    ]


def ranked(
    index: Index, guesses: Mapping[str, str], limit: int = 5, token_weight: float = TOKEN_WEIGHT
) -> list[tuple[int, float]]:
    """The numbers of the works that `match` names, in its order, with their scores."""
    given = _given(guesses)
    asked = {field: [guess] for field, guess in given.items()}
    works, sums = index.best(asked, dict.fromkeys(given, 1.0), token_weight, limit)
    found = [(int(n), float(total) / len(given)) for n, total in zip(works, sums, strict=True)]
    if len(found) > 1:
        found.sort(key=lambda one: (-one[1], -_alike(index.works[one[0]], given)))
    return found[:limit]


def _given(guesses: Mapping[str, str]) -> dict[Field, str]:
    return {field: guesses[field] for field in FIELDS if guesses.get(field)}


def _alike(work: Work, given: Mapping[Field, str]) -> float:
    """How alike the values of a work and the guesses are as they are written."""
    same = (
        fuzz.ratio(getattr(work, field), guess, processor=utils.default_process)
        for field, guess in given.items()
    )
    return sum(same)
