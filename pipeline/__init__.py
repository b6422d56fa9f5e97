"""From a gallery video to a decision about which catalogue work it shows."""

from console import Cancelled
from pipeline import codec, documents
from pipeline.decision.config import PARAMETERS, AbstentionConfig, Guards, Parameter
from pipeline.decision.decide import decide
from pipeline.decision.record import decision_record
from pipeline.decision.signals import signals
from pipeline.errors import ConfigError, MediaError, PipelineError
from pipeline.recut import Cut, about_longer, after_cuts, are_parts, halves
from pipeline.sightings import Interval
from pipeline.types import (
    LABEL,
    PICTURE,
    Candidate,
    Clip,
    Decision,
    Evidence,
    FieldEvidence,
    Frame,
    Outcome,
    Reason,
    ReasonParameter,
    Regime,
    Sighting,
    Signals,
    StageOutput,
    Threshold,
    Video,
)
from storage import StorageError

__all__ = [
    "LABEL",
    "PARAMETERS",
    "PICTURE",
    "AbstentionConfig",
    "Cancelled",
    "Candidate",
    "Clip",
    "ConfigError",
    "Cut",
    "Decision",
    "Evidence",
    "FieldEvidence",
    "Frame",
    "Guards",
    "Interval",
    "MediaError",
    "Outcome",
    "Parameter",
    "PipelineError",
    "Reason",
    "ReasonParameter",
    "Regime",
    "Sighting",
    "Signals",
    "StageOutput",
    "StorageError",
    "Threshold",
    "Video",
    "about_longer",
    "after_cuts",
    "are_parts",
    "codec",
    "decide",
    "decision_record",
    "documents",
    "halves",
    "signals",
]
