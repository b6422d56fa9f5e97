"""Memory that a model takes, memory that there is, and four bits to make it less."""

from backends.neural.memory import estimate
from backends.neural.memory.available import Room, room
from backends.neural.memory.estimate import Fit

__all__ = ["Fit", "Room", "estimate", "room"]
