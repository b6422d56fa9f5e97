"""The error of backups; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class BackupError(CartellinoError):
    """A backup cannot be made or restored; nothing was changed."""
