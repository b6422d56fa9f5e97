"""Wall labels, read against the catalogue whatever their layout."""

from pipeline.labels.reading import read_label

__all__ = ["read_label"]
