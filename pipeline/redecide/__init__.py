"""Deciding every stored clip again, fast enough for a moving slider."""

from pipeline.redecide.batch import BatchDecider
from pipeline.redecide.redecider import Redecider
from pipeline.redecide.skyband import Skybands
from pipeline.redecide.skyband_cache import SkybandCache

__all__ = [
    "BatchDecider",
    "Redecider",
    "SkybandCache",
    "Skybands",
]
