"""A review session: the stored clips, their decisions, and the verdicts on them. No streamlit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import backends
from catalogue import Catalogue
from ledger import SEEN, Attached, Event, JudgedMeanwhile, Judgement, Ledger, Reason, Verdict
from pages._ui.words import decisions, flips, queue
from pages._ui.words.flips import Flip
from pages._ui.words.judged import Judged, cut_into
from pages._ui.words.memo import Memo
from pages._ui.words.queue import Row
from pipeline import Decision, Evidence, Signals
from pipeline.decision import SEPARATOR, Ablations, AbstentionConfig
from pipeline.labels import Marks
from pipeline.redecide import Redecider


@dataclass(frozen=True)
class ReviewSession:
    """Everything that a redraw of the review page needs, computed once."""

    catalogue: Catalogue
    redecider: Redecider
    ledger: Ledger
    config: AbstentionConfig
    baseline: AbstentionConfig
    attached: Mapping[str, Attached] = field(default_factory=dict)
    """The standing verdict of each clip with the record that it is about."""
    ablations: Ablations = field(default_factory=Ablations)
    """Those that are on beside `config`; the baseline is without."""
    kept: Mapping[str, Marks] = field(default_factory=dict)
    """The marks on labels that stand with verdicts, by clip."""
    memo: Memo = field(default_factory=Memo)
    """What an earlier redraw of the page made of the same clips and catalogue."""

    @property
    def clips(self) -> Mapping[str, Evidence]:
        return self.redecider.by_key

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        return self.redecider.decide(self.config, self.ablations)

    @cached_property
    def signals(self) -> Mapping[str, Signals]:
        """The guesses that each decision rests on."""
        read = self.redecider.signals(self.config, self.ablations)
        return dict(zip(self.clips, read, strict=True))

    @cached_property
    def standing(self) -> Mapping[str, Event]:
        """The standing verdicts on whole clips, as they were when the page was drawn."""
        return {event.clip: event for event in self.in_force if not event.region}

    @cached_property
    def in_force(self) -> tuple[Event, ...]:
        return self.ledger.in_force()

    @cached_property
    def beside(self) -> Mapping[tuple[str, str], Event]:
        """The standing verdicts on other paintings in a clip, by clip and region."""
        on_regions = (event for event in self.in_force if event.region.startswith(SEEN))
        return {(e.clip, e.region): e for e in on_regions if e.clip in self.clips}

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """The clips on which a verdict stands, with the work that it is about."""
        clips, decided = self.clips, self.decisions
        of_clips = ((key, event) for key, event in self.standing.items() if key in clips)
        return {key: self._judged(event, decided[key]) for key, event in of_clips}

    def _judged(self, event: Event, decision: Decision) -> Judged:
        attached = self._attached(event)
        best = decision.candidate.work if decision.candidate else ""
        return self.memo.get(  # not by the decision: a moved slider makes it again, often the same
            ("judged", event.clip, decisions.outcome(decision), best),
            (event, attached),
            lambda: Judged.of(event, attached, decision, self.catalogue),
        )

    def _attached(self, event: Event) -> Attached | None:
        attached = self.attached.get(event.clip)
        return attached if attached and attached.event.number == event.number else None

    @cached_property
    def rows(self) -> list[Row]:
        flipped = self._flipped
        return [self._row(key, clip, flipped.get(key, "")) for key, clip in self.clips.items()]

    def row(self, key: str) -> Row:
        """The row of a clip."""
        return self._row(key, self.clips[key], self._flipped.get(key, ""))

    @cached_property
    def _flipped(self) -> Mapping[str, str]:
        return {flip.key: flips.change(flip, self.catalogue) for flip in self.flips}

    def _row(self, key: str, clip: Evidence, flip: str) -> Row:
        decision, judged = self.decisions[key], self.judged.get(key)
        return self.memo.get(
            ("row", key, flip),
            (clip, decision, judged),
            lambda: queue.row(clip, decision, self.catalogue, judged, flip),
        )

    @cached_property
    def observed(self) -> Mapping[str, list[float]]:
        """What was compared with each threshold, by parameter, over all clips."""
        values: dict[str, list[float]] = defaultdict(list)
        for decision in self.decisions.values():
            for reason in decision.reasons:
                values[reason.parameter].append(reason.observed)
        return values

    @cached_property
    def flips(self) -> list[Flip]:
        """The clips that are decided differently than under the profile, or when judged."""
        before = self.redecider.decide(self.baseline)
        judged = {key: self._named_then(key) for key, v in self.judged.items() if v.final}
        return flips.flips_between(before, self.decisions, judged)

    def _named_then(self, key: str) -> str | None:
        """The work that the machine named when a clip was judged, as it is called today."""
        event = self.judged[key].event
        if event.outcome != "accept":
            return None
        attached = self._attached(event)
        same = event.work in (None, event.proposed)
        return attached.work if attached and attached.work and same else event.proposed

    def judge(
        self,
        key: str,
        kind: Judgement,
        work: str | None,
        reviewer: str,
        comment: str = "",
        reason: Reason | None = None,
        region: str = "",
    ) -> bool:
        """Write a verdict on a clip, or on a region of it.

        Returns False if the same verdict stands already (a key pressed twice).

        Raises LedgerError: JudgedMeanwhile if the clip was judged after the page was drawn.
        """
        marks = self.marks(key)
        verdict = (kind, work, comment, reason, marks)
        current = self.beside.get((key, region)) if region else self.standing.get(key)
        if current and _verdict(current, self.kept) == verdict:
            return False
        try:
            new = self.verdict(key, kind, work, reviewer, comment, reason, region)
            self.ledger.record(new, current.number if current else 0)
        except JudgedMeanwhile:
            now = self.event_on(key, region)
            if now and now.reviewer == reviewer and _verdict(now, self.ledger.marks()) == verdict:
                return False
            raise
        return True

    def event_on(self, key: str, region: str = "") -> Event | None:
        """The verdict that stands on a clip or its region at this moment."""
        in_force = self.ledger.in_force()
        return next((e for e in in_force if (e.clip, e.region) == (key, region)), None)

    def marks(self, key: str) -> Marks:
        """What a person says of the words on a clip's labels, on which its decision rests."""
        return self.redecider.marks.get(key, ())

    def seen(self, key: str) -> int:
        """The number of the verdict that this page shows on a clip, 0 for none."""
        event = self.standing.get(key)
        return event.number if event else 0

    def nearest(self, key: str) -> str | None:
        """The best candidate of a clip, identified or only the nearest; None where backends
        disagree."""
        decision = self.decisions[key]
        best = None if decisions.disputed(decision) else decision.candidate
        return best.work if best else None

    def agreement(self, key: str) -> tuple[Judgement, str | None]:
        """The verdict by which a curator says that the machine is right: its work is accepted, or
        its abstention is: no work of the catalogue is there."""
        decision = self.decisions[key]
        if decision.accepted and decision.candidate:
            return "accept", decision.candidate.work
        return "nothing", None

    def accept_all(self, keys: Sequence[str], reviewer: str) -> int:
        """Accept the proposals of many clips as one action. Returns their number.

        Raises LedgerError and writes none of them: JudgedMeanwhile if one was judged meanwhile.
        """
        works = {key: work for key in keys if (work := self.agreement(key)[1])}
        verdicts = [self.verdict(key, "accept", work, reviewer) for key, work in works.items()]
        seen = {key: self.seen(key) for key in works}
        return len(self.ledger.record_many(verdicts, seen)) if verdicts else 0

    def verdict(
        self,
        key: str,
        kind: Judgement,
        work: str | None,
        reviewer: str,
        comment: str = "",
        reason: Reason | None = None,
        region: str = "",
    ) -> Verdict:
        """The verdict that a key press gives, with its evidence as it is on the page."""
        decision, evidence = self.decisions[key], self.clips[key]
        best = decision.candidate.work if decision.candidate else ""
        shown = work or region.removeprefix(SEEN) or best
        about = None if kind == "nothing" else self.catalogue.by_identifier.get(shown)
        return Verdict(
            kind=kind,
            work=work,
            evidence=evidence,
            decision=decision,
            config=self.config,
            ablations=self.ablations,
            catalogue_sha256=self.catalogue.sha256,
            backend_version=version_of(evidence.backend),
            reviewer=reviewer,
            comment=comment,
            region=region,
            reason=reason,
            title=about.title if about else "",
            artist=about.artist if about else "",
            authorities=about.authorities if about else (),
            marks=self.marks(key),
        )

    def kept_by(self, event: Event) -> Mapping[str, Marks]:
        """The marks that an event keeps, or the bulk action that it is part of."""
        of_action = {
            clip for clip, other in self.standing.items()
            if other.number == event.number or (event.batch and other.batch == event.batch)
        }  # fmt: skip
        return {clip: marks for clip, marks in self.kept.items() if clip in of_action}

    def can_undo(self, reviewer: str) -> bool:
        """Whether a verdict of this reviewer stood on a clip when the page was drawn."""
        return any(self._is_own(event, reviewer) for event in self.in_force)

    def _is_own(self, event: Event, reviewer: str) -> bool:
        here = event.clip in self.clips or cut_into(event, self.clips.values())
        return here and event.reviewer == reviewer

    def latest(self, reviewer: str) -> Event | None:
        """The last verdict of this reviewer that stands on a clip of this catalogue.

        Read again, because a quick second key press comes before the page is drawn again.
        """
        own = [event for event in self.ledger.in_force() if self._is_own(event, reviewer)]
        return max(own, key=lambda event: event.number, default=None)

    def undo(self, reviewer: str) -> tuple[Event, int] | None:
        """Undo the reviewer's last action, a bulk action as a whole.

        Returns the event that was undone and the number of events in its action; None if there is
        nothing to undo. Raises LedgerError.
        """
        event = self.latest(reviewer)
        if event is None:
            return None
        if event.batch:
            return event, len(self.ledger.undo_batch(event.batch, reviewer))
        self.ledger.undo(event.clip, reviewer, number=event.number, region=event.region)
        return event, 1


def _verdict(event: Event, kept: Mapping[str, Marks]) -> tuple[str | Marks | None, ...]:
    """What an event says of its clip; `kept` are the marks that stand with verdicts."""
    return event.kind, event.work, event.comment, event.reason, kept.get(event.clip, ())


def version_of(backend: str) -> str:
    """The version of a backend by name, empty when it is no longer installed; `2+1` of several."""
    return SEPARATOR.join(_version(name) for name in backend.split(SEPARATOR))


def _version(name: str) -> str:
    try:
        return backends.create(name).version
    except backends.BackendUnavailable:
        return ""
