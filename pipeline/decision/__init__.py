"""From signals to a decision: parameters, rules, guards, ablations and ensembles."""

from pipeline.decision.ablations import ABLATIONS, Ablations
from pipeline.decision.config import (
    PARAMETERS,
    PROFILE,
    AbstentionConfig,
    Guards,
    Parameter,
    Value,
)
from pipeline.decision.ensemble import DISAGREEMENT, SEPARATOR
from pipeline.decision.handles import cuts_of, shares_of
from pipeline.decision.works_seen import WorkSeen, works_seen

__all__ = [
    "ABLATIONS",
    "DISAGREEMENT",
    "PARAMETERS",
    "PROFILE",
    "SEPARATOR",
    "Ablations",
    "AbstentionConfig",
    "Guards",
    "Parameter",
    "Value",
    "WorkSeen",
    "cuts_of",
    "shares_of",
    "works_seen",
]
