"""What a client asked wrongly, with the HTTP status that says so."""

from __future__ import annotations

from console.errors import CartellinoError


class BadRequest(CartellinoError):
    """Something in a request that cannot be answered, in a sentence that says what to change."""

    status = 400


class TooLarge(BadRequest):
    """More was asked at once than is answered at once."""

    status = 413


class NotFound(BadRequest):
    """The request names something that is not there."""

    status = 404
