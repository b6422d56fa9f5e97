"""From a gallery video to a decision about which catalogue work it shows."""

from console.errors import Cancelled
from pipeline.decision.config import PARAMETERS, AbstentionConfig, Guards, Parameter
from pipeline.decision.decide import decide
from pipeline.decision.record import decision_record
from pipeline.decision.signals import signals
from pipeline.errors import ConfigError, MediaError, PipelineError
from pipeline.types import (
    Candidate,
    Clip,
    Decision,
    Evidence,
    FieldEvidence,
    Frame,
    Reason,
    Signals,
    StageOutput,
    Video,
)
from storage.errors import StorageError

__all__ = [
    "PARAMETERS",
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
    "MediaError",
    "Parameter",
    "PipelineError",
    "Reason",
    "Signals",
    "StageOutput",
    "StorageError",
    "Video",
    "decide",
    "decision_record",
    "signals",
]
