"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.reading import LabelReading, What, read_label

__all__ = ["LabelReading", "What", "read_label"]
