"""From a medium to evidence: frames, clips, and the stages' answers about each clip."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backends import (
    Answer,
    Media,
    MediaFrame,
    ModelBackend,
    OutOfMemory,
    Params,
    Prompt,
)
from catalogue import Catalogue
from console import Cancelled
from pipeline import codec
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.progress import (
    AnswerGrew,
    ClipFinished,
    ClipStarted,
    FrameSampled,
    Place,
    StageAnswered,
    StageStarted,
    Watcher,
    unwatched,
)
from pipeline.analysis.recipe import recipe
from pipeline.errors import MediaError
from pipeline.media import clips as segments
from pipeline.media import sampling, shots
from pipeline.media.sampling import EVERY
from pipeline.sightings import Interval
from pipeline.stages import MODEL_STAGES, Stage
from pipeline.types import Clip, Evidence, Frame, Sighting, StageOutput, Video
from storage import Workspace, lacks_space

_STAGES = len(MODEL_STAGES)
BESIDE = 2.0
"""s before and after a work's stretch in which its label may be filmed."""


def analyse(
    path: Path,
    backend: ModelBackend,
    catalogue: Catalogue,
    workspace: Workspace,
    progress: Watcher = unwatched,
    lead: Sequence[Evidence] = (),
) -> tuple[Evidence, ...]:
    """The evidence of each clip of a medium, from the store where it was computed before.

    `backend` is loaded and grounded. With `lead`, the evidence of another backend about the same
    medium, its clips are asked about instead of new ones. Raises MediaError, StorageError,
    OutOfMemory, or whatever `progress` raises to cancel it; a model that fails otherwise leaves
    an output with its error. Each clip is stored as soon as it is finished; those of a `lead`
    together, for alone they would take the place of the lead's in Review until they are joined.
    """
    video = sampling.probe(path)
    store = Store(workspace.database)
    backend.begin(video.sha256)
    made_by = recipe(backend, catalogue, lead[0].recipe if lead else "")
    if (stored := store.analysed(video.sha256, made_by)) is not None:
        return stored
    analysis = _Analysis(
        video, backend, made_by, workspace, progress, store, catalogue.sha256, bool(lead)
    )
    if lead:
        evidence = analysis.of([clip.clip for clip in lead])
        store.save(video, made_by, evidence, catalogue.sha256)
    else:
        evidence = analysis.run()
        store.finish(video, made_by)
    return evidence


@dataclass
class _Analysis:
    """One medium on its way through the stages."""

    video: Video
    backend: ModelBackend
    recipe: str
    workspace: Workspace
    progress: Watcher
    store: Store
    catalogue: str
    """SHA-256 of its file."""
    led: bool
    """Whether the clips are those of another backend's evidence."""
    done: int = 0
    total: int = 0
    coming: int = 0
    """Frames of the scan that are still to come."""
    finished: dict[str, Evidence] = field(default_factory=dict)
    """By the key of the clip."""

    def run(self) -> tuple[Evidence, ...]:
        frames, sightings = self._scan(segments.Settling(self.video, BESIDE))
        descriptors = () if self.backend.locates else shots.describe(frames)
        times = [frame.time for frame in frames]

        def labelled(gap: Interval) -> Sequence[Interval]:
            within = [_media_frame(f) for f in frames if gap[0] <= f.time <= gap[1]]
            return self.backend.label_stretches(within)

        clips = segments.clips(self.video, times, sightings, descriptors, labelled)
        return self._all(clips, frames, sightings)

    def of(self, clips: Sequence[Clip]) -> tuple[Evidence, ...]:
        """Evidence of clips that are known already."""
        dense, sightings = self._scan() if self.backend.sampling == "dense" else ([], [])
        return self._all(clips, dense, sightings)

    def _all(
        self, clips: Sequence[Clip], frames: list[Frame], sightings: list[Sighting]
    ) -> tuple[Evidence, ...]:
        open_clips = [clip for clip in clips if clip.key not in self.finished]
        self.total = self.done + len(open_clips) * _STAGES
        for clip in open_clips:
            self._clip(clip, frames, sightings)
        return tuple(self.finished[clip.key] for clip in clips)

    def _scan(
        self, settling: segments.Settling | None = None
    ) -> tuple[list[Frame], list[Sighting]]:
        """Stage 1: the dense frames, and in each the works that the backend recognises.

        With `settling`, a clip that no later frame can change is asked about at once: of a long
        video the first results are there within a minute.
        """
        expected = sampling.dense_count(self.video, EVERY)
        frames: list[Frame] = []
        sightings: list[Sighting] = []
        for frame in sampling.sample_dense(self.video, self.workspace.frames, EVERY):
            located = list(self._located(frame)) if self.backend.locates else []
            sightings += located
            frames.append(frame)
            self.coming = max(expected - len(frames), 0)
            self.done += 1
            self.total = self.done + self.coming + _STAGES
            self.progress(FrameSampled(self._place(1), frame))
            for clip in settling.after(frame.time, located) if settling else ():
                self._clip(clip, frames, sightings)
        self.coming = 0
        return frames, sightings

    def _located(self, frame: Frame) -> Iterable[Sighting]:
        try:
            located = self.backend.locate(_media_frame(frame))
        except Exception as error:  # a model may fail in any way: this medium fails alone
            if lacks_space(error):
                raise
            raise MediaError(
                f"{self.video.path.name}: the frame at {frame.time:.1f} s cannot be analysed "
                f"({error}). Analyse it again; if that fails, cut this moment out."
            ) from error
        for seen in located:
            yield Sighting(
                seen.identifier,
                frame.sha256,
                frame.time,
                seen.quad,
                seen.inliers,
                seen.confidence,
                seen.coverage,
                seen.picture,
            )

    def _clip(self, clip: Clip, dense: list[Frame], sightings: list[Sighting]) -> None:
        looked_at = self._frames_of(clip, dense)
        media = Media(tuple(map(_media_frame, looked_at)), clip.focus)
        inside = {f.sha256 for f in looked_at if clip.start <= f.time <= clip.end}
        self.progress(ClipStarted(self._place(MODEL_STAGES[0].number), clip, tuple(looked_at)))
        evidence = Evidence(
            clip,
            self.backend.name,
            self.recipe,
            tuple(looked_at),
            self._answers(media),
            tuple(s for s in sightings if s.frame in inside),
            self.backend.format,
            self.backend.faults,
        )
        self.finished[clip.key] = evidence
        if not self.led:
            self.store.keep(evidence, self.recipe, self.catalogue)
            self.progress(ClipFinished(self._place(MODEL_STAGES[-1].number), clip))

    def _frames_of(self, clip: Clip, dense: list[Frame]) -> list[Frame]:
        if form := self.backend.format:
            where = (self.video, clip.start, clip.end)
            return [*sampling.sample_even(*where, form.frames, self.workspace.frames, form.longest)]
        beside = BESIDE if clip.focus else 0.0
        inside = [f for f in dense if clip.start - beside <= f.time <= clip.end + beside]
        return inside or [min(dense, key=lambda f: abs(f.time - clip.start))]

    def _answers(self, media: Media) -> tuple[StageOutput, ...]:
        try:
            prepared: Any = self.backend.preprocess(media, self.video.kind)
        except OutOfMemory:
            raise
        except Exception as error:  # a model may fail in any way: this clip fails alone
            if lacks_space(error):
                raise
            self.done += _STAGES
            return (_failed("label", "", media, str(error)),)
        outputs: dict[str, StageOutput] = {}
        for stages in _rounds(self.backend):
            for stage, output in zip(
                stages, self._ask(stages, prepared, media, outputs), strict=True
            ):
                outputs[stage.name] = output
                self.done += 1
                self.progress(StageAnswered(self._place(stage.number), output))
        return tuple(outputs[stage.name] for stage in MODEL_STAGES)

    def _ask(
        self,
        stages: Sequence[Stage],
        prepared: Any,
        media: Media,
        outputs: Mapping[str, StageOutput],
    ) -> list[StageOutput]:
        """The answers to the prompts of one round, which the backend may give in one pass."""
        self.progress(StageStarted(self._place(stages[0].number)))
        earlier = {name: output.parsed for name, output in outputs.items()}
        plain = tuple((name, codec.plain(answer)) for name, answer in earlier.items())
        prompts = [Prompt(s.name, s.prompt(earlier), plain) for s in stages]
        questions = [(p, Params(s.tokens)) for p, s in zip(prompts, stages, strict=True)]
        began = time.perf_counter()
        try:
            answers = self.backend.answers(prepared, questions, self._grow)
        except (OutOfMemory, Cancelled):
            raise
        except Exception as error:  # and so does this stage
            if lacks_space(error):
                raise
            spent = (time.perf_counter() - began) / len(stages)
            return [_failed(p.stage, p.text, media, str(error), spent) for p in prompts]
        return [
            _understood(stage, prompt, answer, media)
            for stage, prompt, answer in zip(stages, prompts, answers, strict=True)
        ]

    def _grow(self, stage: str, words: str) -> None:
        number = next(s.number for s in MODEL_STAGES if s.name == stage)
        self.progress(AnswerGrew(self._place(number), stage, words))

    def _place(self, number: int) -> Place:
        total = max(self.total, self.done)
        return Place(self.video.path.name, number, self.done, total, self.coming)


def _rounds(backend: ModelBackend) -> Iterator[Sequence[Stage]]:
    """The stages in the order asked: one by one, or together all whose needs are met."""
    if not backend.shares_prefix:
        yield from ([stage] for stage in MODEL_STAGES)
        return
    answered: set[str] = set()
    while len(answered) < len(MODEL_STAGES):
        waiting = [stage for stage in MODEL_STAGES if stage.name not in answered]
        ready = [stage for stage in waiting if answered.issuperset(stage.needs)]
        yield ready
        answered.update(stage.name for stage in ready)


def _understood(stage: Stage, prompt: Prompt, answer: Answer, media: Media) -> StageOutput:
    return StageOutput(
        stage.name,
        prompt.text,
        answer.words,
        stage.parse(answer.words),
        tuple(frame.sha256 for frame in media.frames),
        answer.seconds,
        tokens=answer.tokens,
        cut=answer.cut,
        probability=answer.probability,
    )


def _media_frame(frame: Frame) -> MediaFrame:
    return MediaFrame(frame.path, frame.sha256, frame.time)


def _failed(stage: str, prompt: str, media: Media, error: str, seconds: float = 0.0) -> StageOutput:
    hashes = tuple(frame.sha256 for frame in media.frames)
    return StageOutput(stage, prompt, "", None, hashes, seconds, error)
