"""One job on its way: each member loads once and takes its turn at every medium.

Every medium is opened before that: one that cannot be read says so once, and loads no model. A
member that fails, at one medium or at being loaded, is left out with a message; what the others
found stands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backends.base import Choice, ModelBackend, OutOfMemory
from catalogue import Catalogue
from console.errors import Cancelled, CartellinoError
from jobs.board import JobBoard
from jobs.log import ATTEMPTS, NOBODY, TO_LOAD, JobLog
from jobs.reporter import Reporter
from pipeline.analysis.model_slot import Loaded
from pipeline.analysis.progress import Watcher
from pipeline.analysis.turns import Found, made_to_fit, together
from storage.workspace import Workspace

_words = logging.getLogger("cartellino.worker")
_EXPECTED = (CartellinoError, OSError)
"""Errors that explain themselves; any other goes to the log with its traceback."""
_LOADING_BROKE = (
    "Given up, because loading it broke down again and again. The file worker.log in the workspace "
    "tells how; often memory did not suffice: choose 4-bit weights or a smaller model."
)
_BROKE = "given up, because the analysis broke down on it twice."
_COULD_SHRINK = " Or allow fewer and smaller frames where memory does not suffice."

Analyse = Callable[[Path, ModelBackend, Catalogue, Workspace, Watcher, Found], Found]
"""`pipeline.analysis.analyse.analyse`, or what stands in for it."""
LookInto = Callable[[Path], None]
"""`pipeline.media.probe.look_into`, or what stands in for it."""


@dataclass
class Medium:
    """A medium that is not finished, and what each member found in it."""

    position: int
    path: Path
    found: list[Found] = field(default_factory=list)


@dataclass
class JobRun:
    """The turns of one job. `choices` are in the order in which they work."""

    job: str
    choices: Sequence[Choice]
    media: Sequence[Medium]
    catalogue: Catalogue
    workspace: Workspace
    log: JobLog
    board: JobBoard
    reporter: Reporter
    loaded: Loaded
    analyse: Analyse
    look_into: LookInto

    def run(self) -> None:
        """Take every turn and close every medium. Raises Cancelled, StorageError."""
        media = [medium for medium in self.media if self._opens(medium)]
        last = len(self.choices) - 1
        for member in range(len(self.choices) if media else 0):
            present = self._takes_part(member)
            for medium in media:
                if present:
                    self._turn(member, medium)
                if member == last:
                    self._conclude(medium)

    def _opens(self, medium: Medium) -> bool:
        """Look into a medium. False where that fails: then it is closed, and it was said why."""
        self.reporter.check()
        if self.log.attempts(self.job, NOBODY, medium.position) >= ATTEMPTS:
            reason = _BROKE
        else:
            self.log.start_turn(self.job, NOBODY, medium.position)
            reason = self._unreadable(medium)
            self.log.end_turn(self.job, NOBODY, medium.position)
        if reason:
            self.reporter.passes_over(medium.position)
            self.board.say(self.job, f"{medium.path.name}: {reason}")
            self.log.finish_medium(self.job, medium.position, "failed")
        return not reason

    def _unreadable(self, medium: Medium) -> str:
        """Why there is nothing to look at; "" where there is."""
        try:
            self.look_into(medium.path)
        except Exception as error:
            return explain(error)
        return ""

    def _takes_part(self, member: int) -> bool:
        """Load a member. False where that fails, and then it was said why."""
        if self.log.attempts(self.job, member, TO_LOAD) >= ATTEMPTS:
            reason = _LOADING_BROKE
        else:
            self.log.start_turn(self.job, member, TO_LOAD)
            reason = self._load(member)
            self.log.end_turn(self.job, member, TO_LOAD)
        if reason:
            self.reporter.is_out(member)
            self.board.say(self.job, self._blamed(member, reason))
        return not reason

    def _load(self, member: int) -> str:
        """Why a member cannot be loaded; "" where it is."""
        try:
            for message in self._backend(member).messages:
                self.board.say(self.job, message)
            return ""
        except Cancelled:
            raise
        except Exception as error:
            reason = explain(error)
        self.loaded.drop()
        return reason

    def _backend(self, member: int) -> ModelBackend:
        choice = self.choices[member]
        if not self.loaded.holds(choice):
            self.reporter.loading(member)
            self.loaded.load(choice, lambda message: self.board.say(self.job, message))
            self.reporter.loaded()
        return self.loaded.ready(self.catalogue, self.reporter.indexing)

    def _turn(self, member: int, medium: Medium) -> None:
        """One member at one medium: what goes wrong there stops neither the others nor it."""
        self.reporter.begins(member, medium.position)
        found: Found = ()
        if self.log.attempts(self.job, member, medium.position) >= ATTEMPTS:
            reason = _BROKE
        else:
            self.board.clear(self.job)
            self.log.start_turn(self.job, member, medium.position)
            reason = self._analyse(member, medium)
            found = () if reason else medium.found[-1]
            self.log.end_turn(self.job, member, medium.position)
        self.reporter.ends(medium.position, found)
        if reason:
            self.board.say(self.job, f"{medium.path.name}: {self._blamed(member, reason)}")

    def _analyse(self, member: int, medium: Medium) -> str:
        """Why a member found nothing in a medium; "" where it did."""
        try:
            medium.found.append(self._found(member, medium))
            return ""
        except Cancelled:
            raise
        except OutOfMemory as error:
            allowed = self.choices[member].options.smaller
            return explain(error) + ("" if allowed else _COULD_SHRINK)
        except Exception as error:
            return explain(error)

    def _found(self, member: int, medium: Medium) -> Found:
        backend = self.loaded.ready(self.catalogue)
        lead = medium.found[0] if medium.found else ()

        def attempt() -> Found:
            return self.analyse(
                medium.path, backend, self.catalogue, self.workspace, self.reporter, lead
            )

        def changed(message: str) -> None:
            self.loaded.shrunk = True
            self.board.say(self.job, f"{medium.path.name}: {message}")
            self.reporter.begins_anew()

        if not self.choices[member].options.smaller:
            return attempt()
        return made_to_fit(attempt, backend, changed)

    def _conclude(self, medium: Medium) -> None:
        """Join what the members found, and close the medium."""
        state = "done" if medium.found else "failed"
        try:
            found = together(medium.found, self.catalogue, self.workspace)
            note = next((one.clip.video.note for one in found), "")
        except Exception as error:
            state, note = "failed", explain(error)
        if note:
            self.board.say(self.job, f"{medium.path.name}: {note}")
        self.log.finish_medium(self.job, medium.position, state)

    def _blamed(self, member: int, reason: str) -> str:
        """The reason, and in an ensemble who fails and what that means."""
        if len(self.choices) == 1:
            return reason
        name = self.choices[member].backend
        return f"{name} is left out, and the others go on without it: {reason}"


def explain(error: Exception) -> str:
    """An error in words for a person; one that nobody foresaw is also logged."""
    if isinstance(error, _EXPECTED) and str(error):
        return str(error)
    _words.error("Not foreseen", exc_info=error)
    return f"Something that Cartellino did not foresee went wrong ({type(error).__name__}: {error})"
