"""Wall labels: detected in the frame, read by OCR, put into lines and parsed into fields."""

from backends.embedded.labels.fields import LabelledWork, labelled_works
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.over_frames.fusion import Sight, fused
from backends.embedded.labels.over_frames.readings import combine, sure_letters
from backends.embedded.labels.transcription import Label, Line

__all__ = [
    "Label",
    "LabelledWork",
    "Line",
    "Reader",
    "Sight",
    "combine",
    "fused",
    "labelled_works",
    "sure_letters",
]
