"""A demonstration collection, painted, hung and filmed by program: see docs/demonstration.md."""

from demo.collection import build

__all__ = ["build"]
