"""One job on its way: each member loads once and takes its turn at every medium.

Every medium is opened before that: one that cannot be read says so once, and loads no model. A
member that fails, at one medium or at being loaded, is left out with a message; the evidence of
the others stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backends import Choice, ModelBackend, OutOfMemory
from catalogue import Catalogue
from console import Cancelled
from jobs import Run, explain
from pipeline.analysis.analyse import analyse
from pipeline.analysis.model_slot import ModelSlot
from pipeline.analysis.progress import Watcher
from pipeline.analysis.reporter import Reporter
from pipeline.analysis.turns import MediumEvidence, made_to_fit, together
from pipeline.media.probe import look_into
from storage import Workspace, lacks_space

_LOADING = -1
"""In place of a medium: the turn in which a member is loaded."""
_OPENING = -1
"""In place of a member: the turn in which a medium is opened, before any member is loaded."""
_LOADING_BROKE = (
    "Given up, because loading it broke down again and again. The file worker.log in the workspace "
    "tells how; often memory did not suffice: choose 4-bit weights or a smaller model."
)
_BROKE = "given up, because the analysis broke down on it twice."
_COULD_SHRINK = " Or allow fewer and smaller frames where memory does not suffice."

Analyse = Callable[
    [Path, ModelBackend, Catalogue, Workspace, Watcher, MediumEvidence], MediumEvidence
]
Open = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Functions:
    """What is done to a medium: opened to see whether it can be read, then analysed."""

    analyse: Analyse = analyse
    look_into: Open = look_into


@dataclass
class Medium:
    """A medium that is not finished, and the evidence of each member about it."""

    position: int
    path: Path
    evidence: list[MediumEvidence] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class AnalysisRun:
    """The turns of one job. `choices` are in the order in which they work."""

    run: Run
    choices: Sequence[Choice]
    media: Sequence[Medium]
    catalogue: Catalogue
    slot: ModelSlot
    reporter: Reporter
    functions: Functions

    def take_turns(self) -> None:
        """Take every turn and finish every medium. Raises Cancelled, StorageError."""
        self.reporter.opening()
        media = [medium for medium in self.media if self._opens(medium)]
        last = len(self.choices) - 1
        for member in range(len(self.choices) if media else 0):
            present = self._takes_part(member, media)
            for medium in media:
                if present:
                    self._turn(member, medium)
                if member == last:
                    self._conclude(medium)

    def _opens(self, medium: Medium) -> bool:
        """Open a medium. False where that fails: then it is finished, with the reason."""
        self.run.check()
        with self.run.attempt(_work(_OPENING, medium.position), medium.position) as allowed:
            reason = self._unreadable(medium) if allowed else _BROKE
        if reason:
            self.reporter.passes_over(medium.position)
            self.run.message(_about(medium, reason))
            self.run.finish(medium.position, "failed", reason)
        return not reason

    def _unreadable(self, medium: Medium) -> str:
        """Why a medium cannot be opened; "" where it can."""
        try:
            self.functions.look_into(medium.path)
        except Exception as error:
            return _explained(error)
        return ""

    def _takes_part(self, member: int, media: Sequence[Medium]) -> bool:
        """Load a member. False where that fails, with a message."""
        with self.run.attempt(_work(member, _LOADING)) as allowed:
            reason = self._load(member) if allowed else _LOADING_BROKE
        if reason:
            self.reporter.is_out(member)
            self.run.message(self._blamed(member, reason))
            for medium in media:
                medium.errors.append(reason)
        return not reason

    def _load(self, member: int) -> str:
        """Why a member cannot be loaded; "" where it is."""
        try:
            for message in self._backend(member).messages:
                self.run.message(message)
            return ""
        except Cancelled:
            raise
        except Exception as error:
            reason = _explained(error)
        self.slot.drop()
        return reason

    def _backend(self, member: int) -> ModelBackend:
        choice = self.choices[member]
        if not self.slot.holds(choice):
            self.reporter.loading(member)
            self.slot.load(choice, self.run.message)
            self.reporter.loaded()
        return self.slot.ready(self.catalogue, self.reporter.indexing)

    def _turn(self, member: int, medium: Medium) -> None:
        """One member at one medium: what goes wrong there stops neither the others nor it."""
        self.reporter.begins(member, medium.position)
        evidence: MediumEvidence = ()
        self.run.clear()
        with self.run.attempt(_work(member, medium.position), medium.position) as allowed:
            reason = self._analyse(member, medium) if allowed else _BROKE
            evidence = () if reason else medium.evidence[-1]
        self.reporter.ends(medium.position, evidence)
        if reason:
            medium.errors.append(reason)
            self.run.message(_about(medium, self._blamed(member, reason)))

    def _analyse(self, member: int, medium: Medium) -> str:
        """Why a member has no evidence about a medium; "" where it has."""
        try:
            medium.evidence.append(self._evidence(member, medium))
            return ""
        except Cancelled:
            raise
        except OutOfMemory as error:
            allowed = self.choices[member].options.smaller
            return explain(error) + ("" if allowed else _COULD_SHRINK)
        except Exception as error:
            return _explained(error)

    def _evidence(self, member: int, medium: Medium) -> MediumEvidence:
        backend = self.slot.ready(self.catalogue)
        lead = medium.evidence[0] if medium.evidence else ()

        def attempt() -> MediumEvidence:
            return self.functions.analyse(
                medium.path, backend, self.catalogue, self.run.workspace, self.reporter, lead
            )

        def changed(message: str) -> None:
            self.slot.shrunk = True
            self.run.message(_about(medium, message))
            self.reporter.begins_again()

        if not self.choices[member].options.smaller:
            return attempt()
        return made_to_fit(attempt, backend, changed)

    def _conclude(self, medium: Medium) -> None:
        """Join the evidence of the members, and finish the medium."""
        if not medium.evidence:
            self.run.finish(medium.position, "failed", medium.errors[-1])
            return
        error = ""
        evidence: MediumEvidence = ()
        try:
            evidence = together(medium.evidence, self.catalogue, self.run.workspace)
            note = next((clip.clip.video.note for clip in evidence), "")
        except Exception as failure:
            note = error = _explained(failure)
        if note:
            self.run.message(_about(medium, note))
        self.run.found([] if error else [clip.clip.key for clip in evidence])
        self.run.finish(medium.position, "failed" if error else "done", error)

    def _blamed(self, member: int, reason: str) -> str:
        """The reason, and in an ensemble who fails and what that means."""
        if len(self.choices) == 1:
            return reason
        name = self.choices[member].backend
        return f"{name} is left out, and the others go on without it: {reason}"


def _explained(error: Exception) -> str:
    """An error in words. A full disk is no fault of the medium, so that the job waits for room."""
    if lacks_space(error):
        raise error
    return explain(error)


def _about(medium: Medium, message: str) -> str:
    """A message that says which medium it is about, and says it once."""
    name = medium.path.name
    return message if name in message else f"{name}: {message}"


def _work(member: int, medium: int) -> str:
    """The name of a turn among the attempts of its job."""
    return f"{member} {medium}"
