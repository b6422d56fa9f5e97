"""Verdicts to fill a ledger with, each on a clip and with evidence of its own."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

from ledger import Judgement, Verdict
from pipeline import (
    Candidate,
    Clip,
    Decision,
    Evidence,
    FieldEvidence,
    Frame,
    Reason,
    StageOutput,
    Video,
)
from pipeline.decision import AbstentionConfig
from pipeline.stages import LabelTranscription


def verdict(clip: int, kind: Judgement = "accept", words: str = "Lavinia Fontana") -> Verdict:
    """A verdict on clip number `clip`, on whose label `words` were read."""
    config = AbstentionConfig()
    work = {"accept": "W-1", "correct": "W-2"}.get(kind)
    return Verdict(
        kind=kind, work=work, evidence=evidence(clip, words), decision=_decision(config),
        config=config, catalogue_sha256=_sha256("catalogue"), backend_version="1",
        reviewer="Ada", title="Minerva Dressing" if work else "", artist=words if work else "",
    )  # fmt: skip


def evidence(clip: int, words: str) -> Evidence:
    """What a label said in clip number `clip`."""
    path = Path(f"/videos/room {clip}.mp4")
    video = Video(path, _sha256(f"video {clip}"), 30.0, "video", 1920, 1080)
    image = Path("/videos/frame.jpg")
    frame = Frame(90_000, Fraction(1, 90_000), _sha256(f"frame {clip}"), image, 1920, 1080)
    label = LabelTranscription(words, "beside")
    output = StageOutput("label", "Read the label.", words, label, (frame.sha256,), 0.25)
    return Evidence(Clip(video, 1.0, 4.5), "embedded", "recipe", (frame,), (output,))


def _decision(config: AbstentionConfig) -> Decision:
    title, nothing = FieldEvidence(0.9, "a", "b", 0.8, 1.0), FieldEvidence(0.0)
    best = Candidate("W-1", title, nothing, nothing, 0.7)
    reasons = (Reason("title_accept", 0.9, 0.52, True),)
    return Decision("d", "accept", "title", (best,), 0.2, reasons, (), config.hash)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
