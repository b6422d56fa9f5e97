"""The embedded default: no torch, no weights to fetch, no GPU.

Labels are read by OCR, paintings are recognised by local features against the catalogue's own
reference pictures, and the descriptive stages say what can be measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from backends.base import (
    BY_DEFAULT,
    BackendUnavailable,
    GenerationError,
    Location,
    Media,
    MediaFrame,
    Modality,
    ModelBackend,
    Options,
    Params,
    Prompt,
    Quad,
    Reference,
)

if TYPE_CHECKING:
    from backends.embedded.arrays import Image
    from backends.embedded.clip_view import ClipView, SeenFrame
    from backends.embedded.labels.codes.reading import Code
    from backends.embedded.labels.detection import Card
    from backends.embedded.labels.ocr import Reader, Reading
    from backends.embedded.labels.transcription import Label
    from backends.embedded.labels.vocabulary import Vocabulary
    from backends.embedded.paintings.recogniser import PictureSighting, Recogniser

FRAMES_READ = 5
"""Frames of a clip whose labels are read: more readings of one label hardly change it, and reading
costs most."""
REGIONS_READ = 4
"""Regions of a frame that are read: the likeliest of those that may be labels."""
NEIGHBOURS = 2
"""Frames in a row of which one is read to see when labels are legible, where two show the same."""


@dataclass
class _Tools:
    """What `load` and `ground` prepare. `paintings`, `outlines`, `cards`, `labels` and `codes` are
    cached by frame hash."""

    reader: Reader
    recogniser: Recogniser
    references: Mapping[str, Reference] = field(default_factory=dict)
    vocabulary: Vocabulary | None = None
    paintings: dict[str, tuple[PictureSighting, ...]] = field(default_factory=dict)
    outlines: dict[str, tuple[Quad, ...]] = field(default_factory=dict)
    cards: dict[str, tuple[Card, ...]] = field(default_factory=dict)
    labels: dict[str, Reading] = field(default_factory=dict)
    codes: dict[str, tuple[Code, ...]] = field(default_factory=dict)
    last: tuple[str, Image] | None = None
    """The frame that was decoded last: everything about a frame is mostly asked at once."""


class EmbeddedBackend(ModelBackend):
    """Reads labels and recognises paintings on the processor alone."""

    name: ClassVar[str] = "embedded"
    label: ClassVar[str] = "Embedded (labels and reference pictures, no GPU)"
    version: ClassVar[str] = "13"
    sampling: ClassVar[Literal["even", "dense"]] = "dense"
    locates: ClassVar[bool] = True
    packages: ClassVar[tuple[str, ...]] = (
        "cv2",
        "rapidocr",
        "onnxruntime",
        "rapidfuzz",
        "zxingcpp",
    )

    def __init__(self) -> None:
        self._tools: _Tools | None = None

    @classmethod
    def notes(cls) -> tuple[str, ...]:
        from backends.embedded.labels.scripts import tesseract
        from backends.embedded.labels.scripts.letters import OTHERS, READS

        program = tesseract.installed()
        if program is None:
            absent = (
                f"{OTHERS} are read by Tesseract, if it is installed with the languages of your"
            )
            return f"Reads labels in {READS}.", f"{absent} labels:\n{tesseract.INSTALL}"
        return (
            f"Reads labels in {READS}, and with Tesseract: {program.scripts}."
            + (f" Another language adds its script:\n{program.another}" if program.another else ""),
        )

    def load(
        self, path: Path | None, quantise: bool = False, options: Options = BY_DEFAULT
    ) -> None:
        """`path` is the folder in which features of reference pictures are cached."""
        from backends.embedded.labels.ocr import Reader
        from backends.embedded.paintings.recogniser import Recogniser

        if path is None:
            raise BackendUnavailable("The embedded backend needs a folder to cache features in.")
        reader = Reader()
        reader.load()
        self.identity = reader.others.identity if reader.others else ""
        self._tools = _Tools(reader, Recogniser(path))

    def ground(
        self, references: Sequence[Reference], progress: Callable[[int, int], None] | None = None
    ) -> None:
        from backends.embedded.labels.vocabulary import Vocabulary

        tools = self._loaded()
        self.messages = tools.recogniser.learn(references, progress)
        tools.references = {reference.identifier: reference for reference in references}
        tools.vocabulary = Vocabulary.of(references)
        for cached in (tools.paintings, tools.outlines, tools.cards, tools.labels, tools.codes):
            cached.clear()

    def begin(self, medium: str) -> None:
        tools = self._loaded()
        if tools.recogniser.withhold(medium):
            tools.paintings.clear()
        self.taught = tools.recogniser.taught

    def locate(self, frame: MediaFrame) -> tuple[Location, ...]:
        """The references recognised beyond doubt, the most prominent first."""
        return tuple(
            Location(seen.identifier, seen.frame, seen.quad, *seen.proven, seen.picture)
            for seen in self._paintings(frame)
            if seen.certainty == "sure"
        )

    def label_stretches(self, frames: Sequence[MediaFrame]) -> tuple[tuple[float, float], ...]:
        from backends.embedded.labels.over_frames.stretches import stretches

        return stretches(list(self._legible(frames)))

    def preprocess(self, media: Media, modality: Modality) -> ClipView:
        """Measure every frame, and read the labels in the sharpest of each part of the clip."""
        from backends.embedded.clip_view import view_clip
        from backends.embedded.labels.over_frames.choice import parts
        from backends.embedded.labels.scripts import tesseract

        read = {self._sharpest(part) for part in parts(media.frames, FRAMES_READ)}
        seen = [self._seen(frame, frame in read) for frame in media.frames]
        self._read_together(seen)
        tools = self._loaded()
        return view_clip(seen, media.focus, tools.references, tesseract.cure(tools.reader.others))

    def generate(self, media: Any, prompt: Prompt, params: Params) -> str:
        from backends.embedded.answers import ANSWERS

        tools = self._loaded()
        if prompt.stage not in ANSWERS or tools.vocabulary is None:
            raise GenerationError(f"The embedded backend cannot answer stage {prompt.stage!r}.")
        return ANSWERS[prompt.stage](media, prompt, tools.references, tools.vocabulary)

    def close(self) -> None:
        if self._tools:
            self._tools.reader.close()
        self._tools = None

    def _loaded(self) -> _Tools:
        if self._tools is None:
            raise GenerationError("The embedded backend was not loaded.")
        return self._tools

    def _read_together(self, seen: list[SeenFrame]) -> None:
        """Put what several frames say together of small print in the place of what one says."""
        from backends.embedded.labels.over_frames.readings import group, sure_letters

        readings = [(n, label) for n, frame in enumerate(seen) for label in frame.labels]
        for same in group(readings, itemgetter(1)):
            same.sort(key=lambda reading: sure_letters(reading[1]), reverse=True)
            number, best = same[0]
            together = self._fused([(seen[n].frame, label) for n, label in same])
            if together and sure_letters(together) > sure_letters(best):
                labels = (together if label is best else label for label in seen[number].labels)
                seen[number] = replace(seen[number], labels=tuple(labels))

    def _fused(self, readings: Sequence[tuple[MediaFrame, Label]]) -> Label | None:
        """What the frames of a label say together, the one that is read best first."""
        from backends.embedded.labels.over_frames.fusion import Sight, fused, worth_it

        first = Sight(self._image(readings[0][0]), readings[0][1])
        if not worth_it(first, len(readings)):
            return None
        others = [Sight(self._image(frame), label) for frame, label in readings[1:]]
        crop = fused([first, *others])
        if crop is None:
            return None
        return self._loaded().reader.read_again(crop, first.label, first.image.shape)

    def _image(self, frame: MediaFrame) -> Image:
        from backends.embedded import measure

        tools = self._loaded()
        if tools.last is None or tools.last[0] != frame.sha256:
            tools.last = frame.sha256, measure.read(frame.path)
        return tools.last[1]

    def _paintings(self, frame: MediaFrame) -> tuple[PictureSighting, ...]:
        tools = self._loaded()
        if frame.sha256 not in tools.paintings:
            image = self._image(frame)
            tools.paintings[frame.sha256] = tools.recogniser.locate(image, frame.sha256)
        return tools.paintings[frame.sha256]

    def _outlines(self, frame: MediaFrame) -> tuple[Quad, ...]:
        from backends.embedded.paintings.outlines import find_outlines

        tools = self._loaded()
        if frame.sha256 not in tools.outlines:
            tools.outlines[frame.sha256] = find_outlines(self._image(frame))
        return tools.outlines[frame.sha256]

    def _cards(self, frame: MediaFrame) -> tuple[Card, ...]:
        from backends.embedded.labels import detection

        tools = self._loaded()
        if frame.sha256 not in tools.cards:
            tools.cards[frame.sha256] = detection.find(self._image(frame), REGIONS_READ)
        return tools.cards[frame.sha256]

    def _sharpest(self, part: Sequence[MediaFrame]) -> MediaFrame:
        from backends.embedded.labels.over_frames.choice import sharpest

        before = [frame for frame in part if frame.sha256 in self._loaded().labels]
        return sharpest(part, self._worth, before)

    def _worth(self, frame: MediaFrame) -> float:
        from backends.embedded.labels.over_frames.choice import legibility

        return legibility(self._cards(frame))

    def _legible(self, frames: Sequence[MediaFrame]) -> Iterator[tuple[float, Label]]:
        """The labels of frames that show others than their neighbours, at the times of both."""
        from backends.embedded.labels.over_frames.choice import adds

        for start in range(0, len(frames), NEIGHBOURS):
            part = frames[start : start + NEIGHBOURS]
            read = self._sharpest(part)
            for frame in part:
                legible, others = adds(self._cards(frame), self._cards(read))
                if frame is read or legible:
                    labels = self._labels(frame if others else read)
                    yield from ((frame.time, label) for label in labels)

    def _labels(self, frame: MediaFrame) -> tuple[Label, ...]:
        return self._reading(frame).labels

    def _reading(self, frame: MediaFrame) -> Reading:
        from backends.embedded.labels.placement.own_cards import on_own_cards

        tools = self._loaded()
        if frame.sha256 not in tools.labels:
            image, outlines = self._image(frame), self._outlines(frame)
            read = tools.reader.look(image, REGIONS_READ, self._cards(frame), outlines)
            labels = on_own_cards(read.labels, outlines, image)
            tools.labels[frame.sha256] = replace(read, labels=labels)
        return tools.labels[frame.sha256]

    def _codes(self, frame: MediaFrame) -> tuple[Code, ...]:
        from backends.embedded.labels.codes.reading import find

        tools = self._loaded()
        if frame.sha256 not in tools.codes:
            tools.codes[frame.sha256] = find(self._image(frame), self._labels(frame))
        return tools.codes[frame.sha256]

    def _seen(self, frame: MediaFrame, read: bool) -> SeenFrame:
        from backends.embedded.clip_view import SeenFrame
        from backends.embedded.labels.codes.reading import with_codes
        from backends.embedded.labels.placement.bare_walls import is_bare
        from backends.embedded.labels.placement.cut_off import cut_off
        from backends.embedded.labels.placement.ties import without_cards

        image = self._image(frame)
        aspect = image.shape[1] / image.shape[0]
        labels = self._labels(frame) if read else ()
        unread = self._reading(frame).unread if read else ()
        codes = self._codes(frame) if read else ()
        cards = with_codes(labels, codes)
        hung = without_cards(self._outlines(frame), cards, aspect)
        beside = cut_off(image, cards, hung)
        paintings = self._paintings(frame)
        bare = len(cards) == 1 and not (hung or beside) and is_bare(image, cards[0])
        return SeenFrame(frame, aspect, paintings, hung, labels, beside, bare, codes, unread)
