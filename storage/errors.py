"""The errors of the workspace's files."""

from __future__ import annotations

from console.errors import CartellinoError


class StorageError(CartellinoError):
    """The workspace cannot be read or written: a full disk, missing rights, a damaged file."""
