"""Which decisions flip, against the profile and against what was judged."""

from __future__ import annotations

from pathlib import Path

import catalogue
from pages._ui.words import flips
from pages._ui.words.flips import flips_between
from pipeline.types import Candidate, Decision, FieldEvidence
from tests import builders


def _decision(key: str, work: str, accepted: bool) -> Decision:
    none = FieldEvidence(0.0)
    best = Candidate(work, none, none, none, 0.5)
    return Decision(key, "accept" if accepted else "abstain", "title", (best,), 0.1, (), (), "h")


def test_flips_count_named_works_that_change() -> None:
    before = {k: _decision(k, "W1", k in "ab") for k in "abcd"}
    after = {
        "a": _decision("a", "W1", False),
        "b": _decision("b", "W2", True),
        "c": _decision("c", "W9", False),
        "d": _decision("d", "W1", True),
    }
    found = flips_between(before, after, {"b": "W1", "c": None})
    assert [(f.key, f.before, f.after, f.judged) for f in found] == [
        ("a", "W1", None, False),
        ("b", "W1", "W2", True),
        ("d", None, "W1", False),
    ]
    assert flips.words(found) == "3 decisions flip, 1 already judged"
    assert flips.words(found[:1]) == "1 decision flips, none already judged"
    assert flips.words([]) == "No decision flips"


def test_each_flip_says_where_and_from_what_to_what(tmp_path: Path) -> None:
    loaded = catalogue.load(builders.catalogue_file(tmp_path))
    clip = builders.evidence(tmp_path)
    flip = flips.Flip(clip.clip.key, "T-01", None, True)
    assert flips.change(flip, loaded) == "The Harbour at Dusk → not visible"
    where = flips.place(flip, {clip.clip.key: clip})
    assert where.startswith(clip.clip.video.path.name)
    assert where.endswith("already judged")
