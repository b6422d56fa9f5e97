"""The demonstration collection, painted and filmed by program: see docs/demonstration.md."""

from demo.collection import build

__all__ = ["build"]
