"""The ledger of verdicts: nothing that is written is ever removed, and an undo is an event too."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from console import CartellinoError, folded
from ledger import founded, freeze, migrations, noted_end, recutting, verification
from ledger.connection import reading, transaction, writing
from ledger.errors import LedgerError, NothingToUndo
from ledger.events import RECUT, Event, Frozen, Kind, Verdict, Verification, utc
from ledger.freeze import Draft
from ledger.rows import Documents, append, document, select, store_new
from ledger.standing import IN_FORCE, Follower, Standing
from pipeline import Interval, Recut
from pipeline.labels import Marks
from storage import Read, SetAside, strict

_SEARCHED = " || ' ' || ".join(
    f"coalesce({name}, '')"
    for name in ("title", "artist", "work", "proposed", "comment", "medium", "reviewer", "clip")
)


class Ledger:
    """The review ledger in the SQLite file `path`, which may hold other tables too.

    A clip's *standing* verdict is the latest one that was not undone, and so is that of a region of
    it: a verdict's key is clip and region. Reading never creates the
    file (a missing file reads as empty); the first verdict does. Safe to share between threads and
    processes. Every method raises LedgerError.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._follower = Follower(self.path)

    @property
    def exists(self) -> bool:
        """Whether the file exists and holds a ledger."""
        with self._reading() as db:
            return db is not None

    def record(self, verdict: Verdict, seen: int | None = None) -> Event:
        """Append a verdict.

        `seen` is the number of the event that stood on the clip, or on its region, when the
        reviewer saw it (0 for none). With it, a verdict that somebody else gave meanwhile is not
        overridden. Raises InvalidVerdict, JudgedMeanwhile.
        """
        place = verdict.evidence.clip.key, verdict.region
        return self._record((verdict,), None, {} if seen is None else {place: seen})[0]

    def record_many(
        self, verdicts: Sequence[Verdict], seen: Mapping[str, int] | None = None
    ) -> tuple[Event, ...]:
        """Append the verdicts of a bulk action, all or none, with the same batch identifier.

        `seen` holds the number by clip, as for `record`. Raises InvalidVerdict, JudgedMeanwhile.
        """
        places = {(clip, ""): number for clip, number in (seen or {}).items()}
        return self._record(verdicts, uuid.uuid4().hex, places)

    def recut(
        self,
        seen: Sequence[Verdict],
        after: Sequence[Interval],
        numbers: Mapping[str, int] | None = None,
    ) -> tuple[Event, ...]:
        """Append that a clip, or several that are joined, are now those at the intervals `after`
        (s).

        `seen` is what a deferral of each would record, in their order in the video; `numbers` are
        those of the events with the region RECUT that stood on the clips when the reviewer saw
        them, where there were any. The events are one action, undone like a verdict.
        Raises InvalidVerdict, JudgedMeanwhile.
        """
        drafts = recutting.drafts(seen, after, self._root)
        before = {(d.event.clip, RECUT): (numbers or {}).get(d.event.clip, 0) for d in drafts}
        return self._append(drafts, before)

    def recuts(self) -> tuple[Recut, ...]:
        """What became of clips that were cut anew, oldest first; without what is damaged, which
        `verify` finds."""
        return tuple(dict.fromkeys(recut for _, recut in sorted(self._now().recuts.items())))

    def undo(
        self,
        clip_key: str,
        reviewer: str,
        comment: str = "",
        number: int | None = None,
        region: str = "",
    ) -> Event:
        """Undo the verdict that stands on the clip or its region; the one before it stands again.

        `number` is the event that the reviewer saw. With it, a verdict that somebody else gave
        meanwhile is left alone. Raises NothingToUndo.
        """
        with self._appending() as (db, append):
            standing = self._standing(db, clip_key, region)
            if standing is None:
                raise NothingToUndo(
                    f"There is nothing to undo on clip {clip_key}: no verdict stands on it."
                )
            if number not in (None, standing.number):
                raise NothingToUndo(
                    f"Another verdict stands on clip {clip_key} now ({standing.kind}, by "
                    f"{standing.reviewer}). Look at it, and undo it if it is wrong."
                )
            return append(freeze.undo_of(standing, reviewer, comment, batch=None))

    def undo_batch(self, batch: str, reviewer: str, comment: str = "") -> tuple[Event, ...]:
        """Undo every verdict of a bulk action that is not undone yet, as a new batch.

        A later verdict on one of its clips stays in force. Raises NothingToUndo.
        """
        undoing = uuid.uuid4().hex
        with self._appending() as (db, append):
            of_batch = f"batch = ? AND {IN_FORCE} ORDER BY number"
            events = select(self.path, db, of_batch, batch).values
            if not events:
                raise NothingToUndo(f"There is nothing left to undo in the bulk action {batch}.")
            return tuple(append(freeze.undo_of(e, reviewer, comment, undoing)) for e in events)

    def standing(self) -> Mapping[str, Event]:
        """The standing verdict of every clip that has one as a whole, by clip key."""
        return {event.clip: event for event in self.in_force() if not event.region}

    def in_force(self) -> tuple[Event, ...]:
        """The standing verdicts on clips and on their regions, oldest first."""
        return self._now().in_force

    def marks(self) -> Mapping[str, Marks]:
        """What was said of the words on labels, by clip key, with the verdicts that stand.

        Marks that are damaged are left out: `verify` finds them.
        """
        return self._now().marks or {}

    def history(self, clip_key: str) -> tuple[Event, ...]:
        """All events about a clip, undos included, oldest first."""
        with self._reading() as db:
            return select(self.path, db, "clip = ? ORDER BY number", clip_key).values if db else ()

    def last(self) -> int:
        """The number of the newest event, 0 if there is none: what a cache is keyed by."""
        with self._reading() as db:
            query = "SELECT coalesce(max(number), 0) FROM ledger_event"
            return int(db.execute(query).fetchone()[0]) if db else 0

    def read(self) -> Read[Event]:
        """All events, newest first, and those that cannot be read."""
        with self._reading() as db:
            return select(self.path, db, "1 ORDER BY number DESC") if db else Read()

    def unreadable(self) -> tuple[SetAside, ...]:
        """The events that cannot be read."""
        return self._now().unreadable

    def events(
        self,
        kind: Kind | None = None,
        reviewer: str | None = None,
        work: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        text: str | None = None,
        limit: int | None = None,
    ) -> tuple[Event, ...]:
        """The events that meet every given filter, newest first, at most `limit`.

        `work` matches the work of a verdict and the proposed work. `since` is included, `until` is
        not. `text` is searched for in titles, artists, identifiers, comments, file names and
        reviewers, whatever its case and accents.
        """
        filters = {
            "kind = ?": kind,
            "reviewer = ?": reviewer,
            "? IN (work, proposed)": work,
            "time >= ?": utc(since) if since else None,
            "time < ?": utc(until) if until else None,
            f"instr(folded({_SEARCHED}), ?)": folded(text) if text else None,
        }
        given = {condition: value for condition, value in filters.items() if value is not None}
        where = " AND ".join(given) or "1"
        with self._reading() as db:
            if db is None:
                return ()
            db.register_function(folded, name="folded", deterministic=True)
            last = -1 if limit is None else limit
            query = f"{where} ORDER BY number DESC LIMIT ?"
            return select(self.path, db, query, *given.values(), last).values

    def frozen(self, event: Event) -> Frozen:
        """What the verdict rested on: the answers of all stages, the decision, the settings."""
        [(evidence, decision, settings)] = self.documents((event,))
        if evidence is None or decision is None or settings is None:
            raise LedgerError(
                f"The evidence of event {event.number} is missing from {self.path}. Verify the "
                "ledger, and restore a backup if that fails."
            )
        try:
            return freeze.thaw(evidence, decision, settings, self._root)
        except (*strict.MISFITS, CartellinoError) as error:
            why = error if isinstance(error, CartellinoError) else strict.why(error)
            raise LedgerError(
                f"What event {event.number} was decided on cannot be read: {why} "
                "The verdict itself is safe."
            ) from error

    def documents(self, events: Iterable[Event]) -> Iterator[Documents]:
        """The frozen JSON texts of each event: evidence, decision, settings.

        None for one that is missing or no text.
        """
        if not (asked := tuple(events)):
            return
        with self._reading() as db:
            for event in asked:
                names = (event.evidence_sha256, event.decision_sha256, event.settings_sha256)
                evidence, decision, settings = (document(db, n) if db else None for n in names)
                yield evidence, decision, settings

    def verify(self, expect_head: str | None = None) -> Verification:
        """Prove the chain, the hashes, the frozen documents, the triggers and the sequence.

        The end is compared with the one that was noted beside the file. `expect_head` is a head
        that was noted elsewhere: only with it can a ledger that was cut off, or rewritten as a
        whole, together with that note be distinguished from an intact one.
        """
        noted, problems = noted_end.noted(self.path)  # before the file, which may grow meanwhile
        if not self.path.is_file():
            result = verification.nothing(expect_head, noted)
        else:
            with reading(self.path) as db:
                result = verification.verify(db, expect_head, noted)
        return replace(result, problems=(*result.problems, *problems))

    def _now(self) -> Standing:
        with self._reading() as db:
            return self._follower.standing(db) if db else Standing()

    def _standing(self, db: Database, clip: str, region: str) -> Event | None:
        newest = f"clip = ? AND region = ? AND {IN_FORCE} ORDER BY number DESC LIMIT 1"
        return next(iter(select(self.path, db, newest, clip, region).values), None)

    @property
    def _root(self) -> Path:
        """The workspace: frames in frozen evidence are named relative to it."""
        return self.path.parent

    @contextmanager
    def _reading(self) -> Iterator[Database | None]:
        """A connection for reading, or None if nobody has written a ledger yet."""
        if not self.path.exists():
            yield None
            return
        with reading(self.path) as db:
            yield db if migrations.version(db) else None

    def _record(
        self, verdicts: Sequence[Verdict], batch: str | None, seen: Mapping[tuple[str, str], int]
    ) -> tuple[Event, ...]:
        return self._append([freeze.freeze(v, self._root, batch) for v in verdicts], seen)

    def _append(
        self, drafts: Sequence[Draft], seen: Mapping[tuple[str, str], int]
    ) -> tuple[Event, ...]:
        with self._appending() as (db, append):
            for (clip, region), number in seen.items():
                founded.refuse_unseen(self._standing(db, clip, region), clip, number)
            for draft in drafts:
                founded.refuse_unfounded(db, draft.event)
                store_new(db, draft.documents)
            return tuple(append(draft.event) for draft in drafts)

    @contextmanager
    def _appending(self) -> Iterator[tuple[Database, Callable[[Event], Event]]]:
        """A transaction, and the function that appends an event to the chain in it."""
        with writing(self.path) as db:
            migrations.migrate(db)
            with transaction(db):
                yield db, lambda draft: append(db, draft)
            noted_end.follow(self.path, db)
