"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.reading import LabelReading, Stretch, read_label

__all__ = ["LabelReading", "Stretch", "read_label"]
