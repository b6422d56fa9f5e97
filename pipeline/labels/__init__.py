"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.fields import label_fields
from pipeline.labels.reading import read_label

__all__ = ["label_fields", "read_label"]
