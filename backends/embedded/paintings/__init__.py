"""Paintings: outlined, and recognised by local features against the catalogue's pictures."""

from backends.embedded.paintings.candidates import Shortlist, share
from backends.embedded.paintings.features import (
    QUERY_FEATURES,
    FeatureCache,
    decode,
    read_bytes,
    root,
    sift,
)
from backends.embedded.paintings.recogniser import PictureSighting, Recogniser, in_parallel

__all__ = [
    "QUERY_FEATURES",
    "FeatureCache",
    "PictureSighting",
    "Recogniser",
    "Shortlist",
    "decode",
    "in_parallel",
    "read_bytes",
    "root",
    "share",
    "sift",
]
