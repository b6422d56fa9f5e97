"""From a medium to evidence: frames, clips, and the stages' answers about each clip."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.base import Media, MediaFrame, ModelBackend, Params, Prompt, Reference
from catalogue import Catalogue
from pipeline import frames as sampling
from pipeline import segments
from pipeline.errors import MediaError
from pipeline.progress import STAGES, Progress, Watcher, unwatched
from pipeline.stages import MODEL_STAGES, VERSION, Stage
from pipeline.store import Store
from pipeline.types import Clip, Evidence, Frame, Sighting, StageOutput, Video
from pipeline.workspace import Workspace

EVERY = 1.25
"""s between the frames of the dense set: a label passed at walking pace is on one of them."""
EVEN = 8
"""Frames of the even set (seed paper, section 4.2)."""
BESIDE = 2.0
"""s before and after a work's stretch in which its label may be filmed."""


def references(catalogue: Catalogue) -> tuple[Reference, ...]:
    """What a backend may recognise, out of a catalogue."""
    return tuple(
        Reference(work.identifier, work.title, work.artist, work.subject, work.picture)
        for work in catalogue.works
    )


def recipe(backend: ModelBackend, catalogue: Catalogue) -> str:
    """Hash of everything but the medium that evidence depends on."""
    parts = [backend.name, backend.version, backend.sampling, VERSION, EVERY, EVEN]
    text = json.dumps([*parts, catalogue.sha256 if backend.locates else ""])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def analyse(
    path: Path,
    backend: ModelBackend,
    catalogue: Catalogue,
    workspace: Workspace,
    progress: Watcher = unwatched,
) -> tuple[Evidence, ...]:
    """The evidence of each clip of a medium, from the store where it was computed before.

    `backend` is loaded and grounded. Raises MediaError, StorageError, or whatever `progress`
    raises to call it off; a model that fails at a stage leaves an output with its error.
    """
    video = sampling.probe(path)
    store = Store(workspace.database)
    made_by = recipe(backend, catalogue)
    if (known := store.analysed(video.sha256, made_by)) is not None:
        return known
    found = _Analysis(video, backend, made_by, workspace, progress).run()
    store.save(video, made_by, found, catalogue.sha256)
    return found


@dataclass
class _Analysis:
    """One medium on its way through the stages."""

    video: Video
    backend: ModelBackend
    recipe: str
    workspace: Workspace
    progress: Watcher
    done: int = 0
    total: int = 0

    def run(self) -> tuple[Evidence, ...]:
        frames, sightings = self._scan()
        clips = segments.clips(self.video, [f.time for f in frames], sightings)
        self.total = self.done + len(clips) * len(MODEL_STAGES)
        return tuple(self._clip(clip, frames, sightings) for clip in clips)

    def _scan(self) -> tuple[list[Frame], list[Sighting]]:
        """Stage 1: the dense frames, and in each the works that the backend recognises."""
        self.total = sampling.dense_count(self.video, EVERY) + len(MODEL_STAGES)
        frames: list[Frame] = []
        sightings: list[Sighting] = []
        for frame in sampling.sample_dense(self.video, self.workspace.frames, EVERY):
            if self.backend.locates:
                sightings += self._located(frame)
            frames.append(frame)
            self.total = max(self.total, len(frames) + len(MODEL_STAGES))
            self._tell(1, frame=frame)
        return frames, sightings

    def _located(self, frame: Frame) -> Iterable[Sighting]:
        try:
            located = self.backend.locate(_media_frame(frame))
        except Exception as error:  # a model may fail in any way: this medium fails alone
            raise MediaError(
                f"{self.video.path.name}: the frame at {frame.time:.1f} s cannot be analysed "
                f"({error}). Analyse it again; if that fails, cut this moment out."
            ) from error
        for seen in located:
            yield Sighting(seen.identifier, frame.sha256, frame.time, seen.quad, seen.inliers)

    def _clip(self, clip: Clip, dense: list[Frame], sightings: list[Sighting]) -> Evidence:
        looked_at = self._frames_of(clip, dense)
        media = Media(tuple(map(_media_frame, looked_at)), clip.focus)
        inside = {f.sha256 for f in looked_at if clip.start <= f.time <= clip.end}
        return Evidence(
            clip,
            self.backend.name,
            self.recipe,
            tuple(looked_at),
            self._answers(clip, media),
            tuple(s for s in sightings if s.frame in inside),
        )

    def _frames_of(self, clip: Clip, dense: list[Frame]) -> list[Frame]:
        if self.backend.sampling == "even":
            folder = self.workspace.frames
            return list(sampling.sample_even(self.video, clip.start, clip.end, EVEN, folder))
        beside = BESIDE if clip.focus else 0.0
        inside = [f for f in dense if clip.start - beside <= f.time <= clip.end + beside]
        return inside or [min(dense, key=lambda f: abs(f.time - clip.start))]

    def _answers(self, clip: Clip, media: Media) -> tuple[StageOutput, ...]:
        modality = self.video.kind
        outputs: list[StageOutput] = []
        try:
            prepared: Any = self.backend.preprocess(media, modality)
        except Exception as error:  # a model may fail in any way: this clip fails alone
            return (_failed("label", "", media, str(error)),)
        for stage in MODEL_STAGES:
            output = self._ask(stage, prepared, media, outputs)
            outputs.append(output)
            self._tell(stage.number, output=output, clip=clip)
        return tuple(outputs)

    def _ask(
        self, stage: Stage, prepared: Any, media: Media, outputs: list[StageOutput]
    ) -> StageOutput:
        earlier = {output.stage: output.value for output in outputs}
        text = stage.prompt(earlier)
        began = time.perf_counter()
        try:
            prompt = Prompt(stage.name, text, tuple(earlier.items()))
            raw = self.backend.generate(prepared, prompt, Params())
        except Exception as error:  # and so does this stage
            return _failed(stage.name, text, media, str(error), time.perf_counter() - began)
        parsed = json.dumps(stage.parse(raw), ensure_ascii=False)
        hashes = tuple(frame.sha256 for frame in media.frames)
        return StageOutput(stage.name, text, raw, parsed, hashes, time.perf_counter() - began)

    def _tell(
        self,
        number: int,
        frame: Frame | None = None,
        output: StageOutput | None = None,
        clip: Clip | None = None,
    ) -> None:
        self.done += 1
        total = max(self.total, self.done)
        name = self.video.path.name
        stage = STAGES[number - 1]
        self.progress(Progress(name, stage, number, self.done, total, frame, output, clip))


def _media_frame(frame: Frame) -> MediaFrame:
    return MediaFrame(frame.path, frame.sha256, frame.time)


def _failed(stage: str, prompt: str, media: Media, error: str, seconds: float = 0.0) -> StageOutput:
    hashes = tuple(frame.sha256 for frame in media.frames)
    return StageOutput(stage, prompt, "", "null", hashes, seconds, error)
