"""Errors in the requests of clients, each with its HTTP status."""

from __future__ import annotations

from console import CartellinoError


class BadRequest(CartellinoError):
    """A request that cannot be answered, in a sentence that says what to change."""

    status = 400


class TooLarge(BadRequest):
    """The request asks for more than is answered at once."""

    status = 413


class NotFound(BadRequest):
    """The request names something that does not exist."""

    status = 404
