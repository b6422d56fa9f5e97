"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.fields import label_fields
from pipeline.labels.reading import LabelReading, read_label

__all__ = ["LabelReading", "label_fields", "read_label"]
