"""Verdicts: what is stored of them, what is refused, and what can be found again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger import (
    Frozen,
    InvalidVerdict,
    JudgedMeanwhile,
    Ledger,
    LedgerError,
)
from ledger.connection import writing
from pipeline.decision import Ablations
from pipeline.decision.config import AbstentionConfig, Guards
from tests.ledger_samples import decision, evidence, sha, verdict

KEY = evidence().clip.key


def test_a_verdict_is_kept_with_what_it_rests_on(ledger: Ledger) -> None:
    event = ledger.record(verdict(comment="  clear label "))

    assert (event.number, event.kind, event.clip, event.work) == (1, "accept", KEY, "W-1")
    assert (event.title, event.artist) == ("Title of W-1", "Paolo Veronese")
    assert (event.reviewer, event.comment, event.proposed) == ("Ada", "  clear label ", "W-1")
    assert (event.medium, event.start, event.end) == ("room 0.mp4", 1.0, 4.5)
    assert (event.outcome, event.regime, event.score, event.margin) == ("accept", "title", 0.7, 0.2)
    assert (event.backend, event.backend_version, event.recipe) == ("embedded", "1.0", "recipe-1")
    assert event.catalogue_sha256 == sha("catalogue")
    assert event.config == AbstentionConfig().hash
    assert (event.previous, event.undoes, event.batch) == ("", None, None)
    assert re.fullmatch(r"sha256/2:[0-9a-f]{64}", event.hash)
    assert ledger.standing() == {KEY: event}
    assert ledger.history(KEY) == (event,)
    assert ledger.events() == (event,)


def test_the_time_is_now_in_utc(ledger: Ledger) -> None:
    event = ledger.record(verdict())

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event.time)
    assert abs(datetime.fromisoformat(event.time) - datetime.now(UTC)) < timedelta(seconds=5)


def test_evidence_decision_and_settings_come_back_as_they_were(ledger: Ledger) -> None:
    config = AbstentionConfig(title_accept=0.6)
    guards, ablations = Guards(tie=False), Ablations(probabilities=True)
    given = verdict(config=config, guards=guards, ablations=ablations)
    event = ledger.record(given)

    frozen = Frozen(given.evidence, given.decision, config, guards, ablations)
    assert ledger.frozen(event) == frozen


def test_equal_evidence_is_stored_once(ledger: Ledger) -> None:
    def documents() -> int:
        with writing(ledger.path) as db:
            return int(db.execute("SELECT count(*) FROM ledger_frozen").fetchone()[0])

    ledger.record(verdict())
    ledger.record(verdict("defer"))
    assert documents() == 3  # evidence, decision, settings
    ledger.record(verdict(evidence=evidence(words="something else was read")))
    assert documents() == 4


def test_each_event_carries_the_hash_of_the_one_before(ledger: Ledger) -> None:
    first, second = ledger.record(verdict(clip=0)), ledger.record(verdict(clip=1))

    assert (second.number, second.previous) == (2, first.hash)
    assert first.hash != second.hash


REFUSED = {
    "accept another": (verdict("accept", work="W-9"), "Only the proposed work"),
    "accept nothing": (verdict("accept", work=None), "Only the proposed work"),
    "correct to the proposal": (verdict("correct", work="W-1"), "another work"),
    "correct to nothing": (verdict("correct", work=None), "another work"),
    "correct to blank": (verdict("correct", work=""), "another work"),
    "unknown kind": (verdict("approve"), "not a verdict"),
    "nothing, where a work is identified": (verdict("nothing"), "names a work here"),
    "a reason to accept": (verdict(reason="loan"), "Only a rejection"),
    "unknown reason": (verdict("reject", reason="dull"), "is no reason: loan, institution"),
    "undo": (verdict("undo"), "not a verdict"),
    "no reviewer": (verdict(reviewer=" "), "name of its reviewer"),
    "other settings": (
        verdict(decision=decision(AbstentionConfig(title_accept=0.9))),
        "other settings",
    ),
    "not a number": (
        verdict(decision=replace(decision(AbstentionConfig()), margin=float("nan"))),
        "cannot be recorded",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_verdict_that_contradicts_itself_is_refused(ledger: Ledger, name: str) -> None:
    given, message = REFUSED[name]
    with pytest.raises(InvalidVerdict, match=message):
        ledger.record(given)
    assert ledger.events() == ()


def test_without_a_proposal_a_clip_can_be_corrected_but_not_accepted(ledger: Ledger) -> None:
    nothing = replace(decision(AbstentionConfig()), candidates=(), outcome="abstain", regime=None)
    with pytest.raises(InvalidVerdict, match="there is none"):
        ledger.record(verdict("accept", decision=nothing))
    event = ledger.record(verdict("correct", decision=nothing))
    assert (event.work, event.proposed, event.score, event.regime) == ("W-2", None, None, None)


@pytest.mark.parametrize("kind", ["reject", "defer"])
def test_reject_and_defer_name_no_work(ledger: Ledger, kind: str) -> None:
    event = ledger.record(verdict(kind, work="W-1"))
    assert (event.work, event.proposed) == (None, "W-1")


def test_an_abstention_may_be_right(ledger: Ledger) -> None:
    abstained = replace(decision(AbstentionConfig()), outcome="abstain", regime=None)
    event = ledger.record(verdict("nothing", decision=abstained, reason="loan"))
    assert (event.kind, event.work, event.proposed) == ("nothing", None, "W-1")
    assert event.reason == "loan"
    assert ledger.standing()[KEY] == event
    assert ledger.verify().ok
    assert ledger.undo(KEY, "Ada").reason == "loan"


def test_only_old_rejections_of_abstentions_are_ambiguous(ledger: Ledger) -> None:
    abstained = replace(decision(AbstentionConfig()), outcome="abstain", regime=None)
    event = ledger.record(verdict("reject", decision=abstained))
    older = replace(event, hash=event.hash.replace("sha256/2", "sha256/1"))
    identified = replace(older, outcome="accept")
    assert [e.ambiguous for e in (event, older, identified)] == [False, True, False]


def test_odd_text_is_kept_as_it_is(ledger: Ledger) -> None:
    words = "<b>=1+1</b>\x00 ‘’ \U0001f5bc 'DROP TABLE"
    event = ledger.record(verdict(comment=words, title=words, reviewer="Zoë; --"))
    assert ledger.events(text="drop table") == (event,)
    assert (event.comment, event.title, event.reviewer) == (words, words, "Zoë; --")
    assert ledger.verify().ok


def test_a_file_name_that_is_no_unicode_is_kept(ledger: Ledger) -> None:
    original = evidence()
    name = b"/films/caf\xe9.mp4".decode("utf-8", "surrogateescape")
    video = replace(original.clip.video, path=Path(name))
    given = replace(original, clip=replace(original.clip, video=video))

    event = ledger.record(verdict(evidence=given))
    assert ledger.frozen(event).evidence == given
    assert event.medium == "caf\\udce9.mp4"
    assert ledger.verify().ok


def test_filters_narrow_the_events_newest_first(ledger: Ledger) -> None:
    accept = ledger.record(verdict("accept", clip=0, reviewer="Ada"))
    correct = ledger.record(verdict("correct", clip=1, reviewer="Bo", comment="Not MOÏSE, 50%"))
    reject = ledger.record(verdict("reject", clip=2, reviewer="Bo", title="", artist=""))
    undo = ledger.undo(accept.clip, "Bo")

    assert ledger.events() == (undo, reject, correct, accept)
    assert ledger.events(limit=2) == (undo, reject)
    assert ledger.events(limit=0) == ()
    assert ledger.events(kind="correct") == (correct,)
    assert ledger.events(reviewer="Bo") == (undo, reject, correct)
    assert ledger.events(reviewer="Bo", kind="undo") == (undo,)
    assert ledger.events(work="W-2") == (correct,)
    assert ledger.events(work="W-1") == (undo, reject, correct, accept)  # proposed each time
    assert ledger.events(text="moise") == (correct,)
    assert ledger.events(text="50%") == (correct,)
    assert ledger.events(text="%") == (correct,)
    assert ledger.events(text="ROOM 2") == (reject,)
    assert ledger.events(text="veronese", reviewer="Ada") == (accept,)
    assert ledger.events(text="nobody") == ()


def test_since_is_included_and_until_is_not(ledger: Ledger) -> None:
    first, second, third = (ledger.record(verdict(clip=n)) for n in range(3))
    moment = datetime.fromisoformat(second.time)

    assert ledger.events(since=moment) == (third, second)
    assert ledger.events(until=moment) == (first,)
    assert ledger.events(since=moment.astimezone(None), until=moment + timedelta(days=1)) == (
        third,
        second,
    )
    assert ledger.events(since=moment.astimezone().replace(tzinfo=None)) == (third, second)


def test_reading_creates_nothing(ledger: Ledger) -> None:
    assert not ledger.exists
    assert (ledger.standing(), ledger.events(), ledger.history(KEY)) == ({}, (), ())
    assert ledger.verify().ok
    assert not ledger.path.exists()


def test_other_tables_in_the_same_file_are_left_alone(ledger: Ledger) -> None:
    with writing(ledger.path) as db:
        db["evidence"].insert({"key": "k", "document": "{}"})  # type: ignore[union-attr]
    assert not ledger.exists
    assert ledger.events() == ()
    ledger.record(verdict())
    assert ledger.exists
    with writing(ledger.path) as db:
        assert list(db["evidence"].rows) == [{"key": "k", "document": "{}"}]
        mine = set(db.table_names()) - {"evidence"}
    assert all(name.startswith("ledger_") for name in mine)


def test_missing_evidence_is_a_clear_error(ledger: Ledger) -> None:
    event = ledger.record(verdict())
    with pytest.raises(LedgerError, match="evidence of event 1 is missing"):
        ledger.frozen(replace(event, evidence_sha256=sha("nothing")))


def test_a_verdict_over_one_that_was_not_seen_is_refused(ledger: Ledger) -> None:
    first = ledger.record(verdict(), seen=0)
    with pytest.raises(JudgedMeanwhile, match="accept, by Ada") as refused:
        ledger.record(verdict("reject", reviewer="Ben"), seen=0)
    assert (refused.value.clip, refused.value.number) == (KEY, first.number)
    second = ledger.record(verdict("reject", reviewer="Ben"), seen=first.number)
    ledger.undo(KEY, "Ben")
    with pytest.raises(JudgedMeanwhile):
        ledger.record(verdict("defer"), seen=second.number)
    ledger.undo(KEY, "Ada")
    with pytest.raises(JudgedMeanwhile, match="was undone"):
        ledger.record(verdict("defer"), seen=first.number)
    assert ledger.record(verdict("defer")).number == 5
