"""Slider positions and saved profiles of the fifteen parameters. No streamlit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline import ConfigError
from pipeline.decision import PARAMETERS, PROFILE, AbstentionConfig, cuts_of, shares_of
from storage import StorageError, read_settings, replacing

_UNFIT = re.compile(r"[^\w \-]")
"""What a file name may not have everywhere."""
DEFAULTS = "Published defaults"
"""The profile that is always there."""


def positions(config: AbstentionConfig) -> dict[str, Any]:
    """Parameter name → the position of its slider or switch."""
    placed: dict[str, Any] = {}
    for spec in PARAMETERS:
        value = getattr(config, spec.name)
        if spec.kind == "weights":
            cuts = cuts_of(value)
            placed[spec.name] = cuts if len(cuts) > 1 else cuts[0]
        else:
            placed[spec.name] = value
    return placed


def config_at(placed: Mapping[str, Any]) -> AbstentionConfig:
    """The settings of sliders at these positions. Raises ConfigError."""
    values: dict[str, Any] = {}
    for spec in PARAMETERS:
        value = placed[spec.name]
        if spec.kind == "weights":
            values[spec.name] = shares_of(value if isinstance(value, tuple) else (value,))
        else:
            values[spec.name] = value if spec.kind == "switch" else round(float(value), 6)
    return AbstentionConfig(**values)


def names(folder: Path) -> list[str]:
    """The published defaults, then the saved profiles by name."""
    return [DEFAULTS, *sorted(map(_name, folder.glob("*.json")))]


def changed(config: AbstentionConfig, baseline: AbstentionConfig) -> int:
    """How many of the fifteen parameters two settings have differently."""
    return sum(getattr(config, s.name) != getattr(baseline, s.name) for s in PARAMETERS)


def load(folder: Path, name: str) -> AbstentionConfig:
    """A profile by name. Raises ConfigError where there is none, or none that can be read: that
    is set aside. Raises NewerData."""
    if name == DEFAULTS:
        return AbstentionConfig()
    path = _path(folder, name)
    instead = "The published defaults are used instead."
    if config := read_settings(path, PROFILE, _config, instead):
        return config
    raise ConfigError(f"There is no profile {name!r}.")


def _config(values: Mapping[str, Any]) -> AbstentionConfig:
    """The settings of a profile. Raises ValueError."""
    try:
        return AbstentionConfig.from_dict(values)
    except ConfigError as error:
        raise ValueError(str(error)) from error


def save(folder: Path, name: str, config: AbstentionConfig) -> str:
    """Write a profile and return its name.

    Raises ConfigError or StorageError; NewerData where a newer version wrote one of that name.
    """
    path = _path(folder, name)
    if _name(path).casefold() == DEFAULTS.casefold():
        raise ConfigError("The published defaults stay as they are. Choose another name.")
    PROFILE.refuse_newer(path)
    text = json.dumps(PROFILE.stamped(config.to_dict()), indent=2)
    try:
        with replacing(path) as draft:
            draft.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"Cannot write {path}: {error.strerror}. Free some space.") from error
    return _name(path)


def _path(folder: Path, name: str) -> Path:
    """The file of a profile: what no file name may have stands in it as in an address (`%2F`)."""
    plain = " ".join(name.split())[:60]
    if not any(map(str.isalnum, plain)):
        raise ConfigError("Give the profile a name with letters or digits.")
    return folder / (_UNFIT.sub(_encoded, plain) + ".json")


def _encoded(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode("utf-8", "replace"))


def _name(path: Path) -> str:
    return unquote(path.stem)
