"""What models with weights share: opening them, their memory, quantisation and adapters."""

from backends.neural import packages

__all__ = [
    "packages",
]
