"""From a gallery video to a decision about which catalogue work it shows."""

from console import Cancelled
from pipeline import codec, documents
from pipeline.decision.config import PARAMETERS, AbstentionConfig, Guards, Parameter
from pipeline.decision.decide import decide
from pipeline.decision.record import decision_record
from pipeline.decision.signals import signals
from pipeline.errors import ConfigError, MediaError, PipelineError
from pipeline.recut import (
    Recut,
    about_longer,
    after_cuts,
    begun_at,
    ended_at,
    following,
    is_recut,
    span,
    split_at,
)
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
    "Recut",
    "Regime",
    "Sighting",
    "Signals",
    "StageOutput",
    "StorageError",
    "Threshold",
    "Video",
    "about_longer",
    "after_cuts",
    "begun_at",
    "codec",
    "decide",
    "decision_record",
    "documents",
    "ended_at",
    "following",
    "is_recut",
    "signals",
    "span",
    "split_at",
]
