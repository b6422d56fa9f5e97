"""Training models on a museum's own works: `python -m training`."""

from training import scratch

__all__ = [
    "scratch",
]
