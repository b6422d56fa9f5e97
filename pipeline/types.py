"""The values that flow from a video to a decision, all immutable.

Video → Clip → Frame → StageOutput → Evidence → Signals → Candidate → Decision.
Times are presentation times in seconds from the start of the stream, never frame numbers:
browsers and decoders count frames differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal, TypeVar

from backends import Quad, VisualFormat
from catalogue import Field, Guess, guesses_of
from pipeline.stages.answers import StageAnswer

Kind = Literal["video", "image"]
Outcome = Literal["accept", "abstain"]
Regime = Literal["artist", "title", "fallback"]
Threshold = Literal[
    "artist_activate", "artist_accept", "title_accept", "title_margin", "combined_accept",
    "combined_margin", "fallback_accept", "fallback_margin",
]  # fmt: skip
Guard = Literal[
    "tie", "conflict", "degenerate", "format", "contradicted", "ambiguous", "artist_alone",
    "disagreement",
]  # fmt: skip
ReasonParameter = Threshold | Guard | Literal["no_signal", "agreement"]
"""What a reason may name: a threshold or margin of AbstentionConfig, a guard, the lack of any
guess, or the agreement of an ensemble's members."""
LABEL: Final = "label"
VISUAL: Final = "visual"
PICTURE: Final = "picture"
"""Where words come from: a wall label, a model's look at the painting, or the record of a picture
that was recognised, which lends them."""
UNMARKED: Final = "unmarked"
"""The source of a number that stands on a label without a word that says that it is a work's."""
A = TypeVar("A", bound=StageAnswer)


@dataclass(frozen=True, slots=True)
class Video:
    """A medium that was filmed or photographed. `duration` is in s, 0 for an image.

    `note` says what a person should know about it, for instance that the recording breaks off.
    """

    path: Path
    sha256: str
    duration: float
    kind: Kind = "video"
    width: int = 0
    height: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A whole short video, or the stretch [start, end] s of a long one.

    `focus` is the catalogue work whose stretch this is, where a backend located one.
    """

    video: Video
    start: float
    end: float
    focus: str | None = None

    @property
    def key(self) -> str:
        """Identifies the clip for ever: the hash of the medium and the interval in ms."""
        where = f"{round(self.start * 1000)}-{round(self.end * 1000)}"
        return f"{self.video.sha256[:16]}:{where}:{self.focus or ''}"

    @property
    def place(self) -> tuple[float, float, str]:
        """What the clips of a video are sorted by."""
        return self.start, self.end, self.focus or ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, kept as a file that is named by the hash of its bytes."""

    pts: int
    time_base: Fraction
    sha256: str
    path: Path
    width: int
    height: int

    @property
    def time(self) -> float:
        """Presentation time in s."""
        return float(self.pts * self.time_base)


@dataclass(frozen=True, slots=True)
class StageOutput:
    """What one stage asked, what came back, and what was understood of it.

    `raw` is the model's own words, untouched. `parsed` is what the stage understood of them, None
    where it failed. `frames` are the hashes of the frames that the model saw. `cut` where the
    model had not ended when its `tokens` were used up. `probability` is the mean probability of the
    tokens, where the model gives one.
    """

    stage: str
    prompt: str
    raw: str
    parsed: StageAnswer | None
    frames: tuple[str, ...]
    seconds: float
    error: str | None = None
    tokens: int = 0
    cut: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A catalogue work seen in a frame, by a backend that can locate."""

    work: str
    frame: str
    time: float
    quad: Quad
    inliers: int
    confidence: float = 1.0
    """What the proof is worth, in (0, 1]."""
    coverage: float | None = None
    """The share of the reference that the verified correspondences cover, in (0, 1]; None in
    evidence of earlier versions, and where there are none."""
    picture: str = ""
    """Hash of the taught picture by which it was recognised; empty for the catalogue's own."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the stages said about one clip. Stored, and never changed.

    `format` is the form in which the frames reached the model; `faults` names the guards that
    the model itself trips. Evidence of several backends about one clip holds theirs as `members`,
    and shows the frames, outputs and sightings of one of them.
    """

    clip: Clip
    backend: str
    recipe: str
    frames: tuple[Frame, ...]
    outputs: tuple[StageOutput, ...]
    sightings: tuple[Sighting, ...] = ()
    format: VisualFormat | None = None
    faults: tuple[str, ...] = ()
    members: tuple[Evidence, ...] = ()

    def output(self, stage: str) -> StageOutput | None:
        return next((o for o in self.outputs if o.stage == stage), None)

    def answer(self, kind: type[A]) -> A | None:
        """The answer of the stage that gives this kind; None where it was not asked, or failed."""
        answers = (output.parsed for output in self.outputs if not output.error)
        return next((answer for answer in answers if isinstance(answer, kind)), None)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A record that evidence points at: a recognised picture is the sight of one record's.

    Raises ValueError for a confidence that is not in (0, 1].
    """

    work: str
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.confidence <= 1:  # false for NaN as well
            raise ValueError(f"A confidence is over 0 and at most 1, not {self.confidence}.")


@dataclass(frozen=True, slots=True)
class Signals:
    """The guesses that a decision rests on, several per field where two sources were used.

    `faults` names the guards that the evidence itself trips ("degenerate", "format"). Signals of
    several backends hold theirs as `members`, whose `id` is the name of their backend, and nothing
    else: each is decided about by itself. `in_view` are the works that a member located in the
    clip's frames, whichever the clip is about.

    `number` and `date` are what a label says beside title and artist: they score nothing, but may
    contradict a work. A number with the source UNMARKED counts only in the form of the catalogue's.
    `works` are the records that evidence points at.
    """

    id: str
    title: tuple[Guess | str, ...] = ()
    artist: tuple[Guess | str, ...] = ()
    subject: tuple[Guess | str, ...] = ()
    faults: tuple[str, ...] = ()
    members: tuple[Signals, ...] = ()
    in_view: tuple[str, ...] = ()
    number: tuple[Guess | str, ...] = ()
    date: tuple[Guess | str, ...] = ()
    works: tuple[Pointer, ...] = ()

    def guesses(self, name: Field | Literal["number", "date"]) -> tuple[Guess, ...]:
        """The guesses about a field; a plain text has a confidence of 1."""
        return guesses_of(getattr(self, name))


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Why a field scored: the guess, the alias of the catalogue it met, and both similarities.

    `score` is their weighted sum times the `confidence` of the guess; `source` is where that comes
    from.
    """

    score: float
    guess: str = ""
    alias: str = ""
    token: float = 0.0
    trigram: float = 0.0
    confidence: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A catalogue work, by identifier, with its evidence per field and its combined score C."""

    work: str
    title: FieldEvidence
    artist: FieldEvidence
    subject: FieldEvidence
    score: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison that settled the decision. `passed` says on which side it fell.

    Of a contradiction `what` was read, `read` are its words and `recorded` what the record says.
    """

    parameter: ReasonParameter
    observed: float
    required: float
    passed: bool
    what: str = ""
    read: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Accept or abstain, with everything that led there.

    `candidates` are the best works, best first (three at most unless more were asked for,
    `candidate` and `runner_up` among them). `config` is the hash of the configuration. `members`
    is what each backend of an ensemble decided by itself, by the name of the backend.
    """

    id: str
    outcome: Outcome
    regime: Regime | None
    candidates: tuple[Candidate, ...]
    margin: float
    reasons: tuple[Reason, ...]
    guards: tuple[ReasonParameter, ...]
    config: str
    members: tuple[Decision, ...] = ()

    @property
    def candidate(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def runner_up(self) -> Candidate | None:
        return self.candidates[1] if len(self.candidates) > 1 else None

    @property
    def accepted(self) -> bool:
        return self.outcome == "accept"
