"""What the embedded backend hands out about the paintings that it recognises in a frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.base import Location, MediaFrame
from backends.embedded import EmbeddedBackend
from backends.embedded.paintings import PictureSighting, Proof
from tests.builders import QUAD


def test_a_location_says_what_the_proof_is_worth_and_how_much_it_covers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proof = Proof(57, 0.83333, 0.9, 60.0, 0.9)
    sure = PictureSighting("T-01", "ab", QUAD, "sure", proof)
    doubtful = PictureSighting("T-02", "ab", QUAD, "ambiguous", proof)
    coloured = PictureSighting("T-03", "ab", QUAD, "sure", Proof(0, 1.0, 1.0, 1.0, 0.95))
    seen = (sure, doubtful, coloured)
    monkeypatch.setattr(EmbeddedBackend, "_paintings", lambda self, frame: seen)
    located = EmbeddedBackend().locate(MediaFrame(Path("ab.jpg"), "ab", 0.0))
    assert located == (
        Location("T-01", "ab", QUAD, 57, proof.confidence, 0.8333),
        Location("T-03", "ab", QUAD, 0, coloured.confidence, None),
    )
