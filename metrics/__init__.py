"""Rates and what they are worth."""

from metrics.intervals import exact_interval

__all__ = ["exact_interval"]
