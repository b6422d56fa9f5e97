"""How a model's own files say that pixels are normalised.

Until version 4, transformers wrote `preprocessor_config.json`. Version 5 writes
`processor_config.json`, with the settings of pictures and of videos inside it, and some models
have a `video_preprocessor_config.json` alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.base import BackendUnavailable
from backends.neural.weights.checkpoint import PROCESSORS, read_json

_INSIDE = ("image_processor", "video_processor")


@dataclass(frozen=True, slots=True)
class Colours:
    """Mean and deviation of each channel, from 0 to 1, in RGB."""

    mean: tuple[float, float, float]
    spread: tuple[float, float, float]


def colours(folder: Path) -> Colours | None:
    """What the files in a model's folder say; None where none of them says anything.

    Raises BackendUnavailable for a file that says it wrongly.
    """
    for path in (folder / name for name in PROCESSORS):
        for settings in _settings(path):
            if "image_mean" in settings or "image_std" in settings:
                return _colours(path, settings)
    return None


def _settings(path: Path) -> Iterator[Mapping[str, Any]]:
    """The settings in a file: those of pictures, then those of videos, then its own."""
    if not path.is_file():
        return
    whole = read_json(path)
    yield from (part for name in _INSIDE if isinstance(part := whole.get(name), dict))
    yield whole


def _colours(path: Path, settings: Mapping[str, Any]) -> Colours:
    mean, spread = (_colour(settings.get(name)) for name in ("image_mean", "image_std"))
    if mean and spread and min(spread) > 0:
        return Colours(mean, spread)
    raise BackendUnavailable(
        f"{path} gives no mean and deviation of three colours. Copy it again from where the model "
        "came from."
    )


def _colour(values: Any) -> tuple[float, float, float] | None:
    """Three finite numbers; None for anything else."""
    numbers = [v for v in values if isinstance(v, int | float)] if isinstance(values, list) else []
    if len(numbers) != 3 or len(values) != 3 or not all(map(math.isfinite, numbers)):
        return None
    red, green, blue = numbers
    return red, green, blue
