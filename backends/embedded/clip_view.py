"""What was measured in a clip: recognised paintings, labels that were read, and which belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np

from backends.base import LabelTie, MediaFrame, Quad, Reference
from backends.embedded.arrays import Floats
from backends.embedded.labels.agreement import agrees, disagreement
from backends.embedded.labels.codes.reading import Code, with_codes
from backends.embedded.labels.over_frames.readings import combine, group
from backends.embedded.labels.placement.ties import OUTSIDE, tie
from backends.embedded.labels.transcription import Label
from backends.embedded.paintings import geometry
from backends.embedded.paintings.confidence import over_frames
from backends.embedded.paintings.recogniser import PictureSighting

MAIN_AREA = 0.04
"""Of the frame: an outline that is smaller is not what the camera was pointed at."""
CLEARLY_OWN = 1.5
"""A label is that of a clip if the others that may be are read in half as many frames together."""
REACHES_IN = 0.15
"""Of a painting: with no more of it in the frame, it hangs beside what the camera points at."""
_FRAME = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """One frame. `outlines` are picture-like quads, recognised or not; `aspect` width / height.

    `cut_off` is what the frame cuts off beside labels, as far as it is seen.
    """

    frame: MediaFrame
    aspect: float
    paintings: tuple[PictureSighting, ...]
    outlines: tuple[Quad, ...]
    labels: tuple[Label, ...]
    cut_off: tuple[Quad, ...] = ()
    bare: bool = False
    """Whether it shows one label, and nothing but wall around it."""
    codes: tuple[Code, ...] = ()
    unread: tuple[Quad, ...] = ()
    """The outlines of print that no reader knows."""


CodeInFrame = tuple[str, Code]
"""A code and the hash of the frame in which it was read."""


@dataclass(frozen=True, slots=True)
class TiedLabel:
    """A label combined over the frames, how it belongs to the main painting, and why.

    `places` are the frames in which it was read, each with its outline there; `codes` are those on
    its card, each text once. A code by itself is a label without a line.
    """

    label: Label
    tie: LabelTie
    why: str
    places: tuple[tuple[str, Quad], ...] = ()
    codes: tuple[CodeInFrame, ...] = ()


@dataclass(frozen=True, slots=True)
class ClipView:
    """A clip as it was measured. `main` is the sighting of the painting that the clip is about."""

    focus: str | None
    frames: tuple[SeenFrame, ...]
    main: PictureSighting | None
    label: TiedLabel | None

    def frame_of(self, sighting: PictureSighting) -> SeenFrame:
        return next(seen for seen in self.frames if seen.frame.sha256 == sighting.frame)

    @property
    def confidence(self) -> float:
        """What the proof of the main painting is worth over all frames; 0 without one.

        Frames add up only where each is sure: many doubtful ones may share one mistake.
        """
        if self.main is None or self.main.certainty != "sure":
            return self.main.confidence if self.main else 0.0
        work = self.main.identifier
        sightings = [s for seen in self.frames for s in seen.paintings if s.identifier == work]
        return over_frames([s.confidence for s in sightings if s.certainty == "sure"])


def view_clip(
    frames: Sequence[SeenFrame],
    focus: str | None,
    references: Mapping[str, Reference],
    cure: str = "",
) -> ClipView:
    """Settle which painting the clip is about and which label is its own.

    `cure` says what supplies the scripts that are not read.
    """
    main = _main(frames, focus)
    label = _label(frames, main, references)
    if label is None or label.tie != "confirmed":
        label = _unread(frames, label, cure) or label
    return ClipView(focus, tuple(frames), main, label)


def _main(frames: Sequence[SeenFrame], focus: str | None) -> PictureSighting | None:
    """The best sighting of the work in focus; without a focus, the best uncertain one."""
    in_view = [s for f in frames for s in f.paintings if not _beside_another(s, f)]
    seen = [s for s in in_view if focus is None or s.identifier == focus]
    if focus is None:
        seen = [s for s in seen if s.certainty != "sure"] or seen
    return max(seen, key=lambda s: (s.certainty == "sure", s.inliers, s.frame), default=None)


def _beside_another(sighting: PictureSighting, seen: SeenFrame) -> bool:
    """Whether little of a painting reaches into a frame whose middle an unrecognised one fills."""
    corners = _corners(sighting.quad)
    share = geometry.visible(corners, _FRAME)[0] / max(geometry.signed_area(corners), 1e-9)
    if share > REACHES_IN:
        return False
    recognised = [_corners(s.quad) for s in seen.paintings]
    return any(
        all(geometry.overlap(outline, other, _FRAME) < 0.5 for other in recognised)
        for outline in map(_corners, seen.outlines)
        if geometry.signed_area(outline) >= MAIN_AREA and geometry.holds(outline, (0.5, 0.5))
    )


def _corners(quad: Quad) -> Floats:
    return np.array(quad, np.float32)


def _label(
    frames: Sequence[SeenFrame],
    main: PictureSighting | None,
    references: Mapping[str, Reference],
) -> TiedLabel | None:
    """The label that may name the main painting; else the one that comes nearest to it."""
    readings = [(seen, label) for seen in frames for label in seen.labels]
    groups = group(readings, itemgetter(1))
    tied = [_tied(same, main, references) for same in groups]
    order = ("confirmed", "beside", "alone", "elsewhere", "none", "inscription")
    own = [len(t.places) for t in tied if t.tie in ("beside", "alone")]
    if sum(own) > CLEARLY_OWN * max(own, default=0):
        tied = [_untied(t, "several labels hang there, and none is surely its own") for t in tied]
    elif len(own) > 1:
        passed_by = "another label is read for most of the time"
        tied = [t if len(t.places) == max(own) else _untied(t, passed_by) for t in tied]
    if not tied:
        return _code_alone(frames, main)
    best = min(tied, key=lambda t: (order.index(t.tie), -len(t.label.text)))
    others = {code.text for other in tied if other is not best for _, code in other.codes}
    return replace(best, codes=tuple(c for c in best.codes if c[1].text not in others))


def _code_alone(frames: Sequence[SeenFrame], main: PictureSighting | None) -> TiedLabel | None:
    """A code where no label was read. It may name the painting if it is the only one in view."""
    codes = [(seen.frame.sha256, code) for seen in frames for code in seen.codes]
    if not codes:
        return None
    cards = [replace(seen, labels=tuple(map(_card, seen.codes))) for seen in frames]
    readings = [(seen, card) for seen in cards for card in seen.labels]
    texts = {code.text for _, code in codes}
    tie, why = _geometry(readings)
    if len(texts) > 1 or len(readings) > len({frame for frame, _ in codes}):
        tie, why = "none", "several codes are in view"
    elif main and main.certainty == "sure":
        tie, why = "none", "the painting is recognised, and no label was read beside the code"
    places = tuple((frame, code.quad) for frame, code in codes)
    return TiedLabel(_card(codes[0][1]), tie, why, places, _once(codes))


def _unread(frames: Sequence[SeenFrame], label: TiedLabel | None, cure: str) -> TiedLabel | None:
    """A label of which hardly anything was read, in most frames; or one where nothing else was."""
    prints = [(seen.frame.sha256, quad) for seen in frames for quad in seen.unread]
    if not prints:
        return None
    why = f"its print could not be read: {cure}"
    if label is None:
        return TiedLabel(Label(prints[0][1], (), 0.0), "none", why, tuple(prints))
    unread = {
        frame for frame, outline in label.places
        if any(
            frame == other and geometry.overlap(_corners(quad), _corners(outline), _FRAME) >= 0.5
            for other, quad in prints
        )
    }  # fmt: skip
    in_most = 2 * len(unread) > len({frame for frame, _ in label.places})
    return replace(label, tie="none", why=why) if in_most else label


def _card(code: Code) -> Label:
    return Label(code.quad, (), 0.0)


def _once(codes: Sequence[CodeInFrame]) -> tuple[CodeInFrame, ...]:
    """The first of each text."""
    by_text: dict[str, CodeInFrame] = {}
    for frame, code in codes:
        by_text.setdefault(code.text, (frame, code))
    return tuple(by_text.values())


def _untied(tied: TiedLabel, why: str) -> TiedLabel:
    """The label without a tie that rests on its place on the wall alone."""
    return replace(tied, tie="none", why=why) if tied.tie in ("beside", "alone") else tied


def _tied(
    readings: Sequence[tuple[SeenFrame, Label]],
    main: PictureSighting | None,
    references: Mapping[str, Reference],
) -> TiedLabel:
    label = combine([_in_frame(label, seen.frame.sha256) for seen, label in readings])
    places = tuple((seen.frame.sha256, reading.quad) for seen, reading in readings)
    codes = [
        (seen.frame.sha256, code)
        for seen, reading in readings
        for code in seen.codes
        if code.on is not None and seen.labels[code.on] == reading
    ]
    return TiedLabel(label, *_tie(label, readings, main, references), places, _once(codes))


def _in_frame(label: Label, frame: str) -> Label:
    return replace(label, lines=tuple(replace(line, frame=frame) for line in label.lines))


def _tie(
    label: Label,
    readings: Sequence[tuple[SeenFrame, Label]],
    main: PictureSighting | None,
    references: Mapping[str, Reference],
) -> tuple[LabelTie, str]:
    """The tie that the words give; where they decide nothing, the one that the wall gives."""
    reference = references.get(main.identifier) if main else None
    if reference and agrees(label.lines, reference):
        return "confirmed", "it names the work that the painting looks like"
    if _inscribed(readings):
        return "inscription", "the words stand on a painting that is recognised here"
    sighted = {s.identifier for seen, _ in readings for s in seen.paintings}
    if main and reference and main.certainty == "sure":
        others = [references[i] for i in sighted if i != main.identifier and i in references]
        return "elsewhere", disagreement(label.lines, reference, others)
    named = [r for r in references.values() if agrees(label.lines, r)]
    if any(r.identifier in sighted for r in named):
        return "elsewhere", "it names another painting in view"
    if any(r.picture for r in named):
        return "elsewhere", "it names a work whose reference picture is not what is seen here"
    return _geometry(readings)


def _inscribed(readings: Sequence[tuple[SeenFrame, Label]]) -> bool:
    """Whether the words stand on a surely recognised painting in most frames."""
    on = [
        any(
            geometry.overlap(_corners(label.quad), _corners(painting.quad), _FRAME) >= 0.5
            for painting in seen.paintings if painting.certainty == "sure"
        )
        for seen, label in readings
    ]  # fmt: skip
    return 2 * sum(on) > len(on)


def _geometry(readings: Sequence[tuple[SeenFrame, Label]]) -> tuple[LabelTie, str]:
    """The tie in more than half of the frames; without a majority the label stays untied.

    A frame that shows too little of the wall says nothing against the others.
    """
    votes = []
    for seen, label in readings:
        cards = with_codes(seen.labels, seen.codes)
        card = cards[seen.labels.index(label)]
        outlines = (*seen.outlines, *seen.cut_off)
        votes.append(tie(card, cards, outlines, seen.aspect, _focus(seen), seen.bare))
    votes = [vote for vote in votes if vote[1] != OUTSIDE] or votes
    ties = [vote for vote, _ in votes]
    best = max(sorted(set(ties)), key=ties.count)
    if ties.count(best) * 2 <= len(ties) and len(set(ties)) > 1:
        return "none", "the frames do not agree on which painting it hangs beside"
    return best, next(why for vote, why in votes if vote == best)


def _focus(seen: SeenFrame) -> int | None:
    """The number of the outline that the camera is pointed at; None without one."""
    sized = [(_area(quad), number) for number, quad in enumerate(seen.outlines)]
    area, number = max(sized, default=(0.0, 0))
    return number if area >= MAIN_AREA else None


def _area(quad: Quad) -> float:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
