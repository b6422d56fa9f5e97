"""What models with weights share: loading, memory, quantisation and adapters."""

from backends.neural import packages

__all__ = ["packages"]
