"""What is missing, doubled, indistinguishable or broken in a catalogue."""

from catalogue.quality.checks import Check, quality

__all__ = [
    "Check",
    "quality",
]
