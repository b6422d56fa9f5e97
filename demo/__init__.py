"""The demonstration collection, painted and filmed by program: see docs/demonstration.md."""

from demo.again import film_again
from demo.collection import build

__all__ = ["build", "film_again"]
