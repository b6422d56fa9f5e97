"""Which backends analyse a video, and how those with weights are set. Kept in the preferences.

Preferences may be damaged or of an earlier version, so every value is checked, and a value that
makes no sense counts as not set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard, get_args

import backends
from backends import Choice, Fit, Listing, Options, Visual
from pages._ui.shell import session
from pages._ui.shell.resources import Resources

DEFAULT = "embedded"
_VISUALS: tuple[Visual, ...] = get_args(Visual)
_FITS: tuple[Fit, ...] = get_args(Fit)


def listings(bundle: Resources) -> tuple[Listing, ...]:
    """Every backend, with its weights looked for in the folder that a person named."""
    settings = _settings(bundle).items()
    folders = {name: Path(v["folder"]) for name, v in settings if _is_path(v.get("folder"))}
    return backends.available(bundle.workspace.models, folders)


def choice(bundle: Resources, listing: Listing) -> Choice:
    """A backend as it is set."""
    values = _settings(bundle).get(listing.name, {})
    if not listing.weights:
        return Choice(listing.name)
    return Choice(listing.name, listing.folder, values.get("quantise") is True, _options(values))


def names_folder(bundle: Resources, name: str) -> bool:
    """Whether a person named the folder of a backend's weights."""
    return _is_path(_settings(bundle).get(name, {}).get("folder"))


def keep(bundle: Resources, name: str, **values: Any) -> None:
    """Keep settings of one backend; None puts a setting back to the backend's own."""
    settings = _settings(bundle)
    changed = {**settings.get(name, {}), **values}
    own = {key: value for key, value in changed.items() if value is not None}
    session.remember(bundle, models={**settings, name: own})


def chosen(bundle: Resources, ready: Sequence[str]) -> list[str]:
    """The chosen backends out of those that are ready; the embedded one where none was chosen."""
    stored = session.remembered(bundle, "backends")
    names = stored if isinstance(stored, list) else []
    return [name for name in ready if name in names] or [n for n in ready if n == DEFAULT]


def choose(bundle: Resources, names: Sequence[str]) -> None:
    """Analyse with these from now on."""
    session.remember(bundle, backends=list(names))


def _settings(bundle: Resources) -> Mapping[str, dict[str, Any]]:
    stored = session.remembered(bundle, "models")
    pairs = stored.items() if isinstance(stored, dict) else ()
    return {name: values for name, values in pairs if isinstance(values, dict)}


def _options(values: Mapping[str, Any]) -> Options:
    visual, fit, adapter = values.get("visual"), values.get("fit"), values.get("adapter")
    return Options(
        visual=visual if visual in _VISUALS else None,
        frames=_number(values.get("frames")),
        pixels=_number(values.get("pixels")),
        fit=fit if fit in _FITS else None,
        adapter=Path(adapter) if _is_path(adapter) else None,
        despite_format=values.get("despite_format") is True,
        offload=values.get("offload") is True,
        smaller=values.get("smaller") is True,
    )


def _number(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


def _is_path(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)
