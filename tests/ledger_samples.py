"""Verdicts for the tests of the ledger, in this process and in others."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

from ledger import Verdict
from pipeline.decision.config import AbstentionConfig
from pipeline.stages.answers import LabelTranscription
from pipeline.types import (
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


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def evidence(clip: int = 0, words: str = "Veronese, The Wedding") -> Evidence:
    video = Video(Path(f"/films/room {clip}.mp4"), sha(f"video {clip}"), 30.0, "video", 1920, 1080)
    image = Path("/films/f.jpg")
    frame = Frame(90_000, Fraction(1, 90_000), sha(f"frame {clip}"), image, 1920, 1080)
    label = LabelTranscription("Veronese", "beside")
    output = StageOutput("label", "Read the label.", words, label, (frame.sha256,), 0.25)
    return Evidence(Clip(video, 1.0, 4.5), "embedded", "recipe-1", (frame,), (output,))


def decision(config: AbstentionConfig, work: str = "W-1") -> Decision:
    title, nothing = FieldEvidence(0.9, "a", "b", 0.8, 1.0), FieldEvidence(0.0)
    best = Candidate(work, title, nothing, nothing, 0.7)
    reasons = (Reason("title_accept", 0.9, 0.52, True),)
    return Decision("d", "accept", "title", (best,), 0.2, reasons, (), config.hash)


def verdict(kind: Any = "accept", clip: int = 0, **changes: Any) -> Verdict:
    """A verdict on clip number `clip`, whose proposal is W-1; a correction names W-2."""
    config = changes.pop("config", AbstentionConfig())
    work = {"accept": "W-1", "correct": "W-2"}.get(kind)
    values: dict[str, Any] = {
        "kind": kind,
        "work": work,
        "evidence": evidence(clip),
        "decision": decision(config),
        "config": config,
        "catalogue_sha256": sha("catalogue"),
        "backend_version": "1.0",
        "reviewer": "Ada",
        "title": f"Title of {work}" if work else "",
        "artist": "Paolo Veronese",
    }
    return Verdict(**{**values, **changes})
