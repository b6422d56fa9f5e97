"""From what was read on a label to the work that is named, on the ordinary path of a decision."""

from __future__ import annotations

import hashlib
from pathlib import Path

from catalogue import Index
from pipeline import AbstentionConfig, Clip, Decision, Evidence, StageOutput, Video, decide, signals
from pipeline.stages import LabelTranscription


def evidence_of(text: str) -> Evidence:
    """The evidence of a label that hangs alone and was read as `text`, line by line."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    clip = Clip(Video(Path("label"), digest, 0.0, "image"), 0.0, 0.0)
    read = LabelTranscription(text, "alone", "generated")
    output = StageOutput("label", "", text, read, (), 0.0)
    return Evidence(clip, "embedded", "generated", (), (output,))


def decision_of(evidence: Evidence, index: Index) -> Decision:
    """The decision with the published defaults."""
    return decide(signals(evidence, index, AbstentionConfig()), index)
