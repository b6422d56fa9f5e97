"""Which frame of a clip shows a work best."""

from __future__ import annotations

from backends import Quad
from pipeline.stages.answers import LabelTranscription
from pipeline.types import Evidence, Frame


def best_frame(evidence: Evidence, work: str | None) -> Frame | None:
    """The frame that shows the work best; None of a clip without frames.

    It has the most verified correspondences, and the label in it if that costs less than half of
    them. Of a work that was not located it is the frame whose label was read, else the middle one.
    """
    by_hash = {frame.sha256: frame for frame in evidence.frames}
    sightings = [s for s in evidence.sightings if s.work == work and s.frame in by_hash]
    if sightings:
        most = max(s.inliers for s in sightings)
        quads = label_quads(evidence)
        labelled = [s for s in sightings if s.frame in quads and 2 * s.inliers >= most]
        return by_hash[max(labelled or sightings, key=lambda s: s.inliers).frame]
    label = evidence.output("label")
    read = [by_hash[h] for h in (label.frames if label else ()) if h in by_hash]
    if label and label.raw and len(read) == 1:
        return read[0]
    return evidence.frames[len(evidence.frames) // 2] if evidence.frames else None


def label_quads(evidence: Evidence) -> dict[str, Quad]:
    """Frame hash → where the label was read in it, the first place where there are two."""
    label = evidence.answer(LabelTranscription)
    return {box.frame: box.quad for box in reversed(label.boxes)} if label else {}
