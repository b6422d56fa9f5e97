"""Paintings: outlined, and recognised by local features against the catalogue's pictures."""

from backends.embedded.paintings.candidates import Shortlist, share
from backends.embedded.paintings.confidence import MEASURES, Proof
from backends.embedded.paintings.features import (
    QUERY_FEATURES,
    FeatureCache,
    Features,
    decode,
    extract,
    root,
    scaled,
    sift,
)
from backends.embedded.paintings.matching_points import MatchingPoints, matching_points
from backends.embedded.paintings.outlines import find_outlines
from backends.embedded.paintings.recogniser import PictureSighting, Recogniser, in_parallel
from backends.embedded.paintings.verification import Query, verify

__all__ = [
    "MEASURES",
    "QUERY_FEATURES",
    "FeatureCache",
    "Features",
    "MatchingPoints",
    "PictureSighting",
    "Proof",
    "Query",
    "Recogniser",
    "Shortlist",
    "decode",
    "extract",
    "find_outlines",
    "in_parallel",
    "matching_points",
    "root",
    "scaled",
    "share",
    "sift",
    "verify",
]
