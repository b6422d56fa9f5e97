"""The errors of the pipeline.

PipelineError
 ├─ MediaError      a video or picture cannot be used
 ├─ ConfigError     a configuration, profile or signals file is wrong
 ├─ StorageError    the workspace cannot be written (full disk, missing rights)
 └─ Cancelled       the person who asked for the work called it off
"""

from __future__ import annotations


class PipelineError(Exception):
    """What went wrong, in a sentence that says what to do."""


class MediaError(PipelineError):
    """A video or picture cannot be used."""


class ConfigError(PipelineError):
    """A configuration, profile or signals file is wrong."""


class StorageError(PipelineError):
    """The workspace cannot be written."""


class Cancelled(PipelineError):
    """The work was called off."""
