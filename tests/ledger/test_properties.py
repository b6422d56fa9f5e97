"""Whatever is recorded comes back, and what stands is what a naive replay says."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger import Event, Ledger, NothingToUndo
from ledger.chain import COLUMNS, as_row, canonical, event_hash, link
from pipeline.decision.config import AbstentionConfig
from pipeline.stages.answers import ANSWERS, LabelLine
from pipeline.types import (
    Candidate,
    Decision,
    Evidence,
    FieldEvidence,
    Reason,
    ReasonParameter,
    StageOutput,
)
from tests.ledger_samples import decision, evidence, verdict

PARAMETERS: tuple[ReasonParameter, ...] = ("title_accept", "conflict", "no_signal", "agreement")
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.just(-0.0)
seconds = st.floats(0, 1e6) | st.integers(0, 10_000)
words = st.text(max_size=20)
st.register_type_strategy(float, st.floats(0, 1))  # an infinity is refused as damaged


def _measured(stage: tuple[str, Any]) -> tuple[str, Any]:
    """The answer with confidences from 0 to 1: others are refused as damaged."""
    name, answer = stage
    worth = {"confidences": (("title", 0.5),), "lines": (LabelLine(0.25),)}
    own = {field.name for field in fields_of(answer)}
    return name, replace(answer, **{key: worth[key] for key in worth.keys() & own})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
answers = (
    st.sampled_from(sorted(ANSWERS.items()))
    .flatmap(lambda stage: st.tuples(st.just(stage[0]), st.from_type(stage[1])))
    .map(_measured)
    .filter(lambda answer: "nan" not in repr(answer))  # which equals nothing, not even itself
)
outputs = st.builds(
    lambda answer, *rest: StageOutput(answer[0], rest[0], rest[1], answer[1], *rest[2:]),
    answers, words, words, st.tuples(words), seconds,
)  # fmt: skip
fields = st.builds(FieldEvidence, numbers, words, words, numbers, numbers)
candidates = st.builds(Candidate, words.filter(bool), fields, fields, fields, numbers)


# SQLite has no negative zero.
_BEST = decision(AbstentionConfig()).candidates[0]
NEGATIVE_ZERO = replace(
    decision(AbstentionConfig()), candidates=(replace(_BEST, score=-0.0),), margin=-0.0
)


@contextmanager
def fresh() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        yield Ledger(Path(folder) / "ledger.db")


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    base = evidence(draw(st.integers(0, 3)))
    start, length = draw(seconds), draw(seconds)
    clip = replace(base.clip, start=start, end=start + length, focus=draw(st.none() | words))
    return replace(base, clip=clip, outputs=tuple(draw(st.lists(outputs, max_size=3))))


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    reasons = st.builds(Reason, st.sampled_from(PARAMETERS), numbers, numbers, st.booleans())
    return replace(
        decision(AbstentionConfig()),
        candidates=tuple(draw(st.lists(candidates, min_size=1, max_size=3))),
        margin=draw(numbers | st.integers(0, 1)),
        reasons=tuple(draw(st.lists(reasons, max_size=2))),
    )


@settings(max_examples=40, deadline=None)
@given(evidences(), decisions(), words, words.filter(str.strip))
@example(evidence(), NEGATIVE_ZERO, "", "Ada")
def test_a_recorded_event_comes_back_equal_and_verifies(
    observed: Evidence, decided: Decision, comment: str, reviewer: str
) -> None:
    work = decided.candidates[0].work
    given_ = verdict(
        evidence=observed, decision=decided, work=work, comment=comment, reviewer=reviewer
    )
    with fresh() as ledger:
        event = ledger.record(given_)
        assert ledger.events() == (event,)
        assert ledger.frozen(event).evidence == observed
        assert ledger.frozen(event).decision == decided
        assert (event.comment, event.reviewer) == (comment, reviewer.strip())
        proof = ledger.verify(expect_head=event.hash)
        assert (proof.problems, proof.added) == ((), 0)


@settings(max_examples=100)
@given(anything)
def test_canonical_json_is_a_fixed_point(value: Any) -> None:
    text = canonical(value)
    assert text.isascii()
    assert canonical(json.loads(text)) == text


def test_every_field_and_the_place_count_for_the_hash() -> None:
    event = link(_event(), 1, "", "2030-01-01T00:00:00.000000Z")
    row = as_row(event)
    assert event.hash == event_hash(row)
    for name in COLUMNS:
        changed = event_hash(row | {name: "changed"})
        assert (changed == event.hash) == (name == "hash")


def _event() -> Event:
    with fresh() as ledger:
        return ledger.record(verdict())


actions = st.lists(
    st.tuples(st.sampled_from(["accept", "correct", "reject", "defer"]), st.integers(0, 2))
    | st.tuples(st.just("undo"), st.integers(0, 2))
    | st.tuples(st.just("bulk"), st.integers(0, 2))
    | st.tuples(st.just("undo bulk"), st.integers(0, 1)),
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(actions)
def test_what_stands_is_what_a_naive_replay_says(steps: list[tuple[str, int]]) -> None:
    with fresh() as ledger:
        piles: dict[str, list[int]] = {}
        batches: list[tuple[Event, ...]] = []
        for kind, n in steps:
            clip = evidence(n).clip.key
            if kind == "undo":
                _undo(ledger, piles, clip)
            elif kind == "bulk":
                batches.append(ledger.record_many([verdict(clip=c) for c in range(n + 1)]))
                for event in batches[-1]:
                    piles.setdefault(event.clip, []).append(event.number)
            elif kind == "undo bulk":
                _undo_bulk(ledger, piles, batches[n] if n < len(batches) else ())
            else:
                piles.setdefault(clip, []).append(ledger.record(verdict(kind, n)).number)
        expected = {clip: pile[-1] for clip, pile in piles.items() if pile}
        assert {clip: event.number for clip, event in ledger.standing().items()} == expected
        assert ledger.verify().ok


def _undo(ledger: Ledger, piles: dict[str, list[int]], clip: str) -> None:
    try:
        assert ledger.undo(clip, "Ada").undoes == piles[clip].pop()
    except NothingToUndo:
        assert not piles.get(clip)


def _undo_bulk(ledger: Ledger, piles: dict[str, list[int]], events: tuple[Event, ...]) -> None:
    left = [event for event in events if event.number in piles[event.clip]]
    try:
        undone = ledger.undo_batch(str(events[0].batch) if events else "none", "Ada")
        assert [event.undoes for event in undone] == [event.number for event in left]
    except NothingToUndo:
        assert not left
    for event in left:
        piles[event.clip].remove(event.number)
