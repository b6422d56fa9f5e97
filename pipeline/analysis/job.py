"""Analyses as jobs: media, one catalogue, and the backends that have to agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from mimetypes import guess_type
from pathlib import Path
from typing import ClassVar

from backends import Choice
from catalogue import Catalogue
from jobs import Job, Kind, Run, Runner, register
from pipeline import codec
from pipeline.analysis.job_run import AnalysisRun, Functions, Medium
from pipeline.analysis.model_slot import ModelSlot
from pipeline.analysis.open_catalogue import opened
from pipeline.analysis.progress import STAGES
from pipeline.analysis.reporter import Reporter
from pipeline.analysis.turns import in_turn, weightless
from pipeline.errors import PipelineError
from storage import Workspace

OpenCatalogue = Callable[[Path, Workspace], Catalogue]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is to be analysed; several choices are an ensemble. All paths are absolute."""

    media: tuple[Path, ...]
    catalogue: Path
    choices: tuple[Choice, ...]


def analysis(
    media: Sequence[Path],
    catalogue: Path,
    backend: str = "embedded",
    model: Path | None = None,
    choices: Sequence[Choice] = (),
) -> Analysis:
    """An analysis of media by one backend, or by `choices` in place of `backend` and `model`.

    Raises PipelineError without media.
    """
    if not media:
        raise PipelineError("There is nothing to analyse: choose a video or a picture first.")
    chosen = tuple(_anywhere(choice) for choice in choices or (Choice(backend, model),))
    return Analysis(tuple(path.absolute() for path in media), catalogue.absolute(), chosen)


@dataclass(frozen=True)
class AnalysisKind(Kind[Analysis]):
    """The functions are exchanged by tests."""

    name: ClassVar[str] = "analysis"
    payload = Analysis
    stages: ClassVar[int] = len(STAGES)
    usual: ClassVar[bool] = True
    functions: Functions = field(default_factory=Functions)
    open_catalogue: OpenCatalogue = opened

    def encode(self, payload: Analysis, workspace: Workspace) -> str:
        """Paths that lie in the workspace are written relative to it."""
        media = tuple(map(workspace.relative, payload.media))
        catalogue = workspace.relative(payload.catalogue)
        return codec.dumps(replace(payload, media=media, catalogue=catalogue))

    def decode(self, text: str, schema: int, workspace: Workspace) -> Analysis:
        stored = codec.loads(text, Analysis)
        media = tuple(map(workspace.absolute, stored.media))
        return replace(stored, media=media, catalogue=workspace.absolute(stored.catalogue))

    def items(self, payload: Analysis) -> Sequence[str]:
        return [path.name for path in payload.media]

    def runner(self, workspace: Workspace) -> Runner[Analysis]:
        return AnalysisRunner(self, workspace)

    def title(self, job: Job) -> str:
        """The one medium, or the one under way and how many there are."""
        items = job.items
        if not items:
            return "an analysis"
        if len(items) == 1:
            return items[0].name
        running = next((item for item in items if item.state == "running"), None)
        if running is None:
            return f"{items[0].name} and {len(items) - 1} more"
        return f"{running.name} ({running.position + 1} of {len(items)})"

    def detail(self, job: Job) -> str:
        """The backends, where it is not the embedded one alone: `embedded + qwen2-vl`."""
        names = [choice.backend for choice in job.payload.choices] if job.payload else []
        return "" if names == ["embedded"] else " + ".join(names)


class AnalysisRunner:
    """Keeps the model loaded from job to job."""

    def __init__(self, kind: AnalysisKind, workspace: Workspace) -> None:
        self._kind, self._workspace = kind, workspace
        self._slot = ModelSlot(workspace)

    def run(self, payload: Analysis, run: Run) -> None:
        self._slot.renew()
        waiting = run.waiting
        if not all(0 <= item.position < len(payload.media) for item in waiting):
            raise PipelineError(
                "What this job was to do does not fit what stands in the queue. Start it again."
            )
        media = [Medium(item.position, payload.media[item.position]) for item in waiting]
        choices = in_turn(payload.choices)
        light = [choice for choice in choices if weightless(choice)]
        before = 1 - len(media) / len(payload.media)
        positions = [medium.position for medium in media]
        pictures = [medium.position for medium in media if _looks_still(medium.path)]
        reporter = Reporter(run, choices, light, positions, before, pictures)
        reporter.indexing(0, 1)
        catalogue = self._kind.open_catalogue(payload.catalogue, self._workspace)
        functions = self._kind.functions
        AnalysisRun(run, choices, media, catalogue, self._slot, reporter, functions).take_turns()

    def prepare(self) -> None:
        """Load the backend that brings all that it needs. Raises BackendError."""
        self._slot.load(Choice(), lambda message: None)

    def close(self) -> None:
        self._slot.drop()


def _looks_still(path: Path) -> bool:
    """Whether a file is a picture by its name, before it is opened."""
    kind = guess_type(path.name)[0] or ""
    return kind.startswith("image/") and kind != "image/gif"


def _anywhere(choice: Choice) -> Choice:
    """The choice with absolute paths: the worker runs in a folder of its own."""
    model, adapter = choice.model, choice.options.adapter
    options = replace(choice.options, adapter=_absolute(adapter))
    return replace(choice, model=_absolute(model), options=options)


def _absolute(path: Path | None) -> Path | None:
    """The identifier of a model on a hub looks like a path, but is none."""
    return path.absolute() if path and path.exists() else path


register(AnalysisKind())
