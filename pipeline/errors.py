"""The errors of the pipeline; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class PipelineError(CartellinoError):
    """Media cannot be analysed or decided about."""


class MediaError(PipelineError):
    """A video or picture cannot be used."""


class ConfigError(PipelineError):
    """A configuration, profile or signals file is wrong."""
