"""Files of weights: checkpoints, their headers, adapters, and where they come from."""

from backends.neural.weights import adapters, checkpoint, copyable
from backends.neural.weights.adapters import Adapter
from backends.neural.weights.checkpoint import TRAINING, Checkpoint

__all__ = ["TRAINING", "Adapter", "Checkpoint", "adapters", "checkpoint", "copyable"]
