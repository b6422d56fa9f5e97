"""Media preprocessing: decoding, sampling, and cutting videos into clips."""

from pipeline.media import images, sampling
from pipeline.media.playback import playable
from pipeline.media.probe import find_media

__all__ = [
    "find_media",
    "images",
    "playable",
    "sampling",
]
