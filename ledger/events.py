"""The verdict of a curator, and the event that the ledger records of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

from backends import Quad
from catalogue import Authority
from pipeline import Decision, Evidence, Outcome, Recut, Regime
from pipeline.decision import Ablations, AbstentionConfig, Guards
from pipeline.labels import Marks

Judgement = Literal["accept", "correct", "reject", "defer", "nothing", "reference"]
"""The machine is right (`accept`), names another work than the curator (`correct`), is wrong
(`reject`), has to wait (`defer`), or rightly names no work of the catalogue (`nothing`). A
`reference` beside such a verdict makes the painting a reference picture of its work."""
FORM_1 = "sha256/1:"
"""How the hash of an event begins that has neither region nor reason."""
Kind = Literal[
    "accept", "correct", "reject", "defer", "nothing", "reference", "recut", "undo"
]  # fmt: skip
Reason = Literal["loan", "institution", "no painting", "blurred", "other"]
"""Why the clip shows no work of the catalogue, or the proposal is wrong: a loan, another
institution's work, no painting at all, too blurred to tell, or something else."""


SEEN = "seen:"
"""How a region begins: the painting in which the machine recognised the work that follows."""
RECUT: Final = "recut"
"""The kind of the event that says that a clip was split, joined with others, or given another start
or end, and its region: so it takes no verdict on the clip away, and is undone by itself."""
PICTURE = "picture:"
"""How the region of a `reference` begins: the SHA-256 of the picture's file follows."""


@dataclass(frozen=True, slots=True)
class CutOut:
    """A painting as it was cut out of a frame and straightened, to be a reference picture."""

    sha256: str
    """Of its file, which is kept in the workspace under this name."""
    frame: str
    """SHA-256 of the frame."""
    time: float
    """Presentation time of the frame, in s."""
    quad: Quad


@dataclass(frozen=True, slots=True)
class Verdict:
    """A curator's judgement of a clip, with everything that was on the screen.

    `work` is the identifier of the identified work to accept, or of another work to correct, on an
    abstention of any; it is None for the other kinds. `title` and `artist` are those of the
    verdict's work in the catalogue of today: the catalogue may change, the ledger does not.
    """

    kind: Judgement
    work: str | None
    evidence: Evidence
    decision: Decision
    config: AbstentionConfig
    catalogue_sha256: str
    backend_version: str
    reviewer: str
    comment: str = ""
    region: str = ""
    """Which painting it is about: `seen:` and the work that the machine recognised in it. Empty for
    the whole clip."""
    reason: Reason | None = None
    """Why it is a rejection, or `nothing`; None for the other kinds, and where none is given."""
    title: str = ""
    artist: str = ""
    guards: Guards = field(default_factory=Guards)
    ablations: Ablations = field(default_factory=Ablations)
    authorities: tuple[Authority, ...] = ()
    """The identifiers of ULAN, Wikidata and others in the work's record."""
    marks: Marks = ()
    """What the reviewer said of the words on the clip's label, on which the decision rests."""
    cut_out: CutOut | None = None
    """The picture of a `reference`; None for the other kinds."""

    @property
    def proposed(self) -> str | None:
        """What the machine proposes for the region, or for the clip; identified or the nearest."""
        if self.region.startswith(SEEN):
            return self.region.removeprefix(SEEN)
        return self.decision.candidate.work if self.decision.candidate else None

    @property
    def identified(self) -> bool:
        """Whether the machine names the proposed work: a recognised painting always does."""
        return self.region.startswith(SEEN) or self.decision.accepted


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the ledger. Its fields are in the order of the columns of `ledger_event`.

    An undo repeats the fields of the event that it undoes, with its own reviewer, time and comment.
    """

    number: int
    """1, 2, 3 … without gaps."""
    kind: Kind
    clip: str
    """`Clip.key`."""
    work: str | None
    title: str
    artist: str
    proposed: str | None
    """The decision's best candidate, whatever its outcome."""
    reviewer: str
    time: str
    """ISO 8601, UTC, to the microsecond."""
    comment: str
    batch: str | None
    """Shared by the events of one bulk action."""
    undoes: int | None
    """Number of the event that this one undoes."""
    medium: str
    """File name of the video or picture; its full path is in the frozen evidence."""
    video_sha256: str
    start: float
    end: float
    """Interval of the clip, in s."""
    outcome: Outcome
    regime: Regime | None
    score: float | None
    margin: float
    """Of the decision: combined score C of the best candidate, and its margin."""
    config: str
    """`AbstentionConfig.hash`."""
    catalogue_sha256: str
    backend: str
    backend_version: str
    recipe: str
    evidence_sha256: str
    decision_sha256: str
    settings_sha256: str
    """Frozen documents, by the hash of their text."""
    previous: str
    """`hash` of the event before, empty for the first."""
    hash: str
    """Tagged hash of all the other fields: see `ledger.chain`."""
    region: str = ""
    """As in `Verdict`; empty for all old events."""
    reason: Reason | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether it rejects an abstention by a version without `nothing`: the reviewer may have
        agreed with the machine, or not."""
        return (self.kind, self.outcome) == ("reject", "abstain") and self.hash.startswith(FORM_1)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a verdict rested on: the answer of every stage, the decision and all settings."""

    evidence: Evidence
    decision: Decision
    config: AbstentionConfig
    guards: Guards
    ablations: Ablations
    marks: Marks = ()
    recut: Recut | None = None
    """What became of the clip, if that is what the event says."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's word that the ledger ends where it ends, although another end was noted."""

    by: str
    why: str
    time: str
    events: int
    head: str
    """The end that was accepted."""
    noted_events: int | None = None
    noted_head: str = ""
    noted_time: str = ""
    """The end that was noted before, if the note could be read."""


@dataclass(frozen=True, slots=True)
class NotedEnd:
    """The last event that was on the disk at `time` (ISO 8601, UTC), by number and hash."""

    events: int
    head: str
    time: str
    accepted: tuple[Accepted, ...] = ()
    """Every other end that was given up on purpose, oldest first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should be impossible in a ledger. `number` is that of its event, if any."""

    number: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of `verify`.

    `head` is the hash of the last event. Note it somewhere else: a later check against it proves
    that nothing up to it was cut off or rewritten, even if the note beside the ledger was, too.
    """

    events: int
    head: str
    problems: tuple[Problem, ...]
    added: int | None = None
    """Events after the expected head; None if none was expected, or it is not in the chain."""
    noted: NotedEnd | None = None
    """The end that was noted beside the ledger, with which this one was compared."""

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def first(self) -> Problem | None:
        """The problem at the lowest event number, else any."""
        numbered = [p for p in self.problems if p.number is not None]
        if numbered:
            return min(numbered, key=lambda p: p.number or 0)
        return self.problems[0] if self.problems else None


def utc(moment: datetime) -> str:
    """ISO 8601 in UTC at a fixed width, so that the order of the texts is that of the moments.

    A moment without a time zone is local time.
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
