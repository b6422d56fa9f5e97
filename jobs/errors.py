"""The errors of the queue; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class JobError(CartellinoError):
    """A job cannot be run: this version does not know its kind, or cannot read it."""
