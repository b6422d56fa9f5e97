"""Media through the stages: which backend answers when, and where the evidence is stored."""

from pipeline.analysis.analyse import analyse
from pipeline.analysis.best_frame import best_frame, label_quads
from pipeline.analysis.evidence_store import SetAside, Store, StoredEvidence
from pipeline.analysis.hung import main_painting
from pipeline.analysis.job import Analysis, analysis
from pipeline.analysis.model_slot import prepared
from pipeline.analysis.open_catalogue import indexed, opened
from pipeline.analysis.progress import OPENING, Event, StageAnswered, StageStarted
from pipeline.analysis.transcript import FRAMES, ClipAnswers, decode, spread

__all__ = [
    "FRAMES",
    "OPENING",
    "Analysis",
    "ClipAnswers",
    "Event",
    "SetAside",
    "StageAnswered",
    "StageStarted",
    "Store",
    "StoredEvidence",
    "analyse",
    "analysis",
    "best_frame",
    "decode",
    "indexed",
    "label_quads",
    "main_painting",
    "opened",
    "prepared",
    "spread",
]
