"""The index of a catalogue, and the works that match given words best."""

from catalogue.matching.match import TOKEN_WEIGHT, ranked

__all__ = [
    "TOKEN_WEIGHT",
    "ranked",
]
