"""The reviewing bench: stored clips, what is decided of them, and what was judged. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import backends
from catalogue import Catalogue
from catalogue.records import Work
from ledger import Event, JudgedMeanwhile, Ledger, Verdict
from ledger.attachment import Attached
from ledger.events import Judgement
from pages._ui.words import decisions as decisions_words
from pages._ui.words import judged as judged_words
from pages._ui.words import queue
from pages._ui.words.judged import Judged
from pages._ui.words.queue import Flip, Row
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.ensemble import SEPARATOR
from pipeline.redecide.redecider import Redecider
from pipeline.types import Decision, Evidence


@dataclass(frozen=True)
class Bench:
    """Everything that a redraw of the review page needs, computed once."""

    catalogue: Catalogue
    redecider: Redecider
    ledger: Ledger
    config: AbstentionConfig
    baseline: AbstentionConfig
    attached: Mapping[str, Attached] = field(default_factory=dict)
    """The standing verdict of each clip with the record that it is about."""

    @cached_property
    def clips(self) -> Mapping[str, Evidence]:
        return {clip.clip.key: clip for clip in self.redecider.clips}

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        return self.redecider.decide(self.config)

    @cached_property
    def standing(self) -> Mapping[str, Event]:
        return self.ledger.standing()

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """The clips on which a verdict stands, with the work that it is about."""
        return {
            key: judged_words.judged(
                event, self._attached(event), self.decisions[key], self.catalogue
            )
            for key in self.clips
            if (event := self.standing.get(key))
        }

    def _attached(self, event: Event) -> Attached | None:
        found = self.attached.get(event.clip)
        return found if found and found.event.number == event.number else None

    @cached_property
    def rows(self) -> list[Row]:
        return [
            queue.row(clip, self.decisions[key], self.catalogue, self.judged.get(key))
            for key, clip in self.clips.items()
        ]

    @cached_property
    def flips(self) -> list[Flip]:
        """What the sliders change against the profile, clip by clip."""
        before = self.redecider.decide(self.baseline)
        judged = frozenset(row.key for row in self.rows if row.judged)
        return queue.flips(before, self.decisions, judged)

    def judge(
        self, key: str, kind: Judgement, work: str | None, reviewer: str, comment: str = ""
    ) -> bool:
        """Write a verdict; False if just that verdict stands already (a key pressed twice).

        Raises LedgerError: JudgedMeanwhile where another verdict stands than the page showed.
        """
        stands = self.standing.get(key)
        said = (kind, work, comment)
        if stands and (stands.kind, stands.work, stands.comment) == said:
            return False
        try:
            self.ledger.record(self.verdict(key, kind, work, reviewer, comment), self.seen(key))
        except JudgedMeanwhile:
            now = self.ledger.standing().get(key)
            if now and (now.kind, now.work, now.comment, now.reviewer) == (*said, reviewer):
                return False
            raise
        return True

    def seen(self, key: str) -> int:
        """The number of the verdict that this page shows on a clip, 0 for none."""
        event = self.standing.get(key)
        return event.number if event else 0

    def proposed(self, key: str) -> str | None:
        """The work that is proposed for a clip, to be accepted; None where backends disagree."""
        decision = self.decisions[key]
        best = None if decisions_words.disputed(decision) else decision.candidate
        return best.work if best else None

    def accept_all(self, keys: Sequence[str], reviewer: str) -> int:
        """Accept the proposals of many clips as one action. Returns how many there were.

        Raises LedgerError, having written none of them: JudgedMeanwhile where one was judged.
        """
        works = {key: work for key in keys if (work := self.proposed(key))}
        verdicts = [self.verdict(key, "accept", work, reviewer) for key, work in works.items()]
        seen = {key: self.seen(key) for key in works}
        return len(self.ledger.record_many(verdicts, seen)) if verdicts else 0

    def verdict(
        self, key: str, kind: Judgement, work: str | None, reviewer: str, comment: str = ""
    ) -> Verdict:
        decision, evidence = self.decisions[key], self.clips[key]
        best = decision.candidate.work if decision.candidate else ""
        about = self.catalogue.by_identifier.get(work or best)
        return Verdict(
            kind=kind,
            work=work,
            evidence=evidence,
            decision=decision,
            config=self.config,
            catalogue_sha256=self.catalogue.sha256,
            backend_version=version_of(evidence.backend),
            reviewer=reviewer,
            comment=comment,
            title=about.title if about else "",
            artist=about.artist if about else "",
            authorities=about.authorities if about else (),
        )

    def latest(self, reviewer: str) -> Event | None:
        """The last verdict of this reviewer that stands on a clip of this catalogue.

        Read anew: a quick second key comes before the page has seen the first one's verdict.
        """
        standing = self.ledger.standing().values()
        own = [one for one in standing if one.reviewer == reviewer and one.clip in self.clips]
        return max(own, key=lambda event: event.number, default=None)

    def undo(self, reviewer: str) -> tuple[Event, int] | None:
        """Take the reviewer's last action back, a bulk action as a whole.

        Returns the event that was undone and of how many it was one; None if there is none.
        Raises LedgerError.
        """
        event = self.latest(reviewer)
        if event is None:
            return None
        if event.batch:
            return event, len(self.ledger.undo_batch(event.batch, reviewer))
        self.ledger.undo(event.clip, reviewer, number=event.number)
        return event, 1

    def search(self, words: str, limit: int = 8) -> list[Work]:
        """Works whose title, artist or number hold every word that was typed."""
        return search(self.catalogue, words, limit)


def search(catalogue: Catalogue, words: str, limit: int | None = None) -> list[Work]:
    """Works that hold every word in title, artist, subject or number, in catalogue order."""
    wanted = words.casefold().split()
    found = [work for work in catalogue.works if all(word in _searchable(work) for word in wanted)]
    return found[:limit]


def _searchable(work: Work) -> str:
    return f"{work.title}\n{work.artist}\n{work.subject}\n{work.identifier}".casefold()


def version_of(backend: str) -> str:
    """The version of a backend by name, empty when it is no longer installed; `2+1` of several."""
    return SEPARATOR.join(_version(name) for name in backend.split(SEPARATOR))


def _version(name: str) -> str:
    try:
        return backends.create(name).version
    except backends.BackendUnavailable:
        return ""
