"""Evidence survives the database exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from cattrs.errors import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st

from pipeline import codec
from pipeline.types import Clip, Evidence, Frame, Sighting, StageOutput, Video

words = st.text(max_size=20)
seconds = st.floats(0, 1e6)
frames = st.builds(
    Frame,
    st.integers(0, 10**9),
    st.builds(Fraction, st.integers(1, 99), st.integers(1, 90_000)),
    words,
    st.just(Path("f.jpg")),
    st.integers(1, 9999),
    st.integers(1, 9999),
)
videos = st.builds(Video, st.just(Path("v.mp4")), words, seconds)
outputs = st.builds(StageOutput, words, words, words, words, st.tuples(words), seconds, words)
points = st.tuples(seconds, seconds)
sightings = st.builds(
    Sighting, words, words, seconds, st.tuples(points, points, points, points), st.integers()
)
evidence = st.builds(
    Evidence,
    st.builds(Clip, videos, seconds, seconds, st.none() | words),
    words,
    words,
    st.tuples(frames),
    st.tuples(outputs),
    st.tuples(sightings),
)


@given(evidence)
def test_evidence_round_trips(value: Evidence) -> None:
    assert codec.loads(codec.dumps(value), Evidence) == value


def test_unknown_keys_are_refused() -> None:
    text = codec.dumps(Video(Path("v"), "x", 1.0)).replace('"sha256"', '"sha512"')
    with pytest.raises(ClassValidationError):
        codec.loads(text, Video)
