"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.marks import SAID, Mark, MarkedLabel, Marks, Said, on_label, read_marked
from pipeline.labels.reading import LabelReading, What, read_label

__all__ = [
    "SAID",
    "LabelReading",
    "Mark",
    "MarkedLabel",
    "Marks",
    "Said",
    "What",
    "on_label",
    "read_label",
    "read_marked",
]
