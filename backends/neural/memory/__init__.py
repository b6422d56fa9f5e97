"""The memory that a model takes, the memory that there is, and weights in four bits."""

from backends.neural.memory import estimate
from backends.neural.memory.available import AvailableMemory, available_memory
from backends.neural.memory.estimate import MemoryFit

__all__ = ["AvailableMemory", "MemoryFit", "available_memory", "estimate"]
