"""Works ranked by how similar they are to given words, with the reason. No decision is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from catalogue.field_index import FIELDS
from catalogue.index import Index

TOKEN_WEIGHT = 0.65
"""α of the seed paper, Table 6: the weight of words against character trigrams."""


def match(
    index: Index, guesses: Mapping[str, str], limit: int = 5, token_weight: float = TOKEN_WEIGHT
) -> list[dict[str, Any]]:
    """The most similar works, best first, as plain records.

    `score` is the mean of the scores of the fields that were given, from 0 to 1; `fields` says
    for each of them which alias met the guess, by its words (`token`) and its letters (`trigram`).
    Works without any similarity are left out.
    """
    given = [field for field in FIELDS if guesses.get(field)]
    if not given:
        return []
    scores = [index.scores(field, [guesses[field]], token_weight) for field in given]
    mean = np.mean(scores, axis=0)
    best = [int(n) for n in np.argsort(-mean, kind="stable")[:limit] if mean[n] > 0]
    return [
        {
            "work": index.works[n].identifier,
            "title": index.works[n].title,
            "artist": index.works[n].artist,
            "authorities": [one.to_dict() for one in index.works[n].authorities],
            "score": float(mean[n]),
            "fields": {
                field: index.explain(n, field, [guesses[field]], token_weight)._asdict()
                for field in given
            },
        }
        for n in best
    ]
