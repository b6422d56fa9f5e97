"""The errors of the workspace's files; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class StorageError(CartellinoError):
    """The workspace cannot be read or written: a full disk, missing rights, a damaged file."""


class NewerData(StorageError):
    """A newer version of Cartellino wrote the file; this one changes nothing in it."""


class NoSpace(StorageError):
    """The disk, or a quota on it, is full."""


class ReadOnly(StorageError):
    """Nothing can be written there: a read-only medium, or missing rights."""
