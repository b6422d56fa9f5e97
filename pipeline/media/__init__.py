"""Media preprocessing: decoding, sampling, and cutting videos into clips."""

from pipeline.media import images, sampling
from pipeline.media.playback import playable
from pipeline.media.probe import MEDIA_SUFFIXES, find_media

__all__ = [
    "MEDIA_SUFFIXES",
    "find_media",
    "images",
    "playable",
    "sampling",
]
