"""Wall labels: detected in the frame, read by OCR, put into lines and parsed into fields."""

from backends.embedded.labels.fields import LabelledWork, labelled_works
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.transcription import Label, Line

__all__ = ["Label", "LabelledWork", "Line", "Reader", "labelled_works"]
